"""Worlds that agree with everything published: near a guess, or far away in one direction."""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack, vstack

SECONDS = 10.0


def nearest_world(told: LinearConstraint | None, low: np.ndarray, high: np.ndarray, start: np.ndarray) -> np.ndarray | None:
    """Whole numbers between `low` and `high` that satisfy all that is told, near a guess; None where none were found."""
    if told is None:
        return np.asarray(np.clip(start, low, high))
    size = len(start)
    away = eye_array(size)
    matrix = vstack([hstack([csr_array(told.A), csr_array((told.A.shape[0], size))]), hstack([away, -away]), hstack([away, away])])
    least = np.concatenate([told.lb, np.full(size, -np.inf), start])
    most = np.concatenate([told.ub, start, np.full(size, np.inf)])
    answer = milp(np.append(np.zeros(size), np.ones(size)), constraints=[LinearConstraint(matrix, least, most)],
                  integrality=np.append(np.ones(size), np.zeros(size)),
                  bounds=Bounds(np.append(low, np.zeros(size)), np.append(high, np.full(size, np.inf))),
                  options={"time_limit": SECONDS, "mip_rel_gap": 0.2})
    return None if answer.x is None else np.asarray(np.round(answer.x[:size]))


def far_world(told: LinearConstraint | None, low: np.ndarray, high: np.ndarray, weights: np.ndarray) -> np.ndarray | None:
    """Whole numbers that satisfy all that is told and make a weighted sum small; None where none were found in time."""
    answer = milp(weights, constraints=[told] if told is not None else [], integrality=np.ones(len(low)), bounds=Bounds(low, high),
                  options={"time_limit": SECONDS, "mip_rel_gap": 0.2})
    return None if answer.x is None else np.asarray(np.round(answer.x))
