"""What is answered to modules: only what is asked, in codes that the questionnaires know, moving as a life does."""

from __future__ import annotations

import numpy as np
import pytest

from evaltools.demo import modules
from evaltools.demo.plan import APART, MODULES
from evaltools.questionnaires import Questionnaires

SURVEYS = {"followup6": "followup", "followup12": "followup", "visit": "visitor"}


@pytest.mark.parametrize(("programme", "wave"), MODULES)
def test_every_answer_is_one_that_the_questionnaire_takes(programme: str, wave: str, shipped_questionnaires: Questionnaires) -> None:
    survey = shipped_questionnaires.surveys[SURVEYS.get(wave, wave)].with_modules(MODULES[programme, wave])
    columns = {column: item for item in survey.items for column in survey.columns(item)}
    asked = {item.code for item in survey.items if item.module and (wave, item.module) not in APART and item.when is None}
    answered = set()
    for number in range(40):
        for column, answer in modules.of_wave(survey.id, programme, wave, f"woman {number}").items():
            item = columns[column]
            answered.add(item.code)
            if item.scale:
                assert answer in {each.code for each in shipped_questionnaires.scales[item.scale].answers}
            elif item.type == "multiple":
                assert answer == "Y"
    assert answered == asked


def test_the_same_woman_answers_the_same_and_keeps_her_level() -> None:
    def of(who: str, wave: str) -> dict[str, str]:
        return modules.of_wave("followup" if "follow" in wave else wave, "miriam", wave, who)

    assert of("anna", "end") == of("anna", "end")
    pairs = [(of(f"woman {number}", "intake").get("hope", ""), of(f"woman {number}", "end").get("hope", "")) for number in range(200)]
    known = np.array([(int(first[1:]), int(later[1:])) for first, later in pairs if first[1:].isdigit() and later[1:].isdigit()])
    assert np.corrcoef(known.T)[0, 1] > 0.3
    assert known[:, 1].mean() > known[:, 0].mean() + 0.3


def test_less_is_better_where_it_is() -> None:
    def mean(wave: str) -> float:
        said = [modules.of_wave(wave, "miriam", wave, f"woman {number}").get("stress", "") for number in range(200)]
        return float(np.mean([int(answer[1:]) for answer in said if answer[1:].isdigit()]))
    assert mean("end") < mean("intake") - 0.3


def test_a_whole_questionnaire_of_the_team_is_answered(shipped_questionnaires: Questionnaires) -> None:
    survey = shipped_questionnaires.surveys["casemanager"]
    columns = {column for item in survey.items for column in survey.columns(item)}
    answers = modules.of_staff("casemanager", "yearly", "CM-01")
    assert set(answers) <= columns
    assert len({answers[f"wanted[{place}]"] for place in (1, 2, 3)}) == 3
