"""pyproject.toml, the lock, constraints.txt, environment.yml, boot.py, the Makefile and .ci/run say the same."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PYTHONS = ("3.11", "3.12", "3.13")


def load_boot() -> ModuleType:
    specification = importlib.util.spec_from_file_location("boot", ROOT / "boot.py")
    assert specification and specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


boot = load_boot()

WANTED = [Requirement(line) for lines in (
    PROJECT["build-system"]["requires"], PROJECT["project"]["dependencies"],
    *PROJECT["project"]["optional-dependencies"].values(), *PROJECT["dependency-groups"].values()) for line in lines]


def pins(text: str) -> list[Requirement]:
    """The pinned packages of a lock or constraints file."""
    return [Requirement(line.rstrip("\\").strip()) for line in text.splitlines() if line and not line.startswith((" ", "#"))]


def pinned(name: str, python: str) -> list[str]:
    """The versions that the lock gives on one Python, on this system."""
    environment = {"python_version": python, "python_full_version": f"{python}.9"}
    return [next(iter(pin.specifier)).version for pin in pins(LOCK)
            if canonicalize_name(pin.name) == canonicalize_name(name) and applies(pin.marker, environment)]


def applies(marker: Marker | None, environment: dict[str, str]) -> bool:
    return marker is None or marker.evaluate(environment)


# ---------------------------------------------------------------- dependencies

def test_every_dependency_says_what_it_is_for() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    listed = re.findall(r'^  "([\w.\[\]-]+)[<>=~!][^"]*",(.*)$', text, re.MULTILINE)
    assert len(listed) >= len(WANTED) - len(PROJECT["build-system"]["requires"])
    assert [name for name, comment in listed if not re.match(r" +# \w.{3,}", comment)] == []


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("wanted", WANTED, ids=str)
def test_the_lock_holds_every_dependency_within_its_bounds(wanted: Requirement, python: str) -> None:
    versions = pinned(wanted.name, python)
    assert len(versions) == 1, "run `make lock`"
    assert wanted.specifier.contains(versions[0], prereleases=True), "run `make lock`"


def test_the_lock_pins_and_hashes_everything_and_names_no_place() -> None:
    for pin in pins(LOCK):
        assert [each.operator for each in pin.specifier] == ["=="], pin
        assert pin.url is None
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    assert len(entries) == len(pins(LOCK))
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert not re.search(r"https?:|--index-url|--extra-index|--find-links|@ ", LOCK)


def test_the_environment_is_what_the_lock_says() -> None:
    here = {canonicalize_name(pin.name): next(iter(pin.specifier)).version for pin in pins(LOCK) if applies(pin.marker, {})}
    installed = {canonicalize_name(found.name): found.version for found in importlib.metadata.distributions()}
    assert {name: version for name, version in here.items() if installed.get(name) != version} == {}, "run `make install`"


def test_nothing_is_locked_that_nobody_asked_for() -> None:
    here = {canonicalize_name(pin.name) for pin in pins(LOCK) if applies(pin.marker, {})}
    assert here - required_by(WANTED) == set(), "run `make lock`"


def required_by(wanted: list[Requirement]) -> set[str]:
    """What these requirements bring along on this system, as the installed packages say."""
    found: set[str] = set()
    waiting = list(wanted)
    seen: set[tuple[str, str]] = set()
    while waiting:
        requirement = waiting.pop()
        found.add(canonicalize_name(requirement.name))
        for extra in ("", *requirement.extras):
            if (requirement.name, extra) not in seen:
                seen.add((requirement.name, extra))
                below = [Requirement(line) for line in importlib.metadata.requires(requirement.name) or []]
                waiting += [each for each in below if applies(each.marker, {"extra": extra})]
    return found


def test_constraints_are_the_lock_without_its_hashes() -> None:
    text = (ROOT / "constraints.txt").read_text("utf-8")
    assert text == boot.constraints(LOCK), "run `make lock`"
    assert [str(pin) for pin in pins(text)] == [str(pin) for pin in pins(LOCK)]
    assert len(text.splitlines()) == len(pins(LOCK))
    assert "hash" not in text


def test_packages_that_were_left_out_on_purpose_stay_out() -> None:
    assert {"lifelines", "plotly", "pingouin"} & {canonicalize_name(pin.name) for pin in pins(LOCK)} == set()


def test_conda_users_get_the_same() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    assert environment["name"] == PROJECT["project"]["name"]
    python, pip, nested = environment["dependencies"]
    version = python.removeprefix("python=")
    assert SpecifierSet(PROJECT["project"]["requires-python"]).contains(version)
    assert version in PYTHONS
    assert Requirement(pip).name == "pip"
    constraints, project = nested["pip"]
    assert (ROOT / constraints.removeprefix("-c ")) == boot.CONSTRAINTS
    extras = re.fullmatch(r"-e \.\[([\w,]+)\]", project)
    assert extras, "pip takes an editable project with constraints only where these have no hashes"
    assert set(extras[1].split(",")) <= PROJECT["project"]["optional-dependencies"].keys()


# ---------------------------------------------------------------- commands

def test_python_is_the_same_lowest_one_everywhere() -> None:
    lowest = ".".join(map(str, boot.LOWEST))
    assert PROJECT["project"]["requires-python"] == f">={lowest}"
    assert boot.COMPILE[boot.COMPILE.index("--python-version") + 1] == lowest
    assert PROJECT["tool"]["mypy"]["python_version"] == lowest
    assert PROJECT["tool"]["ruff"]["target-version"] == f"py{lowest.replace('.', '')}"


def targets() -> set[str]:
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert phony
    return set(phony[1].split())


def test_make_and_boot_have_the_same_words() -> None:
    assert targets() == {*boot.COMMANDS, "help", "lock", "clean"}
    assert {"demo", "test", "lab"} <= boot.COMMANDS.keys()
    text = (ROOT / "Makefile").read_text("utf-8")
    assert {word for word in re.findall(r"make ([a-z-]+) ", text)} <= targets() | {"demo"}


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not here")
@pytest.mark.parametrize("word", sorted({*boot.COMMANDS, "lock", "clean"}))
def test_make_hands_every_word_to_boot(word: str) -> None:
    printed = subprocess.check_output(["make", "--no-print-directory", "-n", word, "PY=python3.99"], cwd=ROOT, text=True,
                                      env={**os.environ, "MAKEFLAGS": ""})
    assert printed.strip() == f"python3.99 boot.py {word}"


def test_the_quick_and_the_long_tests_are_all_tests() -> None:
    assert boot.COMMANDS["test-all"] == [*boot.COMMANDS["test"], *boot.COMMANDS["test-long"]]
    quick, long = (set(re.findall(r"\w+", command[-1])) - {"not", "and", "or"} for command in (boot.QUICK, boot.LONG))
    markers = {line.split(":")[0] for line in PROJECT["tool"]["pytest"]["ini_options"]["markers"]}
    assert quick == long == markers


def test_continuous_integration_runs_the_same_commands() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert script.startswith("#!/usr/bin/env bash\n")
    assert re.findall(r"^timeout .* make ([a-z-]+)\b", script, re.MULTILINE) == ["test", "test-long"]
    minutes = [int(number) for number in re.findall(r"timeout --foreground (\d+)m", script)]
    seconds = [int(number) for number in re.findall(r"timeout (\d+) apt-get", script)]
    assert len(minutes) == len(seconds) == 2
    assert sum(minutes) + 2 * sum(seconds) / 60 <= 88, "all of it has 90 minutes; packages are installed twice at most"


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not here")
def test_the_script_of_continuous_integration_is_bash() -> None:
    subprocess.run(["bash", "-n", str(ROOT / ".ci" / "run")], check=True)


# ---------------------------------------------------------------- boot.py

def test_an_unknown_word_prints_the_help_and_builds_nothing(tmp_path: Path) -> None:
    shutil.copy(ROOT / "boot.py", tmp_path)
    answer = subprocess.run([sys.executable, "boot.py", "dmeo"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert answer.returncode == 2
    assert "python boot.py demo" in answer.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["boot.py"]


def test_an_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(boot, "LOWEST", (3, 99))
    assert boot.main(["test"]) == 2
    assert "Python 3.99 or newer is needed" in capsys.readouterr().err


def test_the_stamp_follows_contents_not_dates_nor_line_ends() -> None:
    first = boot.fingerprint(b"a==1\n", b"[project]\n")
    assert boot.fingerprint(b"a==1\r\n", b"[project]\r\n") == first
    assert len({first, boot.fingerprint(b"a==2\n", b"[project]\n"), boot.fingerprint(b"a==1\n", b"[tool]\n")}) == 3


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """boot.py in a folder of its own, with an empty lock and the smallest project: a real environment without the network."""
    (tmp_path / "requirements.lock").touch()
    (tmp_path / "pyproject.toml").touch()
    shutil.copy(ROOT / "boot.py", tmp_path)
    specification = importlib.util.spec_from_file_location("small_boot", tmp_path / "boot.py")
    assert specification and specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    # Nothing to install: what is tested is when the environment is built, not pip
    monkeypatch.setattr(module, "_packages", lambda pip: [[pip[0], "--version"]])
    return module


def test_the_environment_is_built_once_and_again_when_the_lock_changes(small: ModuleType, tmp_path: Path) -> None:
    assert small.install()
    assert small.BIN.joinpath(f"python{small.EXE}").exists()
    built = small.STAMP.stat().st_mtime_ns
    assert small.install()
    assert small.STAMP.stat().st_mtime_ns == built
    before = small.STAMP.read_text("utf-8")
    (tmp_path / "requirements.lock").write_text("a==1\n", "utf-8")
    assert small.install()
    assert small.STAMP.read_text("utf-8") != before


def test_an_environment_of_another_place_or_python_starts_anew(small: ModuleType) -> None:
    assert small.install()
    left = small.VENV / "left-over"
    left.touch()
    small.STAMP.write_text("3.11 elsewhere\nabc", "utf-8")
    assert small.install()
    assert not left.exists()
    small.STAMP.unlink()
    (small.VENV / "pyvenv.cfg").write_text("version = 3.2.1\n", "utf-8")
    left.touch()
    assert small.install()
    assert not left.exists()


def test_an_interrupted_build_is_not_taken_for_a_finished_one(
        small: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(small, "_packages", lambda pip: [[sys.executable, "-c", "raise SystemExit(1)"]])
    assert not small.install()
    assert not small.STAMP.exists()
    assert "could not be built" in capsys.readouterr().err


def test_every_command_runs_also_after_one_that_failed(small: ModuleType, tmp_path: Path) -> None:
    assert small.install()
    python = f"python{small.EXE}".removesuffix(small.EXE)
    write = "import sys, pathlib; pathlib.Path(sys.argv[1]).touch()"
    code = small.run([[python, "-c", "raise SystemExit(3)"], [python, "-c", write]], [str(tmp_path / "ran")])
    assert code == 3
    assert (tmp_path / "ran").exists()


def test_clean_keeps_what_people_made(small: ModuleType, tmp_path: Path) -> None:
    for name in (".venv", "build", "demo", "workspace", "reports", "src/evaltools/__pycache__"):
        (tmp_path / name).mkdir(parents=True)
    assert small.main(["clean"]) == 0
    kept = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_dir()}
    assert {"demo", "workspace", "reports", "src/evaltools"} <= kept
    assert kept & {".venv", "build", "src/evaltools/__pycache__"} == set()
