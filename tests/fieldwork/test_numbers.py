"""Numbers into evaltools.toml: comments, order, line ends and mode stay."""

import stat

import pytest

from evaltools.errors import SettingsError
from evaltools.fieldwork.numbers import Pending, add_survey, write_number
from evaltools.settings import SurveySetting
from evaltools.workspace import Workspace

TABLES = """\
# top
[[programmes]]
id = "a"  # first
surveys = [{questionnaire = "end", wave = "end"}, {questionnaire = "mid", wave = "mid"}]  # inline

[[programmes]]
id = "b"

# the first
[[programmes.surveys]]
questionnaire = "end"
wave = "end"  # last line of it

# the second
[[programmes.surveys]]
questionnaire = "mid"
wave = "mid"
file = "mid.csv"

[policy]
base_site = 12
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "evaltools.toml"
    path.write_text(TABLES, "utf-8")
    return path


def test_a_number_goes_into_its_table_and_nothing_else_changes(file):
    write_number(file.parent, "b", 0, 123456)
    assert file.read_text("utf-8") == TABLES.replace("# last line of it\n", "# last line of it\nsid = 123456\n")


def test_a_number_goes_into_a_survey_on_one_line(file):
    write_number(file.parent, "a", 1, 123456)
    assert file.read_text("utf-8") == TABLES.replace('wave = "mid"}', 'wave = "mid", sid = 123456}')


def test_line_ends_of_windows_and_the_files_mode_stay(file):
    file.write_bytes(TABLES.replace("\n", "\r\n").encode())
    file.chmod(0o640)
    write_number(file.parent, "b", 0, 1)
    content = file.read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n") == TABLES.count("\n") + 1
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [path.name for path in file.parent.iterdir()] == ["evaltools.toml"]


@pytest.mark.parametrize(("place", "sid"), [(1, 5), (2, 5)], ids=["now a file", "gone"])
def test_a_file_that_changed_meanwhile_is_left_alone(file, place, sid):
    with pytest.raises(SettingsError, match="changed meanwhile"):
        write_number(file.parent, "b", place, sid)
    assert file.read_text("utf-8") == TABLES


def test_another_number_is_never_overwritten(file):
    write_number(file.parent, "b", 0, 1)
    with pytest.raises(SettingsError):
        write_number(file.parent, "b", 0, 2)


@pytest.mark.parametrize("programme", ["a", "b"])
def test_a_survey_is_added_as_the_others_are_written(file, programme):
    add_survey(file.parent, programme, SurveySetting(questionnaire="x", wave="y", modules=("m",), sid=7))
    import tomllib

    found = {table["id"]: table.get("surveys") for table in tomllib.loads(file.read_text("utf-8"))["programmes"]}
    assert found[programme][-1] == {"questionnaire": "x", "wave": "y", "modules": ["m"], "sid": 7}
    assert len(found[programme]) == 3
    assert "# the second" in file.read_text("utf-8")


def test_pending_numbers_outlive_the_command(tmp_path):
    workspace = Workspace(tmp_path)
    Pending(workspace).note("a", 5)
    Pending(workspace).note("b", 6)
    assert Pending(workspace).number("a") == 5
    Pending(workspace).done("a")
    assert Pending(workspace).number("a") is None
    assert Pending(workspace).number("b") == 6
