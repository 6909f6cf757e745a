"""Evidence: what the rules found in postings, as numbers for the models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from features.rules.record import Hit

__all__ = ["BAD_DEALS", "RuleEvidence", "rule_evidence"]

#: Types that cost a freelancer time rather than money, an identity, an account or the law's goodwill. Careful readers call
#: most such postings suspicious and not a clear danger (26 of the 35 labelled ones; a clear danger among others: 27 of 86).
BAD_DEALS = frozenset({"unpaid_work", "recruitment_scheme"})


class RuleEvidence(NamedTuple):
    """What the rules found in postings, each of shape (n_postings,).

    ``weight`` is the sum of the weights that their authors gave to the rules found and not excused, in natural log odds;
    ``independent`` whether these rules name two types of danger or more; ``harmful`` whether one of them names a type beyond
    `BAD_DEALS`.
    """

    weight: NDArray[np.float64]
    independent: NDArray[np.bool_]
    harmful: NDArray[np.bool_]

    def take(self, rows: NDArray[np.intp]) -> RuleEvidence:
        """Return the evidence of some postings."""
        return RuleEvidence(self.weight[rows], self.independent[rows], self.harmful[rows])


def rule_evidence(found: Sequence[Sequence[Hit]]) -> RuleEvidence:
    """Return the evidence of the hits of each posting."""
    evidence = RuleEvidence(np.zeros(len(found)), *np.zeros((2, len(found)), dtype=np.bool_))
    for number, hits in enumerate(found):
        if hits:
            rules = [hit.rule for hit in hits if hit.excuse is None]
            evidence.weight[number] = sum(rule.weight for rule in rules)
            types = {rule.type for rule in rules}
            evidence.independent[number] = len(types) > 1
            evidence.harmful[number] = bool(types - BAD_DEALS)
    return evidence
