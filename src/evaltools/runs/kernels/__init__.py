"""Warm kernels: every report has a real, fresh kernel of its own, forked from a server that has the imports done.

`server` forks them, `child` is what happens after the fork, `preloading` what is imported before it; `starting` begins a server,
`provisioner` and `engine` are how jupyter_client and papermill reach it. Nothing of these libraries is changed: a provisioner, a
kernel manager and an engine are their own points of extension.
"""

from __future__ import annotations

import os
from typing import Literal

Kernels = Literal["warm", "stock"]


def possible() -> bool:
    """Whether this system can fork: everywhere but on Windows, where kernels start the plain way."""
    return hasattr(os, "fork")
