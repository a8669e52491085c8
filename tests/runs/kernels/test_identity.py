"""A warm kernel shows what a stock kernel shows, byte for byte.

Outputs are compared whole: type, data of every kind, metadata, text, counts. Two plain kernels differ in two things, which are
taken out: what papermill notes of a notebook besides outputs (times, paths), and the number of the kernel's process, which stands
in the place that a warning names.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from report.published_rows import make_release

from evaltools import release as releases
from evaltools.report.downloads import ENDINGS
from evaltools.runs.job import Job, run
from evaltools.runs.kernels import starting

from ..notebooks import job, outputs

REPORTS = Path(__file__).parents[3] / "notebooks" / "reports"
ODDITIES = (
    "import pandas as pd\n[pd.get_option(name) for name in ('display.max_columns', 'display.max_rows', 'display.width')]",
    "pd.DataFrame({f'column {n}': [n] for n in range(30)})",
    "import numpy as np\nrng = np.random.default_rng(7)\npd.Series(rng.normal(size=5)).describe()",
    "import sys, os\nprint(__name__, sys.argv[1:2], [path == '' for path in sys.path[:1]], os.getcwd() == os.path.abspath('.'))",
    "import logging, warnings\nprint(logging.getLogger().handlers, len(warnings.filters), logging.getLogger().level)",
    "warnings.warn('seen once')",
    "print('to the right', end=''); print('to the left', file=sys.stderr)",
    "print('before'); display('shown'); print('between', file=sys.stderr); display('again'); print('after')",
    "import threading, signal\nprint(threading.current_thread().name, signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGCHLD))",
    "import decimal, locale, time\nprint(decimal.getcontext(), locale.getlocale(), time.tzname)",
    "from IPython import get_ipython\nprint(type(get_ipython()).__name__, get_ipython().history_manager.hist_file, In[-2:])",
    "import resource\nprint([resource.getrlimit(kind) for kind in (resource.RLIMIT_NOFILE, resource.RLIMIT_CORE)])",
    "import __main__\nprint(__main__.__dict__ is globals(), sys.flags, sys.executable)",
    "class Shown:\n    def __repr__(self): return 'itself'\nShown()",
)


def normal(shown: list[list[Any]]) -> list[str]:
    """The outputs of each cell as text, without the number of the kernel's process in the names of its cells."""
    return [re.sub(r"ipykernel_\d+", "ipykernel_N", json.dumps(cell, sort_keys=True)) for cell in shown]


def executed(folder: Path, made: Job) -> Path:
    result = run(made)
    assert result.ok, result
    return folder / "executed" / "made.ipynb"


@pytest.fixture(autouse=True)
def kept_environment(monkeypatch: pytest.MonkeyPatch):
    """A report's job forgets the environment's secrets: the tests after it keep theirs."""
    import os

    before = dict(os.environ)
    yield
    os.environ.update(before)


def test_every_output_of_a_report_is_that_of_a_stock_kernel(warm: starting.ForkServer, tmp_path: Path) -> None:
    release = tmp_path / releases.write(make_release(), tmp_path)
    parameters = {"release": str(release), "level": "cohort", "scope": "ixl-a", "audience": "cohort", "language": "nl"}
    seen = {}
    for kernels in ("stock", "warm"):
        place = tmp_path / kernels
        result = run(Job(kernels, REPORTS / "cohort.ipynb", parameters, place / "cohort.ipynb", place / "cohort.nl.html", kernels=kernels))
        assert result.ok, result
        files = {path.suffix: path.read_bytes() for path in place.iterdir() if path.suffix in (".html", *ENDINGS)}
        assert len(files) == 4
        seen[kernels] = (outputs(place / "cohort.ipynb"), files)
    assert sum(map(len, seen["stock"][0])) >= 8
    assert seen["warm"] == seen["stock"]


def test_what_a_kernel_is_can_not_be_told_from_a_stock_one(warm: starting.ForkServer, tmp_path: Path) -> None:
    """Display options, streams, warnings, signals, paths, limits: each cell shows one way in which a forked kernel could differ."""
    one, other = (normal(outputs(executed(tmp_path / kernels, job(tmp_path / kernels, *ODDITIES, kernels=kernels))))
                  for kernels in ("stock", "warm"))
    assert [(cell, shown) for cell, shown, plain in zip(["", *ODDITIES], other, one, strict=True) if shown != plain] == []
    assert "[]" not in one[1:], "every cell shows something"
