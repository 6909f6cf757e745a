"""Weights of a regression over classes, one row a class whatever their number."""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import LogisticRegression

from training.metrics import Array

__all__ = ["class_weights"]


def class_weights(regression: LogisticRegression) -> tuple[Array, Array]:
    """Return weights, shape (n_classes, n_inputs), and intercepts, shape (n_classes,), whose softmax is the regression.

    Two classes are fitted as one row of log odds; half of it, with both signs, has the same softmax.
    """
    if len(regression.classes_) > 2:
        return regression.coef_, regression.intercept_
    signs = np.array([-0.5, 0.5])
    return signs[:, None] * regression.coef_, signs * regression.intercept_
