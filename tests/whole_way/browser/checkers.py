"""axe-core and html-validate as package-lock.json pins them, installed once into a folder that git ignores."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
PLACE = HERE.parents[2] / ".page-checkers"
PINNED = ("package.json", "package-lock.json")
RULES = {
    "extends": ["html-validate:recommended", "html-validate:a11y"],
    "elements": ["html5"],
    # Matters of style that say nothing of what a browser or a screen reader does with the page
    "rules": {"long-title": "off", "no-trailing-whitespace": "off", "no-inline-style": "error",
              "doctype-style": ["error", {"style": "uppercase"}]},
}


def installed() -> Path:
    """The folder with both checkers.

    Skips the test where there is no node or no network; with CI in the environment the latter is a failure, so that nobody takes
    an unchecked page for a checked one.
    """
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("no node and npm on this machine: axe-core and html-validate cannot look at the pages")
    wanted = "".join((HERE / name).read_text("utf-8") for name in PINNED)
    stamp = PLACE / "installed.txt"
    if not stamp.is_file() or stamp.read_text("utf-8") != wanted:
        _install()
        stamp.write_text(wanted, "utf-8")
    return PLACE


def _install() -> None:
    PLACE.mkdir(exist_ok=True)
    for name in PINNED:
        shutil.copy(HERE / name, PLACE / name)
    done = subprocess.run([str(shutil.which("npm")), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=PLACE, text=True,
                          capture_output=True, timeout=300, check=False)
    if done.returncode:
        told = f"axe-core and html-validate could not be installed: {done.stderr.strip()[-300:]}"
        pytest.fail(told) if os.environ.get("CI") else pytest.skip(told)


def axe() -> str:
    """The source of axe-core, to be evaluated in a page."""
    return (installed() / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


def html_problems(pages: Sequence[Path]) -> list[str]:
    """Everything that html-validate finds in some pages, one line each; empty where they are clean."""
    place = installed()
    (place / "rules.json").write_text(json.dumps({"root": True, **RULES}), "utf-8")
    told = place / "found.json"  # through a pipe, node loses what does not fit in it
    told.unlink(missing_ok=True)
    done = subprocess.run([str(shutil.which("node")), str(place / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"),
                           "--config", str(place / "rules.json"), "--formatter", f"json={told}", *map(str, pages)],
                          text=True, capture_output=True, timeout=300, check=False)
    assert done.returncode in (0, 1), done.stderr
    found: list[dict[str, Any]] = json.loads(told.read_text("utf-8"))
    return [f"{Path(page['filePath']).name}:{each['line']}: {each['ruleId']}: {each['message']}"
            for page in found for each in page["messages"]]
