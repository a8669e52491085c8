"""Plan and execute notebooks: each in a process of its own, through papermill, with real and fresh kernels."""

from .job import Job, Result
from .pool import execute

__all__ = ["Job", "Result", "execute"]
