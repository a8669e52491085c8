"""A synthetic but lifelike organisation, written as the raw files that the sources read, with its known truth beside them.

No woman of it exists: there are numbers only. `world.make` invents it, `folder.write` puts it on disk.
"""

from __future__ import annotations

SECRET = b"evaltools demo: invented women only"
"""The demo organisation's secret. Public on purpose: it protects nobody, and fixed so that the files are the same each time."""

ORGANISATION = "demo"
