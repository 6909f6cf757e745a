"""New texts: the baseline is fair, also where the bundle learnt its words from the postings that it is compared with."""

from __future__ import annotations

from typing import Any

import numpy as np

from features.posting import read_posting
from training.drift.sides import Side
from training.drift.text import known_words, novelty
from training.vocabulary import build_vocabulary


def _side(texts: list[str], name: str) -> Side:
    postings = [read_posting({"title": "", "description": text}) for text in texts]
    return Side(postings, [f"{name}{number}" for number in range(len(texts))], {}, np.zeros(len(texts), dtype=np.bool_))


def test_words_are_counted_as_they_stand() -> None:
    """Each occurrence, digits alike; those of one client alone are known to its bundle, and not without that client."""
    learnt = [
        read_posting({"title": "", "description": text}) for text in ("red fox", "red fox", "red owl", "red owl", "red")
    ]
    vocabulary = build_vocabulary(learnt, ["a", "b", "c", "c", "d"], 2)
    assert known_words(vocabulary, trained_on=False).all == {b"red", b"fox"}
    assert known_words(vocabulary, trained_on=True).without_own == {b"red"}
    training, ledger = _side(["red red fox"] * 30, "t"), _side(["red owl owl fox"] * 10, "l")
    found = novelty(training, ledger, known_words(vocabulary, trained_on=False), draws=99, seed=1)[0]
    assert (found.training.share, found.ledger.share, found.words) == (0, 0.5, ("owl (10)",))


def test_a_bundle_knows_the_words_that_it_learnt_from_no_better(sample: list[dict[str, Any]]) -> None:
    """Halves of the sample, the words learnt from the first: held out, the baseline is that of the other; else it alarms."""
    alarms = {True: 0, False: 0}
    for seed in range(20):
        order = np.random.default_rng(seed).permutation(len(sample)).tolist()
        postings = [read_posting(sample[number]) for number in order]
        names, half = [str(number) for number in order], len(order) // 2
        sides = [
            Side(postings[part], names[part], {}, np.zeros(half, dtype=np.bool_))
            for part in (slice(None, half), slice(half, None))
        ]
        vocabulary = build_vocabulary(sides[0].postings, sides[0].groups, 2)
        for held_out in alarms:
            words = novelty(sides[0], sides[1], known_words(vocabulary, trained_on=held_out), draws=499, seed=seed)[0]
            alarms[held_out] += words.rise.p < 0.05
    assert alarms[True] <= 3
    assert alarms[False] >= 10


def test_without_texts_nothing_is_said(sample: list[dict[str, Any]]) -> None:
    """Too few words tell nothing of likeness."""
    short = _side(["two words"] * 12, "t")
    words = known_words(build_vocabulary(short.postings, short.groups, 2), trained_on=False)
    assert [one.name for one in novelty(short, _side(["two words"] * 10, "l"), words, draws=99, seed=1)] == [
        "words that the bundle does not know"
    ]


def test_a_side_without_anything_says_nothing() -> None:
    """Training of one client has nobody who stands aside, or nobody to compare with."""
    one = _side(["a text of some words"], "t")
    words = known_words(build_vocabulary([*one.postings] * 2, ["a", "b"], 2), trained_on=False)
    for seed in range(4):
        assert {one.name for one in novelty(one, _side(["some words"] * 10, "l"), words, draws=9, seed=seed)} <= {
            "words that the bundle does not know"
        }


def test_the_interval_of_words_is_that_of_clients() -> None:
    """A hundred words of one posting are no hundred witnesses."""
    texts = ["new " * 100, *["old " * 100] * 9]
    learnt = [read_posting({"title": "", "description": "old"})] * 2
    words = known_words(build_vocabulary(learnt, ["a", "b"], 2), trained_on=False)
    found = novelty(_side(["old " * 100] * 30, "t"), _side(texts, "l"), words, draws=99, seed=1)[0]
    low, high = found.ledger.interval
    assert (found.ledger.share, low) == (0.1, 0)
    assert high >= 0.2
