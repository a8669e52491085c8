"""What a kernel may know of the environment: a list of what is passed on, and nothing that sounds like a secret."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

ALLOWED = {"PATH", "HOME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP", "USER", "LOGNAME", "SHELL", "VIRTUAL_ENV",
           "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA",
           "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE", "LD_LIBRARY_PATH", "CONDA_PREFIX", "CONDA_DEFAULT_ENV", "JPY_PARENT_PID"}
PREFIXES = ("LC_", "PYTHON", "JUPYTER_", "IPYTHON", "XDG_", "OMP_", "OPENBLAS_", "MKL_")
SECRET = ("SECRET", "PASSWORD", "PASSWD", "TOKEN", "CREDENTIAL", "APIKEY", "API_KEY", "PRIVATE")
"""A name that holds one of these is passed on to nobody, whatever it begins with: JUPYTER_TOKEN opens a server."""
# There is a process a core already: threads of numerical libraries beside them only wait for each other.
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def allowed(environment: Mapping[str, str]) -> dict[str, str]:
    """What a kernel needs of an environment: neither passwords nor the organisation's secret."""
    return {name: value for name, value in environment.items()
            if (name.upper() in ALLOWED or name.upper().startswith(PREFIXES)) and not any(word in name.upper() for word in SECRET)}


def forget_secrets() -> None:
    """Keep in this process only what a kernel may know."""
    for name in os.environ.keys() - allowed(os.environ).keys():
        del os.environ[name]


def one_thread() -> None:
    """Ask numerical libraries that are not loaded yet for one thread each, unless the user asked for another number."""
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")


@contextmanager
def without_secrets() -> Iterator[None]:
    """Programs started meanwhile never hold a secret: what a program was started with can be read as long as it lives."""
    before = dict(os.environ)
    forget_secrets()
    try:
        yield
    finally:
        os.environ.update({name: value for name, value in before.items() if name not in os.environ})
