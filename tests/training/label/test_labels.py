"""A label is taken only when it is whole, and its evidence only when it is the posting's own words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.errors import InputError
from features.posting import read_posting
from tests.training.label.conftest import QUOTE, START, TEXT, answer, danger, posting, safe
from training.label.choices import PAY, RISKS, TYPES
from training.label.labels import LONGEST_QUOTE, label_of, read_label

POSTING = posting(questions=["Your 🙂 Telegram?"])


def _quote(**changes: Any) -> dict[str, Any]:
    return {"field": "description", "start": START, "end": START + len(QUOTE), "quote": QUOTE} | changes


def _danger(**changes: Any) -> dict[str, Any]:
    return answer("p1", danger()) | changes


def test_a_whole_label_is_taken() -> None:
    """With its parts as they were given, and the same again from what is written down."""
    for label in (safe(), safe(lookalike=True), danger(1), danger(2)):
        read = read_label(answer("p1", label), POSTING)
        assert read == label
        assert label_of(read.as_dict()) == label


@pytest.mark.parametrize(
    ("value", "field", "words"),
    [
        (_danger(risk=None), "risk", "press 0, 1 or 2"),
        (_danger(risk=3), "risk", "press 0, 1 or 2"),
        (_danger(risk=True), "risk", "press 0, 1 or 2"),
        (_danger(evidence=[]), "evidence", "risk 2 rests on exact words"),
        (_danger(risk=1, evidence=[]), "evidence", "risk 1 rests on exact words"),
        (_danger(types=[]), "types", "needs at least one"),
        (_danger(types=["telegram"]), "types", "'telegram' is none of"),
        (_danger(types=[{}]), "types", "is none of"),
        (_danger(risk=0), "risk", "takes no types and no evidence"),
        (_danger(lookalike=True), "lookalike", "only with risk 0"),
        (_danger(lookalike="yes"), "lookalike", "only with risk 0"),
        (_danger(pay=None), "pay", "from 5 to 9"),
        (_danger(pay=["fair"]), "pay", "from 5 to 9"),
        (_danger(evidence=[_quote()] * 11), "evidence", "has 11 quotes"),
    ],
)
def test_what_is_not_whole_is_refused_with_the_next_step(value: dict[str, Any], field: str, words: str) -> None:
    """The part is named, and what to press."""
    with pytest.raises(InputError, match=words) as caught:
        read_label(value, POSTING)
    assert caught.value.field == field


@pytest.mark.parametrize(
    "quote",
    [
        _quote(start=START + 2, end=START + 2 + len(QUOTE)),  # as UTF-16 counts after the emoji
        _quote(quote=QUOTE.lower()),
        _quote(field="title"),
        _quote(field="questions.7"),
        _quote(field=None),
        _quote(start=-1),
        _quote(start=str(START)),
        _quote(end=10_000),
        _quote(start=START, end=START, quote=""),
        "Message me on Telegram",
        None,
    ],
)
def test_evidence_is_exactly_the_words(quote: Any) -> None:
    """Code points are counted, and nothing near it is taken."""
    with pytest.raises(InputError, match="not exactly the posting's words"):
        read_label(_danger(evidence=[quote]), POSTING)


def test_evidence_may_stand_in_a_question() -> None:
    """Screening questions ask for contacts, too; title, text and questions stand in this order, each quote once."""
    asked = {"field": "questions.0", "start": 7, "end": 15, "quote": "Telegram"}
    label = read_label(_danger(evidence=[asked, _quote(), _quote()]), POSTING)
    assert [(quote.field, quote.quote) for quote in label.evidence] == [("description", QUOTE), ("questions.0", "Telegram")]


def test_evidence_is_short_and_says_something() -> None:
    """Blanks are no words, and a paragraph is no evidence."""
    long = posting("a" * LONGEST_QUOTE + "  b")
    for length, words in ((LONGEST_QUOTE + 3, "123 characters long"), (0, "has no words")):
        start, end = (0, length) if length else (LONGEST_QUOTE, LONGEST_QUOTE + 2)
        quote = {"field": "description", "start": start, "end": end, "quote": long.description[start:end]}
        with pytest.raises(InputError, match=words):
            read_label(_danger(evidence=[quote]), long)


_PLAIN = st.none() | st.booleans() | st.integers() | st.text()


@given(st.recursive(_PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_nothing_else_is_taken(value: Any) -> None:
    """Whatever stands in a part, the answer is a label or one sentence."""
    for part in ("risk", "types", "evidence", "lookalike", "pay"):
        try:
            read_label(_danger(**{part: value}), read_posting({"title": "", "description": TEXT}))
        except InputError as error:
            assert error.field in ("risk", "types", "evidence", "lookalike", "pay")


def test_no_key_means_two_things() -> None:
    """Nor one of those that the page has for itself."""
    keys = [choice.key for choices in (RISKS, TYPES, PAY) for choice in choices]
    assert len(set(keys) - set("elxsug")) == len(keys) == 22
