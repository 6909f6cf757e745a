"""Evidence: what the rules found in postings, as numbers for the models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from features.rules.record import Hit

__all__ = ["RuleEvidence", "rule_evidence"]


class RuleEvidence(NamedTuple):
    """What the rules found in postings, each of shape (n_postings,).

    ``weight`` is the sum of the weights that their authors gave to the rules found and not excused, in natural log odds;
    ``independent`` whether these rules name two types of danger or more.
    """

    weight: NDArray[np.float64]
    independent: NDArray[np.bool_]


def rule_evidence(found: Sequence[Sequence[Hit]]) -> RuleEvidence:
    """Return the evidence of the hits of each posting."""
    evidence = RuleEvidence(np.zeros(len(found)), np.zeros(len(found), dtype=np.bool_))
    for number, hits in enumerate(found):
        if hits:
            rules = [hit.rule for hit in hits if hit.excuse is None]
            evidence.weight[number] = sum(rule.weight for rule in rules)
            evidence.independent[number] = len({rule.type for rule in rules}) > 1
    return evidence
