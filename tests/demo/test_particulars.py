"""What women answer besides the known truth: nearly always something, and only what they are asked."""

from collections import Counter

import numpy as np

from evaltools.demo import particulars
from evaltools.demo.plan import MODULES


def of_waves(made, *waves):
    return [form for form in made.forms if form.wave in waves]


def test_nearly_every_form_says_how_it_was_filled_in(full):
    forms = of_waves(full, "intake", "mid", "end", "followup6", "followup12")
    found = Counter(form.answers.get("filled", "") for form in forms)
    assert 0 < found[""] < 0.05 * len(forms)
    assert {code for code in found if code} == set(particulars.FILLED)


def test_the_question_on_needs_is_never_left_untouched(full):
    ticked = [{code for code in form.answers if code.startswith("needs[")} for form in of_waves(full, "intake")]
    assert min(map(len, ticked)) == 1
    assert {"needs[none]"} in ticked
    assert all(len(codes) == 1 for codes in ticked if "needs[none]" in codes)


def test_a_module_is_answered_where_it_is_asked(full):
    answered = {(form.programme, form.wave) for form in full.forms if "ownSteps" in form.answers}
    assert answered == {key for key, modules in MODULES.items() if {"rights", "finding"} & set(modules)}


def test_a_question_that_depends_on_another_follows_it(full):
    named = [form for form in full.forms if "whichService" in form.answers]
    assert named
    assert {form.answers["whomToAsk"] for form in named} == {"yes"}


def test_more_rights_are_known_at_the_end(full):
    def known(wave):
        forms = [form for form in of_waves(full, wave) if form.programme == "miriam"]
        return np.mean([sum(code.startswith("rightsKnown[") and "none" not in code for code in form.answers) for form in forms])
    assert known("end") > known("intake") + 0.5


def test_the_same_woman_answers_the_same_twice(full):
    woman = full.groups[0].women[0]
    first, second = (particulars.of_wave(woman, "miriam", "end", np.random.default_rng(7)) for _ in range(2))
    assert first == second
