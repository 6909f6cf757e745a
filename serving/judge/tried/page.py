"""The cases of a page, judged: the verdict of each, what is missing, and what would change it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from features.profile import Profile
from serving.answer import Missing, Verdict, WouldChange
from serving.assumptions import Assumptions
from serving.judge.case import Case
from serving.judge.tried.changes import Changes, amount_at
from serving.judge.tried.gaps import Gap, gaps_of, missing_of, settled
from serving.judge.tried.grid import Asked, Grid
from serving.judge.tried.numbers import Change, numbers_of
from serving.judge.tried.search import in_step
from serving.judge.tried.unknown import ends_of, known_of, unknown_fields
from serving.judge.verdict import VERDICTS, Decider
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
    verdicts, gaps = page.settled()
    changes = page.changes(verdicts) if "would_change" in parts else None
    return [
        Judged(
            VERDICTS[verdict],
            missing_of(gaps[number], texts) if "missing" in parts else (),
            () if changes is None else changes[number],
        )
        for number, verdict in enumerate(verdicts)
    ]


class _Page:
    """The cases of a page, with what is not known of each."""

    def __init__(self, cases: Sequence[Case], model: GhostModel, decider: Decider, texts: Texts) -> None:
        self._cases, self._model, self._decider, self._texts = cases, model, decider, texts
        self._grid = Grid([numbers_of(case, model) for case in cases])
        self._unknown = [self._ends(case) for case in cases]

    def _ends(self, case: Case) -> dict[str, Sequence[Change]]:
        fields, posting = unknown_fields(case, known_of(case)), case.evidence.posting
        return {field: ends_of(field, case, self._model, posting) for field in fields}

    def settled(self) -> tuple[list[int], list[list[Gap]]]:
        """Return the number of each verdict, the unknown counted, and what each unknown field could decide."""
        questions = [
            Asked(number, 1, {}, [end for ends in fields.values() for end in ends])
            for number, fields in enumerate(self._unknown)
        ]
        outcomes = self._decider.decide(self._grid.rows(questions))
        verdicts, gaps, start = list[int](), list[list[Gap]](), 0
        for one, fields in zip(questions, self._unknown, strict=True):
            rows = slice(start, start + one.rows)
            verdicts += settled(outcomes.verdict[None, rows], outcomes.by_money[None, rows]).tolist()
            gaps.append(gaps_of([(field, len(ends)) for field, ends in fields.items()], outcomes, start + 1))
            start += one.rows
        return verdicts, gaps

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
                changes[number].append(_in_words(field, lifted, self._cases[number], self._texts))
        return [tuple(own) for own in changes]


def _in_words(field: str, found: tuple[int, int], case: Case, texts: Texts) -> WouldChange:
    value, then = found[0], VERDICTS[found[1]]
    sign, shown = _CONDITIONS[field](value)
    pay = case.evidence.posting.pay
    currency = "" if pay is None or pay.currency is None else f" {pay.currency}"
    name = "free" if field == "connects" and not value else field.rpartition(".")[2]
    values = {"value": shown, "verdict": texts["verdict"][then], "currency": currency}
    return {"if": f"{field} {sign} {shown}", "verdict": then, "text": texts["change"][name].format(**values)}


#: How the condition on each field is written. "So many" interviews, not "so many or more": from
#: five on they are too many.
_CONDITIONS: dict[str, Callable[[int], tuple[str, str]]] = {
    "connects": lambda value: ("<=", str(value)),
    "client.payment_verified": lambda _: ("==", "true"),
    "activity.interviewing": lambda value: ("==", str(value)),
    "client.hire_rate_percent": lambda value: (">=", str(value)),
    "pay.max": lambda value: (">=", f"{amount_at(value):.12g}"),
}
