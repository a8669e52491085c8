from __future__ import annotations

from pathlib import Path

import pytest

from evaltools.errors import SettingsError
from evaltools.settings import FILE, Policy, Settings, languages_of, load

WHOLE = """
languages = ["en", "fr"]

[organisation]
id = "ville"
name = {fr = "Ville", nl = "Stad", en = "City"}

[limesurvey]
url = "https://survey.example.org/index.php/admin/remotecontrol"

[[programmes]]
id = "ateliers"
kind = "workshop"
name = {fr = "Ateliers", nl = "Ateliers", en = "Workshops"}
registers = ["registers/ateliers.xlsx"]
sites = [{id = "ixelles", name = "Ixelles"}]
surveys = [{questionnaire = "end", wave = "end", sid = 12}]
"""
POLICY = "\n[policy]\n"


def settings(folder: Path, text: str) -> Settings:
    (folder / FILE).write_text(text, "utf-8")
    return load(folder)


def mistakes(folder: Path, text: str) -> str:
    with pytest.raises(SettingsError) as raised:
        settings(folder, text)
    assert raised.value.exit_code == 2
    return raised.value.message


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    found = settings(tmp_path, WHOLE)
    assert found.programme("ateliers").sites[0].id == "ixelles"
    assert found.timezone == "Europe/Brussels"
    assert found.policy == Policy()
    assert found.path(found.programmes[0].registers[0]) == tmp_path.resolve() / "registers" / "ateliers.xlsx"
    assert languages_of(found) == ("fr", "en"), "in the house's order"


@pytest.mark.parametrize(("given", "meant"), [
    ("langages", "languages"), ("timezzone", "timezone"), ("regular_atendance", "regular_attendance")])
def test_an_unknown_key_is_refused_with_the_one_that_was_meant(tmp_path: Path, given: str, meant: str) -> None:
    message = mistakes(tmp_path, f'{given} = "x"\n' + WHOLE)
    assert f"{given}: is not a setting; did you mean '{meant}'?" in message


def test_an_unknown_key_like_no_other_is_refused_without_a_guess(tmp_path: Path) -> None:
    message = mistakes(tmp_path, "zzz = 1\n" + WHOLE)
    assert "zzz: is not a setting" in message
    assert "did you mean" not in message


def test_keys_of_inner_tables_are_known_too(tmp_path: Path) -> None:
    assert "programmes.0.sites.0.nam: is not a setting; did you mean 'name'?" in mistakes(
        tmp_path, WHOLE.replace('name = "Ixelles"', 'nam = "Ixelles"'))
    assert "policy.base_sites: is not a setting; did you mean 'base_site'?" in mistakes(tmp_path, WHOLE + POLICY + "base_sites = 12")


def test_a_secret_has_no_place_in_the_file(tmp_path: Path) -> None:
    message = mistakes(tmp_path, WHOLE.replace("[limesurvey]", '[limesurvey]\npassword = "hunter2"'))
    assert "limesurvey.password: is not a setting" in message
    assert "hunter2" not in message


def test_every_mistake_has_its_line(tmp_path: Path) -> None:
    message = mistakes(tmp_path, WHOLE.replace('kind = "workshop"', 'kind = "club"').replace('wave = "end", ', "") + POLICY + "x = 1")
    lines = message.splitlines()[1:]
    assert [line.split(":")[0].strip() for line in sorted(lines)] == ["policy.x", "programmes.0.kind", "programmes.0.surveys.0.wave"]


@pytest.mark.parametrize("threshold", [name for name in Policy.model_fields if name != "reason"])
def test_no_threshold_is_lowered_without_a_reason(tmp_path: Path, threshold: str) -> None:
    usual = Policy.model_fields[threshold].default
    lowered = usual * 0.9 if threshold == "response_rate_caution" else usual - 1
    text = WHOLE + POLICY + f"{threshold} = {lowered}\n"
    assert threshold in mistakes(tmp_path, text)
    assert threshold in mistakes(tmp_path, text + 'reason = "because"')
    assert threshold in mistakes(tmp_path, text + f'reason = "{" " * 30}"')
    allowed = settings(tmp_path, text + 'reason = "Agreed with the data protection officer in March."')
    assert getattr(allowed.policy, threshold) == lowered


def test_a_threshold_may_be_raised(tmp_path: Path) -> None:
    assert settings(tmp_path, WHOLE + POLICY + "base_site = 15").policy.base_site == 15


@pytest.mark.parametrize("number", [0, -1])
def test_no_reason_makes_a_threshold_nothing(tmp_path: Path, number: int) -> None:
    text = WHOLE + POLICY + f'band_width = {number}\nreason = "Agreed with the data protection officer in March."'
    assert "band_width must be above 0" in mistakes(tmp_path, text)


@pytest.mark.parametrize("zone", ["Europe/Bruxelles", "Europe", "", "../../etc/passwd", "GMT+25"])
def test_what_is_no_time_zone_is_refused(tmp_path: Path, zone: str) -> None:
    assert f"'{zone}' is not a time zone; Belgium is Europe/Brussels" in mistakes(tmp_path, f'timezone = "{zone}"\n' + WHOLE)
    if zone:
        assert "is not a time zone" in mistakes(tmp_path, WHOLE.replace("[limesurvey]", f'[limesurvey]\ntimezone = "{zone}"'))


@pytest.mark.parametrize("again", [
    '[[programmes]]\nid = "ateliers"\nkind = "miriam"\nname = {fr = "M", nl = "M", en = "M"}',
    '[[programmes]]\nid = "miriam"\nkind = "miriam"\nname = {fr = "M", nl = "M", en = "M"}\nsites = [{id = "ixelles", name = "Ixelles"}]',
    '[[programmes]]\nid = "ixelles"\nkind = "miriam"\nname = {fr = "M", nl = "M", en = "M"}',
], ids=["two programmes", "two sites", "a site and a programme"])
def test_an_identifier_is_used_once(tmp_path: Path, again: str) -> None:
    assert "is used twice" in mistakes(tmp_path, f"{WHOLE}\n{again}\n")


@pytest.mark.parametrize("identifier", ["Ixelles", "ix elles", "ix/elles", "-ixelles", "", "é", "i" * 41])
def test_an_identifier_can_name_a_folder(tmp_path: Path, identifier: str) -> None:
    assert "programmes.0.sites.0.id" in mistakes(tmp_path, WHOLE.replace('id = "ixelles"', f'id = "{identifier}"'))


def test_a_survey_lies_on_the_server_or_in_a_file(tmp_path: Path) -> None:
    assert "either sid" in mistakes(tmp_path, WHOLE.replace(", sid = 12", ', sid = 12, file = "end.csv"'))


def test_a_survey_without_a_place_is_still_to_be_pushed(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(WHOLE.replace(", sid = 12", ""), "utf-8")
    assert [survey.sid for survey in load(tmp_path).programmes[0].surveys] == [None]


@pytest.mark.parametrize(("old", "new", "where"), [
    ('languages = ["en", "fr"]', "languages = []", "languages"),
    ('languages = ["en", "fr"]', 'languages = ["de"]', "languages.0"),
    ("[limesurvey]", "[limesurvey]\nwindow = 10", "limesurvey.window"),
    ("[limesurvey]", "[limesurvey]\ntimeout = 0", "limesurvey.timeout"),
])
def test_a_value_out_of_range_names_its_place(tmp_path: Path, old: str, new: str, where: str) -> None:
    assert f"  {where}:" in mistakes(tmp_path, WHOLE.replace(old, new))


def test_no_programme_at_all(tmp_path: Path) -> None:
    assert "programmes" in mistakes(tmp_path, WHOLE[:WHOLE.index("[[programmes]]")])


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        load(tmp_path)
    assert FILE in raised.value.message
    assert "evaltools init" in raised.value.hint


@pytest.mark.parametrize("content", [b"languages = [\n", b'x = "\xff\xfe"', b"a = 1\na = 2"])
def test_an_unreadable_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(SettingsError, match="not readable"):
        load(tmp_path)


def test_an_unknown_programme_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        settings(tmp_path, WHOLE).programme("miriam")
    assert "ateliers" in raised.value.hint
