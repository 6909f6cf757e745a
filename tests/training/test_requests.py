"""The request models learn acts, hold out each hand, and leave real postings to the market's own model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from features.folding import FoldedPostings, fold_posting
from features.posting import Posting, read_posting
from features.text.requests import RequestScores
from features.text.words import read_words
from training.config import Config
from training.fit.requests import RequestFit, fit_requests
from training.sources.risk import RiskRow
from training.sources.written import WrittenPosting, WrittenText, as_written

TEXTS = [
    *[WrittenText(f"send the deposit to me in India before you start {i}", "advance_fee", danger=True) for i in range(6)],
    *[WrittenText(f"share your password with me today {i}", "account_rental", danger=True) for i in range(6)],
    *[WrittenText(f"draw a page about the deposit of our guests {i}", "advance_fee", danger=False) for i in range(6)],
    *[WrittenText(f"draw a page about the password of our guests {i}", "account_rental", danger=False) for i in range(6)],
]


def _posting(text: str) -> Posting:
    return read_posting({"title": "A page", "description": text})


def _hand(hand: str) -> list[WrittenPosting]:
    fee, share = "Send the deposit before you start.", "Share your password with me."
    return [
        WrittenPosting(_posting(f"We love birds. {fee} Thanks."), hand, True, ("advance_fee",), (fee,)),
        WrittenPosting(_posting(f"We love ships. {share} Thanks."), hand, True, ("account_rental",), (share,)),
        WrittenPosting(_posting("We love birds. Draw the deposit page of our guests. Thanks."), hand, False, (), ()),
        WrittenPosting(_posting("We love ships. Draw the password page of our guests. Thanks."), hand, False, (), ()),
    ]


HANDS = [item for hand in ("a", "b", "c", "d", "e") for item in _hand(hand)]
REAL = [_posting(f"Looking for an accountant with invoices and ledgers, number {i}.") for i in range(12)]


@pytest.fixture(scope="module")
def fit() -> RequestFit:
    """Return models of five hands and a dozen real postings."""
    return fit_requests(TEXTS, HANDS, REAL, Config())


def _sentence(fit: RequestFit, text: str) -> str:
    posting = _posting(text)
    folded = fold_posting(posting)
    reading = fit.model.lexicon.read(read_words(FoldedPostings.of([posting]).texts()))
    place = fit.model.place(reading, fit.model.read(reading), 0, folded)
    assert place is not None
    return posting.text_of(place.field)[place.start : place.end]


def _scores(fit: RequestFit, postings: Sequence[Posting]) -> RequestScores:
    return fit.model.read(fit.model.lexicon.read(read_words(FoldedPostings.of(postings).texts())))


def test_the_riskiest_sentence_is_the_request(fit: RequestFit) -> None:
    """Not the one that names the same thing honestly."""
    text = "Draw a page about the deposit. Please send your deposit to me. We are kind."
    assert _sentence(fit, text) == "Please send your deposit to me"


def test_every_posting_is_held_out(fit: RequestFit) -> None:
    """One reading each, in order, and dangers above their neighbours though their hand was not seen."""
    scores = fit.held_out.posting
    danger = np.array([item.danger for item in HANDS])
    assert len(scores) == len(HANDS)
    assert not np.isclose(scores, _scores(fit, [item.posting for item in HANDS]).posting).any()
    assert scores[danger].min() > scores[~danger].max()
    assert [name for name, item in zip(fit.held_out_types, HANDS, strict=True) if item.danger] == [
        "advance_fee", "account_rental",
    ] * 5  # fmt: skip


def test_written_texts_are_unlike_the_background(fit: RequestFit) -> None:
    """The more a text resembles real postings, the less these models decide."""
    assert _scores(fit, REAL).unlike.max() < fit.held_out.unlike.min()


def test_an_origin_is_no_term(fit: RequestFit) -> None:
    """Half of the dangerous texts name a country; no model may learn it, by itself or beside another word."""
    assert "in" in fit.model.terms
    assert not [term for term in fit.model.terms if "india" in term.split(" ")]


def test_without_a_background_the_market_decides() -> None:
    """There is nothing that a text could be unlike."""
    alone = fit_requests(TEXTS, HANDS, [], Config())
    assert alone.held_out.unlike.max() == -9.0


def test_written_cases_are_one_hand() -> None:
    """Real rows are none of them."""
    rows = [
        RiskRow(REAL[0], 2, ("too_good",), "g", 3.0),
        RiskRow(REAL[1], 2, ("too_good",), "case:1", 0.0, evidence=("ledgers",)),
        RiskRow(REAL[2], 0, (), "case:2", 0.0),
    ]
    assert as_written(rows) == [
        WrittenPosting(REAL[1], "cases", True, ("too_good",), ("ledgers",)),
        WrittenPosting(REAL[2], "cases", False, (), ()),
    ]
