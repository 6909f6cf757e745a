"""A LightGBM forest as plain arrays: the walk that ``models/README.md`` specifies needs nothing of LightGBM."""

from __future__ import annotations

from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from features.errors import DataError
from training.fit.result import rounded

__all__ = ["forest_arrays"]


def forest_arrays(booster: lightgbm.Booster) -> dict[str, NDArray[Any]]:
    """Return all trees in one set of node arrays.

    ``root[t]`` is the first node of tree t. A node with ``feature`` -1 is a leaf: its number is ``value``. Otherwise go
    to ``left`` when the input is at most ``threshold``, or when it is unknown and ``nan_left`` is 1; else to ``right``.
    The prediction is the sum of one leaf a tree.
    """
    nodes: list[tuple[int, float, int, int, int, float]] = []
    roots = []
    for tree in booster.dump_model()["tree_info"]:
        roots.append(len(nodes))
        _add(tree["tree_structure"], nodes)
    kinds = (np.int16, np.float64, np.uint8, np.int32, np.int32, np.float64)
    names = ("feature", "threshold", "nan_left", "left", "right", "value")
    arrays = {
        name: np.array(column, dtype=kind) for name, kind, column in zip(names, kinds, zip(*nodes, strict=True), strict=True)
    }
    return arrays | {"root": np.array(roots, dtype=np.int32)}


def _add(node: dict[str, Any], nodes: list[tuple[int, float, int, int, int, float]]) -> int:
    """Append a node and everything below it; return its number."""
    place = len(nodes)
    if "split_feature" not in node:
        nodes.append((-1, 0.0, 0, -1, -1, rounded(float(node["leaf_value"]), 9)))
        return place
    if node["decision_type"] != "<=":
        raise DataError(f"the forest splits by {node['decision_type']!r}; only thresholds can be exported")
    nodes.append((0, 0.0, 0, 0, 0, 0.0))
    left, right = _add(node["left_child"], nodes), _add(node["right_child"], nodes)
    threshold = float(node["threshold"])
    nodes[place] = (int(node["split_feature"]), threshold, int(_nan_goes_left(node, threshold)), left, right, 0.0)
    return place


def _nan_goes_left(node: dict[str, Any], threshold: float) -> bool:
    # A feature that was never unknown in training has no direction for unknown: LightGBM then reads it as zero.
    if node["missing_type"] == "NaN":
        return bool(node["default_left"])
    return threshold >= 0.0
