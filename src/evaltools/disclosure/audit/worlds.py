"""Worlds that agree with everything published: near a guess, or far away in one direction."""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack, vstack

from .exact import NODES, solved, whole


def nearest_world(rows: csr_array, least: np.ndarray, most: np.ndarray, low: np.ndarray, high: np.ndarray,
                  start: np.ndarray) -> np.ndarray | None:
    """Whole numbers from `low` to `high` with sums (`rows`) from `least` to `most`, near a guess; None where none are found."""
    size, away = len(start), eye_array(len(start))
    matrix = csr_array(vstack([hstack([rows, csr_array(rows.shape)]), hstack([away, -away]), hstack([away, away])]))
    fewest = np.concatenate([least, np.full(size, -np.inf), start])
    highest = np.concatenate([most, start, np.full(size, np.inf)])
    aim, floor, ceiling = np.append(np.zeros(size), np.ones(size)), np.append(low, np.zeros(size)), np.append(high, np.full(size, np.inf))
    point, _ = solved(aim, matrix, fewest, highest, floor, ceiling)
    if point is None:
        return None
    world = whole(point[:size])
    if world is not None:
        return world
    answer = milp(aim, constraints=[LinearConstraint(matrix, fewest, highest)], integrality=np.append(np.ones(size), np.zeros(size)),
                  bounds=Bounds(floor, ceiling), options={"node_limit": NODES, "mip_rel_gap": 0.2})
    return None if answer.x is None else np.asarray(np.round(answer.x[:size]))


def far_world(rows: csr_array, least: np.ndarray, most: np.ndarray, low: np.ndarray, high: np.ndarray,
              weights: np.ndarray) -> np.ndarray | None:
    """Whole numbers that satisfy the same and make a weighted sum small; None where they do not come by themselves."""
    return whole(solved(weights, rows, least, most, low, high)[0])
