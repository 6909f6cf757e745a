"""Which posting comes first: doubt and novelty, copies last, and always the same."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from features.posting import Posting, read_posting
from serving.scorer import Scorer
from training.label.asking import Asking, asked_in_order
from training.label.doubt import chances_of_danger, entropy
from training.label.likeness import Texts
from training.label.order import in_order, overlap
from training.metrics import Array

KEYS = ["a", "b", "c", "d"]


class Given:
    """Texts whose likeness is written down."""

    def __init__(self, alike: Sequence[Sequence[float]]) -> None:
        self.alike = np.array(alike)

    def nearest(self, to: Sequence[int]) -> Array:
        """Return the greatest of the columns."""
        best: Array = self.alike[:, list(to)].max(axis=1) if len(to) else np.zeros(len(self.alike))
        return best

    def copies(self, of: int) -> NDArray[np.bool_]:
        """Return what is nearly equal."""
        found: NDArray[np.bool_] = self.alike[:, of] > 0.9
        return found


def _alike(**pairs: float) -> Given:
    table = np.eye(len(KEYS))
    for pair, value in pairs.items():
        i, j = (KEYS.index(key) for key in pair)
        table[i, j] = table[j, i] = value
    return Given(table.tolist())


def _order(doubt: Sequence[float], texts: Given, **more: Any) -> str:
    return "".join(KEYS[n] for n in in_order(KEYS, np.array(doubt), texts, **more))


def test_doubt_alone_decides_among_texts_that_share_nothing() -> None:
    """The most doubtful first."""
    assert _order([0.1, 0.9, 0.5, 0.7], _alike()) == "bdca"


def test_what_is_like_an_asked_one_waits() -> None:
    """Of c, which is doubtful but 0.8 like b: it loses 0.4, which is more than its doubt gives it above d, that has none."""
    assert _order([0.3, 0.9, 0.6, 0.0], _alike(bc=0.8)) == "badc"


def test_what_is_new_comes_even_where_the_model_is_sure() -> None:
    """The model is sure of d, but nothing is like it; a product of the two would ask it last."""
    assert _order([0.2, 0.5, 0.3, 0.0], _alike(bc=0.7, ab=0.5)) == "bdac"


def test_near_copies_come_last_whatever_the_model_says() -> None:
    """Of what is labelled, and of what was asked before them."""
    assert _order([0.0, 1.0, 0.99, 0.1], _alike(bc=0.91), asked=[1]) == "dac"
    assert _order([0.0, 1.0, 0.99, 0.1], _alike(bc=0.91)) == "bdac"
    assert _order([0.0, 1.0, 0.99, 0.1], _alike(bc=0.8)) == "bcda"


def test_some_come_first_and_some_last() -> None:
    """As they are named; what was asked is not asked again."""
    assert _order([0.1, 0.9, 0.5, 0.7], _alike(), first=[2, 0], last=[1]) == "cadb"
    assert _order([0.1, 0.9, 0.5, 0.7], _alike(), first=[2, 0], last=[1], asked=[2]) == "adb"


def test_ties_are_broken_by_the_seed_and_not_by_the_place() -> None:
    """Every order of the rows gives one order of the keys, and another seed may give another."""
    found = set()
    for keys in itertools.permutations(KEYS):
        numbers = in_order(keys, np.zeros(4), _alike(), seed=3)
        found.add("".join(keys[n] for n in numbers))
    assert len(found) == 1
    assert len({_order([0.0] * 4, _alike(), seed=seed) for seed in range(20)}) > 5


def _real(sample: list[dict[str, Any]]) -> dict[str, Posting]:
    return {raw["id"]: read_posting(raw) for raw in sample}


def test_whoever_stops_and_comes_back_goes_on_with_the_same_order(sample: list[dict[str, Any]]) -> None:
    """On real texts: the rest of the order is the order of the rest; so is that of shuffled rows."""
    postings = _real(sample)
    texts, keys = Texts(list(postings.values())), list(postings)
    doubt = np.linspace(0, 0.4, len(keys))
    whole = list(in_order(keys, doubt, texts, seed=1))
    assert sorted(whole) == list(range(40))
    for done in (1, 7, 33):
        assert list(in_order(keys, doubt, texts, asked=whole[:done], seed=1)) == whole[done:]
    backwards = Texts(list(postings.values())[::-1])
    assert [39 - n for n in in_order(keys[::-1], doubt[::-1], backwards, seed=1)] == whole


def test_the_overlap_is_the_same_for_everybody() -> None:
    """A share of the keys, whichever others there are, in one order; a larger share begins with the smaller one."""
    keys = [f"posting-{n}" for n in range(2_000)]
    tenth = [keys[n] for n in overlap(keys, 0.1)]
    assert 150 < len(tenth) < 250
    some = keys[::2]
    assert [some[n] for n in overlap(some, 0.1)] == [key for key in tenth if key in set(some)]
    assert [keys[n] for n in overlap(keys, 0.3)][: len(tenth)] == tenth
    assert overlap(keys, 0.0) == []
    assert len(overlap(keys, 1.0)) == len(keys)


def test_entropy_is_greatest_at_one_half() -> None:
    """And nothing where there is no doubt, the ends included."""
    assert entropy(np.array([0.0, 1.0])) == pytest.approx(0, abs=1e-9)
    assert entropy(np.array([0.25, 0.75])) == pytest.approx(2 - 0.75 * np.log2(3))
    assert entropy(np.array([0.5])) == pytest.approx(1)


def test_texts_are_compared_by_their_words() -> None:
    """An equal one is nearest, one that shares words is nearer than one that shares none; a changed amount makes a copy."""
    brief = (
        "We need a patient person who sorts twelve thousand holiday photos by place and year, removes doubles, and writes a "
        "short list of the places for our family book, within two weeks, at your own hours, {}."
    )
    rows = [
        brief.format("for 40 dollars"),
        brief.format("for 55 dollars"),
        "Sort photos by place.",
        "Voice for a radio spot.",
    ]
    texts = Texts([read_posting({"title": "Work", "description": row}) for row in rows])
    nearest = texts.nearest([0])
    assert nearest[0] == 1
    assert 1 > nearest[1] > nearest[2] > nearest[3] > 0
    assert texts.copies(0).tolist() == [True, True, False, False]
    assert texts.copies(2).tolist() == [False, False, True, False]
    assert texts.nearest([]).tolist() == [0] * 4
    assert texts.nearest(range(4)).tolist() == [1] * 4


def test_the_chance_is_what_the_scorer_says(scorer: Scorer, sample: list[dict[str, Any]]) -> None:
    """Though only what the danger model reads is sent to it."""
    found = chances_of_danger([read_posting(raw) for raw in sample], None)
    assert found.tolist() == [scorer.score(raw).scam.probability for raw in sample]


def test_the_whole_asks_first_what_overlaps_and_never_what_is_known(sample: list[dict[str, Any]]) -> None:
    """On the sample: overlap, then by worth; titles without a text wait, answered and known ones do not come."""
    postings = _real(sample) | {"bare": read_posting({"title": "Quick job!!!", "description": " "})}
    keys = list(postings)
    asking = Asking(known=keys[:3], overlap=0.2, seed=5)
    said: list[str] = []
    found = list(asked_in_order(postings, keys[3:5], asking, said.append))
    assert sorted(found) == sorted(keys[5:])
    both = [keys[n] for n in overlap(keys, 0.2) if keys[n] in set(found) - {"bare"}]
    assert found[: len(both)] == both != []
    assert found[-1] == "bare"
    assert said == ["scoring 36 postings that have no answer yet", "comparing 41 texts"]
