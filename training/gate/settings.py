"""The knobs of the gate: typed, with the reason of each."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["GateConfig"]


@dataclass(frozen=True, slots=True)
class GateConfig:
    """When a challenger is no worse, better, and fit to be used. All are our own judgement (grade D)."""

    draws: int = 2_000
    """Bootstrap samples of clients."""
    family: float = 0.10
    """Chance of refusing a challenger that is no worse anywhere, over all slices together (Holm)."""
    clearly: float = 0.05
    """Chance of calling a challenger better that is better nowhere, over all figures together (Holm)."""
    least_gap: float = 0.01
    """A loss of less than this share of the champion's is none, however sure it is."""
    large_gap: float = 0.15
    """A loss of so much more of the champion's in a slice is refused by itself,"""
    surely: float = 0.025
    """if it would come by chance so seldom: whoever is in that slice would pay for what many slices hide."""
    least_rows: int = 30
    """A slice with fewer held-out rows tells nothing."""
    least_of_each: int = 5
    """Nor does one with fewer of either answer."""
    steepest: float = 0.8
    """Slope of the truth on the log odds of a chance, under which it is overconfident, if its whole interval lies there."""
    flattest: float = 1.25
    """And over which it is timid."""
    most_off: float = 0.04
    """How far the share of pay under a quantile may lie from the stated one, if its whole interval lies beyond."""
    slowest: float = 1.25
    """Times as long as the champion, side by side."""
    largest_bytes: int = 12_000_000
    """Of all files: the whole thing is carried to every user."""
    too_good_auc: float = 0.80
    """Nobody foretells hires at publication so surely: from posting-time fields 0.70 is much (data/README.md)."""
    too_good_gain: float = 0.25
    """A loss on held-out rows so far under the bundle's own cross-validated one says that the rows were not held out."""
    parity: float = 1e-3
    """How far the scorer may answer from the fitted pipeline, in log odds and in log pay: bundles are rounded."""
    scam_skip: float = 0.4
    """``scam_skip`` in serving/assumptions.toml: from there on nobody answers."""
    scam_medium: float = 0.08
    """``scam_medium`` there: from there on people are warned."""
    ghost_high: float = 0.7
    """``ghost_high`` there: from there on a proposal is not worth its Connects."""
    low_budget_high: float = 0.7
    """``low_budget_high`` there."""
