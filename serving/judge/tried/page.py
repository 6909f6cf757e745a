"""The cases of a page, judged: the verdict of each, what is missing, and what would change it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from features.profile import Profile
from serving.answer import Missing, Verdict, WouldChange
from serving.assumptions import Assumptions
from serving.judge.case import Case
from serving.judge.tried.changes import Changes
from serving.judge.tried.conditions import in_words
from serving.judge.tried.gaps import Gap, gaps_of, missing_of, settled
from serving.judge.tried.grid import Asked, Grid
from serving.judge.tried.numbers import Change, numbers_of
from serving.judge.tried.search import in_step
from serving.judge.tried.unknown import ends_of, known_of, unknown_fields
from serving.judge.verdict import VERDICTS, Decider, Outcomes
from serving.models.ghost import GhostModel
from serving.texts import Texts

__all__ = ["Judged", "judged"]


class Judged(NamedTuple):
    """What is said of a case beside its figures and its reasons."""

    verdict: Verdict
    missing: tuple[Missing, ...]
    would_change: tuple[WouldChange, ...]


def judged(
    cases: Sequence[Case], model: GhostModel, profile: Profile, a: Assumptions, texts: Texts, parts: Collection[str]
) -> list[Judged]:
    """Return what is said of each case.

    Parameters
    ----------
    cases : sequence of Case
        Of one freelancer.
    model : GhostModel
    profile : Profile
    a : Assumptions
    texts : Texts
    parts : collection of str
        Of an answer: what nobody will look at is left out.
    """
    page = _Page(cases, model, Decider(model, profile, a), texts)
    # Of what is unknown of a case that its limits decide nothing need be known, where nobody will read of it.
    asked = range(len(cases)) if {"missing", "would_change"} & set(parts) else page.by_money()
    found = page.settled(asked)
    changes = page.changes(found.verdicts) if "would_change" in parts else [()] * len(cases)
    return [
        Judged(VERDICTS[verdict], missing_of(found.gaps(number), texts) if "missing" in parts else (), change)
        for number, (verdict, change) in enumerate(zip(found.verdicts, changes, strict=True))
    ]


class _Settled(NamedTuple):
    """The number of each verdict, the unknown counted; and what is decided of each unknown field, from a row on."""

    verdicts: list[int]
    unknown: list[dict[str, Sequence[Change]]]
    outcomes: Outcomes
    starts: list[int]

    def gaps(self, number: int) -> list[Gap]:
        """Return what each unknown field of a case could decide."""
        fields = [(field, len(ends)) for field, ends in self.unknown[number].items()]
        return gaps_of(fields, self.outcomes, self.starts[number] + 1)


class _Page:
    """The cases of a page, with what is not known of each."""

    def __init__(self, cases: Sequence[Case], model: GhostModel, decider: Decider, texts: Texts) -> None:
        self._cases, self._model, self._decider, self._texts = cases, model, decider, texts
        self._grid = Grid([numbers_of(case, model) for case in cases])
        self._unknown: list[dict[str, Sequence[Change]]] = [{} for _ in cases]

    def _ends(self, case: Case) -> dict[str, Sequence[Change]]:
        fields, posting = unknown_fields(case, known_of(case)), case.evidence.posting
        return {field: ends_of(field, case, self._model, posting) for field in fields}

    def by_money(self) -> list[int]:
        """Return the numbers of the cases that money decides: only they may leave too little to judge by."""
        outcomes = self._decider.decide(self._grid.rows([Asked(number, 1, {}) for number in range(len(self._cases))]))
        return [int(number) for number in np.flatnonzero(outcomes.by_money)]

    def settled(self, asked: Sequence[int]) -> _Settled:
        """Return the verdicts, with what is unknown of some of the cases."""
        for number in asked:
            self._unknown[number] = self._ends(self._cases[number])
        questions = [
            Asked(number, 1, {}, [end for ends in fields.values() for end in ends])
            for number, fields in enumerate(self._unknown)
        ]
        outcomes = self._decider.decide(self._grid.rows(questions))
        starts = [0, *accumulate(one.rows for one in questions)]
        verdicts = list[int]()
        for start, end in pairwise(starts):
            verdicts += settled(outcomes.verdict[None, start:end], outcomes.by_money[None, start:end]).tolist()
        return _Settled(verdicts, self._unknown, outcomes, starts)

    def changes(self, verdicts: Sequence[int]) -> list[tuple[WouldChange, ...]]:
        """Return what would lift each verdict, in words."""
        searches = {
            (number, field): search
            for number, (verdict, ends) in enumerate(zip(verdicts, self._unknown, strict=True))
            if VERDICTS[verdict] != "apply"
            for field, search in Changes(number, self._cases[number], verdict, ends, self._model).searches()
        }
        found = in_step(searches, self._grid, self._decider)
        changes: list[list[WouldChange]] = [[] for _ in self._cases]
        # In the order in which they were begun.
        for number, field in searches:
            lifted = found[number, field]
            if lifted is not None:
                changes[number].append(in_words(field, lifted, self._cases[number], self._texts))
        return [tuple(own) for own in changes]
