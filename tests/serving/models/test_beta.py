"""The log odds of a beta distribution."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import digamma, polygamma

from serving.models.beta import log_odds_moments, logit, sigmoid

COUNTS = st.floats(0.01, 1e6)


@given(COUNTS, COUNTS)
def test_moments_equal_the_special_functions(a: float, b: float) -> None:
    """Mean and deviation are digamma and trigamma, to ten digits."""
    mean, deviation = log_odds_moments(a, b)
    assert mean == pytest.approx(float(digamma(a) - digamma(b)), rel=1e-9, abs=1e-9)
    assert deviation == pytest.approx(float(polygamma(1, a) + polygamma(1, b)) ** 0.5, rel=1e-9)


@given(st.floats(-700, 700))
def test_sigmoid_stays_a_chance(x: float) -> None:
    """No overflow at either end."""
    assert 0.0 <= sigmoid(x) <= 1.0


@given(st.floats(1e-8, 1 - 1e-8))
def test_logit_undoes_sigmoid(p: float) -> None:
    """The two are inverse to each other."""
    assert sigmoid(logit(p)) == pytest.approx(p, rel=1e-6)
