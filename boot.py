"""Build the environment in .venv and run one command in it; standard library only: Linux, macOS and Windows.

    python boot.py demo        build everything and run the demonstration
    python boot.py test        lint, types and the quick tests
    python boot.py lab         open JupyterLab on the notebooks, with the demonstration's figures

Also: install, check, test-long, test-all, reference, lock, clean. No administrator rights are needed. `make NAME` does the same.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

LOWEST = (3, 11)
HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
EXE = ".exe" if os.name == "nt" else ""
STAMP = VENV / ".installed"
PLACE = f"{sys.version_info[0]}.{sys.version_info[1]} {HERE}"
LOCK = HERE / "requirements.lock"
CONSTRAINTS = HERE / "constraints.txt"

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}  # two processes of tests share two cores: threads of their own would only wait

LINT = ["ruff", "check", "."]
TYPES = ["mypy"]
QUICK = ["pytest", "-n", "2", "--dist", "loadgroup", "-m", "not long and not browser"]
LONG = ["pytest", "-n", "2", "--dist", "loadgroup", "-m", "long or browser"]

COMMANDS: dict[str, list[list[str]]] = {
    "install": [],
    "demo": [["evaltools", "demo"]],
    "lab": [["evaltools", "lab", "demo"]],
    "check": [LINT, TYPES],
    "test": [LINT, TYPES, QUICK],
    "test-long": [LONG],
    "test-all": [LINT, TYPES, QUICK, LONG],
    "reference": [["python", "tests/reference/rerun.py"]],
}
"""What each word runs, in this order; the Makefile and the tests read it here."""

COMPILE = ["pip", "compile", "pyproject.toml", "--all-extras", "--group", "dev", "--universal", "--python-version", "3.11",
           "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate", "--quiet",
           "--output-file", LOCK.name]
"""The lock is universal (it forks by marker): numpy and scipy have newer versions that have left Python 3.11."""

LEFTOVERS = (".venv", "build", "dist", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".benchmarks",
             ".page-checkers")


def main(arguments: list[str]) -> int:
    """Run one command of this file; the exit code is the first one that is not 0."""
    if sys.version_info < LOWEST:
        print(f"Python {LOWEST[0]}.{LOWEST[1]} or newer is needed; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 2
    word, extra = (arguments[0], arguments[1:]) if arguments else ("", [])
    if word == "lock":
        return lock(extra)
    if word == "clean":
        return clean()
    if word not in COMMANDS:
        print(__doc__)
        return 0 if word in ("", "help", "-h", "--help") else 2
    if not install():
        return 1
    # The notebooks need something to show
    before = COMMANDS["demo"] if word == "lab" and not (HERE / "demo" / "evaltools.toml").exists() else []
    return run(before + COMMANDS[word], extra)


def run(commands: list[list[str]], extra: list[str]) -> int:
    """Run every command, also after one that failed, so that one look shows all that is wrong; `extra` goes to the last."""
    worst = 0
    for number, (name, *rest) in enumerate(commands, start=1):
        last = extra if number == len(commands) else []
        try:
            code = subprocess.call([str(BIN / (name + EXE)), *rest, *last], cwd=HERE, env={**ONE_THREAD, **os.environ})
        except KeyboardInterrupt:
            return 130
        worst = worst or code
    return worst


def install() -> bool:
    """Make .venv what the lock says, unless its stamp says that it already is; False where that failed, with a message."""
    wanted = f"{PLACE}\n{fingerprint(LOCK.read_bytes(), (HERE / 'pyproject.toml').read_bytes())}"
    if STAMP.exists() and STAMP.read_text("utf-8") == wanted:
        return True
    print("Building the environment in .venv: about a minute, once.", flush=True)
    try:
        for command in _uv_steps() or _pip_steps():
            subprocess.check_call(command, cwd=HERE)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"The environment could not be built: {error}\n{_hint()}", file=sys.stderr)
        return False
    STAMP.write_text(wanted, "utf-8")
    return True


def fingerprint(*contents: bytes) -> str:
    """What the environment was built from, by content and not by date: a changed lock or project file means building again."""
    parts = [hashlib.sha256(content.replace(b"\r\n", b"\n")).digest() for content in contents]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def _uv_steps() -> list[list[str]]:
    uv = _uv()
    if not uv:
        return []
    pip = [uv, "pip", "install", "--quiet", "--python", str(BIN / f"python{EXE}")]
    return [[uv, "venv", "--quiet", "--clear" if _foreign() else "--allow-existing", "--python", sys.executable, str(VENV)],
            *_packages(pip)]


def _pip_steps() -> list[list[str]]:
    venv.create(VENV, with_pip=True, clear=_foreign())
    pip = [str(BIN / f"python{EXE}"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    return _packages(pip)


def _packages(pip: list[str]) -> list[list[str]]:
    # Two steps: with --require-hashes pip refuses anything editable
    return [[*pip, "--require-hashes", "-r", str(LOCK)],
            [*pip, "--no-deps", "--no-build-isolation", "-e", str(HERE)]]


def _foreign() -> bool:
    """Whether .venv belongs to another Python or another folder: then it keeps what cannot be loaded, and starts anew."""
    if STAMP.exists():
        return STAMP.read_text("utf-8").splitlines()[:1] != [PLACE]
    try:
        found = re.search(r"^version(?:_info)? *= *(\d+\.\d+)", (VENV / "pyvenv.cfg").read_text("utf-8"), re.MULTILINE)
    except FileNotFoundError:
        return False
    return not found or found[1] != PLACE.split(maxsplit=1)[0]


def _uv() -> str:
    """The path of a uv that answers, else nothing: version managers leave launchers of programs that are not there."""
    uv = shutil.which("uv")
    if uv and subprocess.run([uv, "--version"], capture_output=True, check=False).returncode == 0:
        return uv
    return ""


def _hint() -> str:
    try:
        import ensurepip  # noqa: F401  # Debian ships it apart
    except ImportError:
        return "This Python has no ensurepip: on Debian and Ubuntu, `apt-get install python3-venv` brings it."
    return "Is the network there, and some 1.3 GB free? Then run the same command again: it goes on where it stopped."


def lock(extra: list[str]) -> int:
    """Write requirements.lock from pyproject.toml, keeping the versions that still fit, and constraints.txt from it."""
    uv = _uv()
    if not uv:
        print("uv is needed to make the lock: `python -m pip install uv`.", file=sys.stderr)
        return 2
    code = subprocess.call([uv, *COMPILE, *extra], cwd=HERE)
    if code == 0:
        CONSTRAINTS.write_text(constraints(LOCK.read_text("utf-8")), "utf-8", newline="\n")
    return code


def constraints(locked: str) -> str:
    """The lock without its hashes: pip takes no hashed file as constraints, and conda hands this one to pip."""
    return re.sub(r" \\\n(?: +--hash=\S+(?: \\)?\n)+", "\n", locked)


def clean() -> int:
    """Remove the environment and every cache; never the demonstration, a workspace or a report."""
    for name in LEFTOVERS:
        shutil.rmtree(HERE / name, ignore_errors=True)
    for folder in [found for part in ("src", "tests", "benchmarks") for found in (HERE / part).rglob("__pycache__")]:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
