"""Terms: what a text model sees of a posting, and what each term weighs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from features.folding import fold_posting
from features.posting import Posting, read_posting
from features.text.terms import DAMPING, TermReader, Vocabulary
from features.text.terms import terms as terms_of
from features.text.words import read_words


def _posting(**fields: Any) -> Posting:
    return read_posting({"title": "", "description": ""} | fields)


def terms(posting: Posting) -> dict[str, set[str]]:
    """Return the terms of a posting, folded here."""
    return terms_of(posting, {field: text.text for field, text in fold_posting(posting).items()})


def _row(vocabulary: dict[str, float], **fields: Any) -> dict[str, float]:
    """Return term to value, with a vocabulary of term to inverse document frequency."""
    names = tuple(sorted(vocabulary))
    reader = TermReader(Vocabulary(names, np.array([vocabulary[name] for name in names])))
    posting = _posting(**fields)
    reading = reader.lexicon.read(read_words([[text.text for text in fold_posting(posting).values()]]))
    rows = [reader.words(reading).row(0), reader.phrases([posting]).row(0)]
    return {names[c]: float(v) for row in rows for c, v in zip(row.columns, row.values, strict=True)}


def test_each_field_has_a_namespace_of_its_own() -> None:
    """Title and body give words and pairs; a skill, the category, the tier, duration and hours are one term each."""
    posting = _posting(
        title="Data entry", description="Copy 15 rows", skills=["Google Sheets"], category="Admin Support", tier="entry",
        duration="1 to 3 months", weekly_hours="30+ hrs/week",
    )  # fmt: skip
    assert terms(posting) == {
        "t": {"t:data", "t:entry", "t:data entry"},
        "b": {"b:copy", "b:00", "b:rows", "b:copy 00", "b:00 rows"},
        "s": {"s:google sheets"},
        "c": {"c:admin support"},
        "r": {"r:entry"},
        "d": {"d:4 to 13"},
        "h": {"h:30 or more"},
        "x": {"x:admin support, entry"},
        "y": {"y:4 to 13, entry"},
    }


def test_a_word_said_twice_counts_once() -> None:
    """Terms are distinct, and so the values of a row are too."""
    weights = {"b:rows": 2.0}
    assert _row(weights, description="rows") == _row(weights, description="rows, ROWS and rows")


def test_the_value_is_the_damped_share() -> None:
    """By hand: idf / sqrt(damping + sum of squares), in each namespace by itself."""
    found = _row({"b:copy": 3.0, "b:rows": 4.0, "t:data": 5.0}, title="data", description="copy rows")
    length = (DAMPING["b"] + 3.0**2 + 4.0**2) ** 0.5
    assert found == pytest.approx(
        {"b:copy": 3 / length, "b:rows": 4 / length, "t:data": 5 / (DAMPING["t"] + 25) ** 0.5}, abs=1e-15
    )


def test_a_skill_list_is_not_damped() -> None:
    """Damping is zero for skills: one known skill weighs 1."""
    assert _row({"s:python": 3.0}, title="x", skills=["Python"]) == {"s:python": 1.0}


def test_no_pair_spans_two_sentences() -> None:
    """Neighbours in one sentence make a pair; a full stop parts them."""
    assert "b:rows fast" in terms(_posting(description="Copy rows fast"))["b"]
    assert "b:rows fast" not in terms(_posting(description="Copy rows. Fast"))["b"]


def test_questions_are_no_terms() -> None:
    """They are read for danger, not for the market."""
    weights = {"b:copy": 3.0}
    assert _row(weights, description="copy", questions=["copy copy?"]) == _row(weights, description="copy")


def test_an_unknown_term_changes_nothing() -> None:
    """A word outside the vocabulary is dropped, from the row and from its length."""
    weights = {"b:copy": 3.0}
    assert _row(weights, description="copy quixotic zeugmas") == _row(weights, description="copy")


def test_a_title_weighs_the_same_over_any_description() -> None:
    """Namespaces do not share a length: a long text does not drown the title."""
    weights = {"t:data": 5.0, "b:copy": 3.0, "b:rows": 4.0}
    assert _row(weights, title="data", description="copy rows")["t:data"] == _row(weights, title="data")["t:data"]


def test_nothing_known_gives_an_empty_row() -> None:
    """A posting without a known term is a row without columns, not an error."""
    assert _row({"b:copy": 3.0}, title="🙂") == {}


@pytest.mark.parametrize(
    "more",
    [
        {"client": {"country": "Atlantis", "id": "c-1", "payment_verified": True, "total_spent_usd": 5_000}},
        {"pay": {"type": "fixed", "min": 500, "max": 500}},
        {"posted_at": "2026-01-01T00:00:00Z", "observed_at": "2026-01-02T00:00:00Z"},
        {"activity": {"interviewing": 4}, "connects": 12, "questions": ["Who are you?"]},
    ],
    ids=["client", "pay", "dates", "activity"],
)
def test_terms_come_from_words_alone(more: dict[str, Any]) -> None:
    """The client, its country, the pay, dates and counters are no part of the terms."""
    words = {"title": "Data entry", "description": "Copy rows"}
    assert terms(_posting(**words, **more)) == terms(_posting(**words))
