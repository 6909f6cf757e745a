"""The trial of a scorer: what breaks, wavers, answers what cannot be or takes too long is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from math import inf
from typing import Any

import pytest

from features.errors import BundleCorrupt
from serving.answer import Answer
from serving.bundle import load_bundle
from serving.scorer import Scorer
from serving.trial import try_out

_TURNS = count()


class _Odd(Scorer):
    """A scorer whose files are whole, and whose answers are not."""

    def __init__(self, odd: Callable[[Answer], Answer]) -> None:
        super().__init__(load_bundle())
        self._odd = odd

    def score(self, *arguments: Any, **named: Any) -> Answer:
        return self._odd(super().score(*arguments, **named))


class _Often(Scorer):
    """A scorer that does all of its work so many times."""

    times = 1

    def score(self, *arguments: Any, **named: Any) -> Answer:
        return [super(_Often, self).score(*arguments, **named) for _ in range(self.times)][-1]


def _broken(answer: Answer) -> Answer:
    return replace(answer, id=str(1 // 0))


ODD: dict[str, tuple[Callable[[Answer], Answer], str]] = {
    "breaks": (_broken, "ended in ZeroDivisionError"),
    "wavers": (lambda answer: replace(answer, id=str(next(_TURNS))), "differently each time"),
    "says an unknown word": (lambda answer: replace(answer, level="list"), r"as its schema says \(level: "),  # type: ignore[arg-type]
    "is surer than sure": (
        lambda answer: replace(answer, scam=replace(answer.scam, probability=1.5)),
        r"as its schema says \(scam\.probability: ",
    ),
    "misses its interval": (lambda answer: replace(answer, ghost=replace(answer.ghost, low=1.0)), "an interval that misses"),
    "has no end": (
        lambda answer: replace(answer, worth=replace(answer.worth, expected_value_usd=inf)),
        "a number that is none",
    ),
}


@pytest.mark.parametrize("how", ODD)
def test_an_odd_scorer_is_found(how: str) -> None:
    """Whatever its digests say."""
    odd, said = ODD[how]
    with pytest.raises(BundleCorrupt, match=f"bidworthy-0.1.0: .*{said}.*; train it again"):
        try_out(_Odd(odd))


def test_a_scorer_as_it_should_be_passes(scorer: Scorer) -> None:
    """Beside itself, and beside none."""
    try_out(scorer)
    try_out(_Odd(lambda answer: answer), scorer)


def test_a_scorer_that_takes_far_longer_is_found(scorer: Scorer) -> None:
    """Thirty times the work is too much beside one that does it once, and nothing beside one that does it as often."""
    often = _Often(load_bundle())
    often.times = 30
    with pytest.raises(BundleCorrupt, match=r"judging takes \d+ times as long as with bidworthy-0\.1\.0, and 5 is the most"):
        try_out(often, scorer)
    try_out(often)
    try_out(often, often)
