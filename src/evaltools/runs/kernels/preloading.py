"""What the fork server has done before the first fork: imports, and what the libraries would cache in every kernel anew."""

from __future__ import annotations

import builtins
import decimal
import gc
import importlib
import types
from collections.abc import Iterator
from contextlib import contextmanager

KERNEL = ("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell", "ipykernel.iostream", "ipykernel.displayhook",
          "ipykernel.debugger", "ipykernel.comm", "IPython.core.magics", "IPython.core.history", "IPython.core.completer",
          "IPython.core.completerlib", "IPython.core.debugger", "IPython.core.oinspect", "IPython.extensions.storemagic",
          "IPython.utils.wildcard", "tornado.platform.asyncio", "asyncio", "sqlite3", "faulthandler", "pdb", "ctypes",
          f"{__package__}.streams")
"""What a fresh kernel imports before its first cell."""
REPORT = ("pandas", "pyarrow.parquet", "pyarrow.dataset", "pyarrow.pandas_compat", "pandas.io.parquet",
          "pandas.core.arrays.arrow.extension_types", "pandas.core.methods.to_dict", "evaltools.report")
"""What a report imports. Nothing that draws for a screen: such libraries look for the kernel when they are imported."""


def preload() -> None:
    """Import everything, fill the caches, and keep all of it from being copied by the collector of garbage."""
    for name in KERNEL:
        importlib.import_module(name)
    with _as_in_a_kernel():
        for name in REPORT:
            importlib.import_module(name)
    with decimal.localcontext():  # a context remembers that a number was rounded
        _fill()
    gc.collect()
    gc.freeze()


@contextmanager
def _as_in_a_kernel() -> Iterator[None]:
    """pandas asks, when it is imported, whether it is in a kernel, and shows fewer columns where it is not."""
    builtins.get_ipython = lambda: types.SimpleNamespace(kernel=True)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del builtins.get_ipython  # type: ignore[attr-defined]


def _fill() -> None:
    """Languages, templates, addresses: read once here instead of once a kernel; none depends on a report."""
    from jupyter_client import localinterfaces

    from ...languages import Language
    from ...report.pieces import piece
    from ...scope import LANGUAGES

    localinterfaces.localhost()
    for code in LANGUAGES:
        language = Language(code)
        language.period("2026-Q1")
        language.date("2026-01-31")
        language.list([language.number(1234.5, 1), language.percent(0.5), language.itself])
        # What small groups and means are mostly told in, which every kernel would write anew.
        for whole in range(21):
            for part in range(whole + 1):
                language.percent(part / (whole or 1))
        for value in range(101):
            language.number(value), language.number(value / 10, 1)
    piece("defs")
