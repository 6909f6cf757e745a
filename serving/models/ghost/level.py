"""The level of a marketplace and what a client's record makes of it: in `features`, because training computes the same."""

from __future__ import annotations

from features.client_level import Level, mean_of_known, posterior

__all__ = ["Level", "mean_of_known", "posterior"]
