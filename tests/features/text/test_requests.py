"""The request models read a posting by sentence and as a whole, and name the sentence that scores highest."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.folding import FoldedPosting, fold, fold_posting
from features.posting import read_posting
from features.rules import Hit, RuleEvidence, rule_evidence, ruleset
from features.text.lexicon import Reading
from features.text.requests import NO_SENTENCE, RequestModel, RequestScores, RiskySentence, TermModel
from features.text.words import read_words

TERMS = ("deposit", "kind", "pay", "pay deposit")
MODEL = RequestModel(
    TERMS,
    ("advance_fee", "unpaid_work"),
    TermModel(
        np.array([2.0, 0.0, 1.0, 3.0]),
        np.array([[0.5, 1.0, 0.0], [9.0, 9.0, 9.0], [-1.0, 0.0, 0.0], [4.0, 2.0, 0.0]]),
        np.array([-1.0, 0.0, 0.0]),
    ),
    TermModel(
        np.array([1.0, 1.0, 1.0, 1.0]),
        np.array([[1.0, 0.0, 0.0, 0.0], [-2.0, 3.0, 0.0, 1.0], [1.0, 0.0, 0.0, 0.0], [2.0, 0.0, 0.0, 0.0]]),
        np.array([0.5, -0.5, 0.0, 0.0]),
    ),
    (2.0, 1.0, 0.5, -0.25),
)


def _folded(text: str) -> FoldedPosting:
    return {"description": fold(text)}


def _reading(*postings: FoldedPosting) -> Reading:
    return MODEL.lexicon.read(read_words([[text.text for text in folded.values()] for folded in postings]))


def _read(text: str) -> RequestScores:
    return MODEL.read(_reading(_folded(text)))


def _place(folded: FoldedPosting) -> RiskySentence | None:
    reading = _reading(folded)
    return MODEL.place(reading, MODEL.read(reading), 0, folded)


def test_a_sentence_of_unknown_words_has_the_intercept() -> None:
    """Nothing known, nothing added; a term of another model is unknown to this one."""
    assert _read("hello kind there").sentence == -1.0


def test_the_values_of_a_sentence_have_unit_length() -> None:
    """By hand: values 2, 1 and 3 of length sqrt(14)."""
    assert _read("pay deposit").sentence == pytest.approx(-1.0 + (2 * 0.5 - 1 + 3 * 4.0) / math.sqrt(14))


def test_every_mention_counts() -> None:
    """By hand: twice the value 2, over the root of twice 4."""
    assert _read("deposit x deposit").sentence == pytest.approx(-1.0 + 2 * (2 * 0.5) / math.sqrt(8))


def test_the_posting_is_read_as_a_whole() -> None:
    """By hand: four terms of value 1, and no pair across the end of a sentence."""
    reading = _read("Pay deposit. Kind.")
    assert reading.posting == pytest.approx(0.5 + (1 + 1 + 2 - 2) / 2)
    assert reading.unlike == pytest.approx(-0.5 + 3 / 2)
    assert _read("pay. deposit").posting == pytest.approx(0.5 + 2 / math.sqrt(2))


def test_log_odds_are_the_mix() -> None:
    """Sentence twice, posting once, what the rules found by half, and the intercept."""
    scores = RequestScores(np.array([1.5]), np.array([0]), np.array([-1.0]), np.array([0.0]))
    assert MODEL.log_odds(scores, _rules(3.0))[0] == pytest.approx(3.0 - 1.0 + 1.5 - 0.25)


def _rules(weight: float, *, independent: bool = False) -> RuleEvidence:
    return RuleEvidence(np.array([weight]), np.array([independent]), np.array([weight > 0]))


def test_unlikeness_tells_who_decides() -> None:
    """By hand: log odds 0 of the market and -2.25 of these models, half and half."""
    scores = RequestScores(np.array([-1.0]), np.array([0]), np.array([0.0]), np.array([0.0]))
    written = 1 / (1 + math.exp(2.25))
    assert MODEL.mixed(np.zeros(1), scores, _rules(0.0))[0] == pytest.approx((0.5 + written) / 2)


def test_two_independent_marks_are_not_explained_away() -> None:
    """The market's higher chance counts then, and only then; a lower one never does."""
    scores = RequestScores(np.array([-1.0]), np.array([0]), np.array([0.0]), np.array([9.0]))
    alone = MODEL.mixed(np.zeros(1), scores, _rules(0.0))[0]
    assert MODEL.mixed(np.zeros(1), scores, _rules(0.0, independent=True))[0] == 0.5 > alone
    assert MODEL.mixed(np.full(1, -9.0), scores, _rules(0.0, independent=True))[0] > 0.09


def test_evidence_is_what_nothing_excuses() -> None:
    """Weights add up; two rules of one type are one mark, two types are two."""
    same = [rule for rule in ruleset().rules if rule.type == "unpaid_work"][:2]
    other = next(rule for rule in ruleset().rules if rule.type == "advance_fee")
    hits = [
        [],
        [Hit(rule, "description", 0, 1) for rule in same],
        [Hit(same[0], "description", 0, 1), Hit(other, "title", 0, 1)],
        [Hit(same[0], "description", 0, 1), Hit(other, "title", 0, 1, "negation")],
    ]
    found = rule_evidence(hits)
    weights = [0.0, same[0].weight + same[1].weight, same[0].weight + other.weight, same[0].weight]
    assert found.weight.tolist() == pytest.approx(weights)
    assert found.independent.tolist() == [False, False, True, False]
    assert found.harmful.tolist() == [False, False, True, False]
    assert found.take(np.array([2, 0])).harmful.tolist() == [True, False]


def test_the_riskiest_sentence_has_its_place_in_the_original() -> None:
    """Hidden letters and all."""
    posting = read_posting({"title": "Nice work", "description": "We are kind.  P a y d\u200beposit! Thank you."})
    sentence = _place(fold_posting(posting))
    assert sentence is not None
    assert (sentence.field, posting.description[sentence.start : sentence.end]) == ("description", "P a y d\u200beposit")


def test_only_ends_make_no_sentence() -> None:
    """Nothing to read is nothing, not harmless."""
    folded = _folded("!?\n | ")
    scores = MODEL.read(_reading(folded))
    assert (scores.sentence[0], scores.riskiest[0]) == (NO_SENTENCE, -1)
    assert _place(folded) is None


def test_types_are_the_mean_of_sentence_and_posting() -> None:
    """By hand, of two types each."""
    reading = _reading(_folded("pay deposit"))
    first = (2 * 1.0 + 3 * 2.0) / math.sqrt(14)
    by_sentence = 1 / (1 + math.exp(-first))
    shares = MODEL.type_shares(reading, MODEL.read(reading), 0)
    assert shares == pytest.approx({"advance_fee": (by_sentence + 0.5) / 2, "unpaid_work": 1 - (by_sentence + 0.5) / 2})


@given(st.text(min_size=1))
def test_the_place_lies_inside_any_text(text: str) -> None:
    """A slice that is not empty, of the sentence that was scored."""
    folded = _folded(text + "a")
    sentence = _place(folded)
    assert sentence is not None
    assert 0 <= sentence.start < sentence.end <= len(text) + 1
    assert sentence.score == MODEL.read(_reading(folded)).sentence[0]


@given(st.lists(st.text(alphabet="depositkn ay.!\n\x02\x03é")))
def test_company_changes_nothing(texts: list[str]) -> None:
    """What is said of a posting is the same to the last bit, alone or among others."""
    postings = [_folded(text) for text in texts]
    together = MODEL.read(_reading(*postings))
    for number, folded in enumerate(postings):
        alone, one = MODEL.read(_reading(folded)), together.take(np.array([number]))
        assert [alone.sentence[0], alone.posting[0], alone.unlike[0]] == [one.sentence[0], one.posting[0], one.unlike[0]]
        reading = _reading(*postings)
        assert MODEL.place(reading, together, number, folded) == _place(folded)
