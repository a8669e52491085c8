"""Every indicator counted a second time, in plain Python, from the raw files of the small demo.

Nothing here reads `evaltools.indicators`, `evaltools.estimates` or a catalogue entry's `rows`: each line says again, from the
entry's words alone, who counts and what each is worth.
"""
