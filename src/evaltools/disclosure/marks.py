"""Marks for sets: sums of well mixed numbers, so that equal sets have equal marks and others, for all that matters, do not.

Beside them what `numpy.unique` gives of millions of whole numbers, by sorting: it looks them up one by one, which takes many times
as long, and sorts rows of two as if they were texts.
"""

from __future__ import annotations

import numpy as np


def distinct(numbers: np.ndarray) -> np.ndarray:
    """Each whole number once, in order.

    >>> distinct(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    ordered = np.sort(numbers)
    return np.asarray(ordered[_new(ordered)])


def pairs(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each pair of whole numbers once, one a row, in order; and the number of each given one's row. `first` is 0 or more and small.

    >>> both, which = pairs(np.array([2, 0, 2, 2]), np.array([-5, 7, -9, -5]))
    >>> both.tolist(), which.tolist()
    ([[0, 7], [2, -9], [2, -5]], [2, 0, 1, 2])
    """
    labels, code = np.unique(second, return_inverse=True)
    packed = first * max(1, len(labels)) + code.ravel()
    order = np.argsort(packed)
    new = _new(packed[order])
    which = np.empty(len(packed), np.int64)
    which[order] = np.cumsum(new) - 1
    at = order[new]
    return np.column_stack([first[at], second[at]]), which


def _new(ordered: np.ndarray) -> np.ndarray:
    """Which of some sorted numbers are others than the one before."""
    found = np.ones(len(ordered), bool)
    found[1:] = ordered[1:] != ordered[:-1]
    return found


def mixed(numbers: np.ndarray) -> np.ndarray:
    """Each number as 64 well mixed bits (Steele, Lea and Flood 2014, splitmix64)."""
    with np.errstate(over="ignore"):
        bits = numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(bits ^ (bits >> np.uint64(31)))
