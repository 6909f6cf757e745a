"""The behaviour suite: what every bundle must do on written postings, whatever its held-out figures are.

*Invariance*: what says nothing of the work changes no answer. *Direction*: what is better for a freelancer never makes a
chance worse. *Minimum*: plain dangers are found and plain honest work is left alone.
"""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from training.gate.condition import Condition
from training.gate.settings import GateConfig
from training.served import FIGURES, served

__all__ = ["behaviour"]

_CASES = Path(__file__).with_name("behaviour.toml")
Fields = dict[str, Any]
Answer = Mapping[str, Any]
_GHOST, _SCAM, _LOW = "ghost.probability", "scam.probability", "low_budget.probability"
#: The length of a text says a little of its pay.
_NEARLY = 0.005
#: A posting that leaves nothing open.
_BASE: Fields = {
    "id": "b-1",
    "source": "upwork",
    "observed_at": "2026-11-20T12:00:00Z",
    "posted_at": "2026-11-18T12:00:00Z",
    "title": "Clean a list of suppliers",
    "description": (
        "Our list of 900 suppliers has double rows and old addresses. Please bring it into order and tell us what you "
        "changed. We expect about ten hours of work and answer questions the same day."
    ),
    "skills": ["Excel", "Data Cleaning"],
    "category": "Data Entry",
    "tier": "Intermediate",
    "pay": {"type": "hourly", "min": 20, "max": 30, "currency": "USD"},
    "connects": 10,
    "client": {
        "id": "c-1", "payment_verified": True, "jobs_posted": 20, "hire_rate_percent": 60, "total_spent_usd": 9000,
        "reviews": 10, "rating": 4.8, "country": "Norway",
    },
    "activity": {"proposals": "5 to 10", "interviewing": 0, "invites_sent": 4, "unanswered_invites": 1},
}  # fmt: skip


@dataclass(frozen=True)
class _Case:
    """Two postings, and what must hold of their answers."""

    what: str
    first: Fields
    second: Fields
    holds: Callable[[Answer, Answer], bool]


def behaviour(challenger: Path, config: GateConfig) -> Condition:
    """Return whether a bundle does what every bundle must."""
    cases, written = list(_cases()), tomllib.loads(_CASES.read_text(encoding="utf-8"))
    postings = [fields for case in cases for fields in (case.first, case.second)]
    answers = _answers(challenger, postings + written["danger"] + written["honest"])
    failed = [
        case.what for case, first, second in zip(cases, answers[0::2], answers[1::2], strict=False)
        if not case.holds(first, second)
    ]  # fmt: skip
    judged = answers[len(postings) :]
    for fields, answer in zip(written["danger"] + written["honest"], judged, strict=True):
        is_danger, chance = fields in written["danger"], answer[_SCAM]
        if is_danger != (chance >= config.scam_medium):
            failed.append(f"{fields['title']!r} is {'a danger' if is_danger else 'honest work'}, and has {chance:.2f}")
    count = len(cases) + len(judged)
    if failed:
        more = f"; and {len(failed) - 3} more" if len(failed) > 3 else ""
        return Condition("behaviour", False, f"{len(failed)} of {count} cases fail: {'; '.join(failed[:3])}{more}")
    return Condition("behaviour", True, f"all {count} cases: invariance, direction, minimum")


def _answers(bundle: Path, postings: list[Fields]) -> list[dict[str, Any]]:
    found: pd.DataFrame = served(bundle, postings, FIGURES)
    return [{str(name): value for name, value in row.items()} for row in found.to_dict("records")]


def _cases() -> Iterator[_Case]:
    yield from _invariance()
    yield from _direction()


def _invariance() -> Iterator[_Case]:
    def same(first: Answer, second: Answer) -> bool:
        return all(first[name] == second[name] or first[name] != first[name] for name in FIGURES if name != "id")

    def nearly(first: Answer, second: Answer) -> bool:
        return all(abs(first[name] - second[name]) < _NEARLY for name in (_GHOST, _SCAM, _LOW))

    for country in ("Nigeria", "India", "Germany", None):
        yield _Case(f"the country {country} changes an answer", _BASE, _with(client={"country": country}), same)
    yield _Case("the id of a client changes an answer", _BASE, _with(client={"id": "c-2"}), same)
    yield _Case("the id of a posting changes an answer", _BASE, _with(id="b-2"), same)
    yield _Case("the order of the skills changes an answer", _BASE, _with(skills=["Data Cleaning", "Excel"]), same)
    spaced = _with(description=f"  {str(_BASE['description']).replace(' ', '  ')}\n\n")
    yield _Case("white space changes a chance", _BASE, spaced, nearly)


def _direction() -> Iterator[_Case]:
    def rises(name: str) -> Callable[[Answer, Answer], bool]:
        return lambda first, second: bool(second[name] >= first[name] - 1e-9)

    rates = (0, 20, 40, 60, 80, 100)
    for worse, better in itertools.pairwise(rates):
        yield _Case(
            f"a hire rate of {better}% has a higher chance of no hire than one of {worse}%",
            _with(client={"hire_rate_percent": better}), _with(client={"hire_rate_percent": worse}), rises(_GHOST),
        )  # fmt: skip
    for fewer, more in ((0, 2), (2, 6), (6, 15)):
        yield _Case(
            f"{more} unanswered invites have a lower chance of no hire than {fewer}",
            _with(activity={"unanswered_invites": fewer, "invites_sent": 20}),
            _with(activity={"unanswered_invites": more, "invites_sent": 20}), rises(_GHOST),
        )  # fmt: skip
    new = {"jobs_posted": 1, "hire_rate_percent": None, "total_spent_usd": 0, "reviews": 0, "rating": None}
    never = {"jobs_posted": 25, "hire_rate_percent": 0, "total_spent_usd": 0, "reviews": 0, "rating": None}
    yield _Case(
        "a new client counts as one who never hired in 25 postings", _with(client=new), _with(client=never), rises(_GHOST)
    )
    for kind, amounts in (("hourly", (4, 12, 25, 60, 150)), ("fixed", (10, 60, 300, 1_500, 9_000))):
        for less, more in itertools.pairwise(amounts):
            paid = [_with(pay={"type": kind, "min": usd, "max": usd}) for usd in (more, less)]
            yield _Case(f"{more} {kind} counts as lower than {less}", paid[0], paid[1], rises(_LOW))
    for words in (
        " Before you start, pay a refundable deposit of $50.",
        " Contact me only on Telegram, and I pay you outside of this site.",
    ):
        yield _Case(f"danger falls by{words!r}", _BASE, _with(description=f"{_BASE['description']}{words}"), rises(_SCAM))


def _with(**changes: Any) -> Fields:
    changed = dict(_BASE)
    for name, value in changes.items():
        changed[name] = {**_BASE[name], **value} if isinstance(value, dict) else value
    return changed
