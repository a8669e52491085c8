"""`make reference`: R is run where it is, and what it changes is told."""

import importlib.util
import shutil
from pathlib import Path

import pytest

REFERENCE = Path(__file__).resolve().parents[1] / "reference"


@pytest.fixture
def rerun():
    specification = importlib.util.spec_from_file_location("rerun", REFERENCE / "rerun.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_without_r_the_numbers_stay_and_it_is_said(rerun, monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "one.R").write_text("stop('never run')")
    assert rerun.main(tmp_path) == 0
    assert "Rscript is not here" in capsys.readouterr().out


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not here")
def test_with_r_what_moved_is_told_and_a_failure_is_the_exit_code(rerun, capsys, tmp_path):
    (tmp_path / "one.csv").write_text("quantity,part,number\nsum,value,4\ngone,value,1\n")
    (tmp_path / "one.R").write_text('writeLines(c("quantity,part,number", "sum,value,5", "new,value,2"), "one.csv")')
    assert rerun.main(tmp_path) == 0
    told = capsys.readouterr().out
    assert "one.R: 2 numbers, 1 moved, 1 new, 1 gone" in told
    assert "sum value: 4.0 is now 5.0" in told
    (tmp_path / "two.R").write_text("stop('no such package')")
    assert rerun.main(tmp_path) == 1
    assert "two.R stopped" in capsys.readouterr().err


def test_every_number_is_finite_and_every_script_has_its_numbers(rerun):
    scripts = sorted(REFERENCE.glob("*.R"))
    assert scripts
    for script in scripts:
        found = rerun.numbers(script.with_suffix(".csv"))
        assert len(found) > 100
        assert all(abs(number) < 1e6 for number in found.values())
        assert f"Rscript {script.name}" in script.read_text("utf-8")
