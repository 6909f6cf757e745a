"""Walk a forest that training exported as arrays (``models/README.md``, "The walk")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from features.bundle_format import TREE_ARRAYS

__all__ = ["Forest"]


@dataclass(frozen=True)
class Forest:
    """Trees as parallel node arrays; ``root`` holds the first node of each tree."""

    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    nan_left: NDArray[np.bool_]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float64]
    root: NDArray[np.int64]
    depth: int
    starts: tuple[int, ...] = (0,)

    @classmethod
    def joined(cls, forests: Sequence[Self]) -> Self:
        """Return several forests as one, so that a single walk answers for all of them.

        ``predict`` then gives one column for each forest, in order.
        """
        sizes = [len(forest.feature) for forest in forests]
        offsets = np.cumsum([0, *sizes[:-1]])
        shifted = {
            name: np.concatenate([getattr(f, name) + offset for f, offset in zip(forests, offsets, strict=True)])
            for name in ("left", "right", "root")
        }
        same = {
            name: np.concatenate([getattr(f, name) for f in forests])
            for name in ("feature", "threshold", "nan_left", "value")
        }
        starts = np.cumsum([0, *(len(forest.root) for forest in forests[:-1])])
        return cls(**shifted, **same, depth=max(f.depth for f in forests), starts=tuple(int(start) for start in starts))

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], prefix: str, n_features: int) -> Self:
        """Take the arrays that start with ``prefix`` and check that no index leaves them.

        Raises
        ------
        ValueError
            If the arrays differ in length, or a node points outside the forest or not forward.
        """
        found = {name: arrays[prefix + name] for name in TREE_ARRAYS}
        nodes = len(found["feature"])
        if any(len(found[name]) != nodes for name in TREE_ARRAYS if name != "root"):
            raise ValueError(f"{prefix}: node arrays of different lengths")
        feature, left, right = (found[name].astype(np.int64) for name in ("feature", "left", "right"))
        inner, place = feature >= 0, np.arange(nodes)
        # Children come after their parent: this alone proves that every walk ends.
        forward = (left[inner] > place[inner]).all() and (right[inner] > place[inner]).all()
        inside = max(left.max(initial=-1), right.max(initial=-1)) < nodes and feature.max(initial=-1) < n_features
        root = found["root"].astype(np.int64)
        if not forward or not inside or not (root >= 0).all() or not (root < nodes).all():
            raise ValueError(f"{prefix}: a node points outside the forest")
        # A leaf points at itself, so that walking on from it changes nothing.
        left, right = np.where(inner, left, place), np.where(inner, right, place)
        return cls(
            np.where(inner, feature, 0), found["threshold"].astype(np.float64), found["nan_left"].astype(bool),
            left, right, found["value"].astype(np.float64), root, _depth(inner, left, right),
        )  # fmt: skip

    def predict(self, inputs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the sum of one leaf a tree for each row of inputs, shape (n, n_features) to (n, n_forests)."""
        n, width = inputs.shape
        # Each input twice: what is not known stands once below every threshold, to go left, and once above, to go right.
        unknown, sides = np.isnan(inputs), np.stack([inputs, inputs], axis=2)
        sides[unknown] = -np.inf, np.inf
        flat, first = sides.ravel(), (2 * width * np.arange(n))[:, None]
        node = np.broadcast_to(self.root, (n, len(self.root)))
        for _ in range(self.depth):
            # "clip" looks for no index outside, which would cost a third more; `of` has looked.
            seen = flat.take(self._side.take(node, mode="clip") + first, mode="clip")
            goes_left = seen <= self.threshold.take(node, mode="clip")
            node = self._child.take(2 * node + goes_left, mode="clip")
        return np.asarray(np.add.reduceat(self.value.take(node), self.starts, axis=1))

    @cached_property
    def _side(self) -> NDArray[np.int64]:
        """Which input of a row each node looks at, each standing there twice."""
        return 2 * self.feature + ~self.nan_left

    @cached_property
    def _child(self) -> NDArray[np.int64]:
        """Right and left child of each node, one after the other."""
        return np.column_stack([self.right, self.left]).ravel()


def _depth(inner: NDArray[np.bool_], left: NDArray[np.int64], right: NDArray[np.int64]) -> int:
    """Return the longest way from any root, in steps: children come after parents, so one pass is enough."""
    depth = np.zeros(len(inner), dtype=np.int64)
    for node in np.flatnonzero(inner):
        below = depth[node] + 1
        depth[left[node]] = max(depth[left[node]], below)
        depth[right[node]] = max(depth[right[node]], below)
    return int(depth.max(initial=0))
