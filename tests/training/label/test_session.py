"""One annotator at work: asked in order, back any number of steps, on with what is left."""

from __future__ import annotations

import pytest

from features.errors import InputError
from features.posting import Posting, read_posting
from tests.training.label.conftest import answer, danger, posting, safe
from training.label.seen import facts, fields
from training.label.session import NotAsked, Session
from training.label.store import Store


def _asked(session: Session) -> str | None:
    shown = session.state()["posting"]
    return None if shown is None else str(shown["id"])


def test_it_asks_in_order_and_counts(session: Session) -> None:
    """Until every posting has an answer; a skip is one."""
    assert session.state() | {"posting": None} == {"posting": None, "draft": None, "done": 0, "left": 4, "can_undo": False}
    for number, key in enumerate(("p1", "p2", "p3", "p4"), start=1):
        assert _asked(session) == key
        state = session.skip({"id": key}) if key == "p2" else session.label(answer(key, safe()))
        assert (state["done"], state["left"], state["can_undo"]) == (number, 4 - number, True)
    assert _asked(session) is None
    assert list(session.store.book.labels) == ["p1", "p3", "p4"]


def test_it_goes_back_any_number_of_steps(session: Session) -> None:
    """Each with the answer as it was; then forward again, in the order in which they were asked."""
    session.label(answer("p1", danger()))
    session.label(answer("p2", safe()))
    session.skip({"id": "p3"})
    drafts = []
    for key in ("p3", "p2", "p1"):
        state = session.undo()
        assert state["posting"]["id"] == key
        drafts.append(state["draft"])
    assert drafts == [None, safe().as_dict(), danger().as_dict()]
    with pytest.raises(NotAsked, match="no answer to take back"):
        session.undo()
    asked = []
    while (now := _asked(session)) is not None:
        asked.append(now)
        session.label(answer(now, safe("above")))
    assert asked == ["p1", "p2", "p3", "p4"]
    assert set(session.store.book.labels.values()) == {safe("above")}


def test_a_later_session_takes_back_what_an_earlier_one_kept(postings: dict[str, Posting], store: Store) -> None:
    """And asks only what has no answer; what is not among its postings is taken back without being shown."""
    store.label("elsewhere", safe())
    store.label("p1", danger())
    session = Session(postings, iter(["p2", "p3", "p4"]), store)
    assert session.state()["left"] == 3
    state = session.undo()
    assert (state["posting"]["id"], state["draft"], state["left"]) == ("p1", danger().as_dict(), 4)
    assert session.undo()["posting"]["id"] == "p1"
    assert store.book.answers == {}


def test_only_what_is_asked_can_be_answered(session: Session) -> None:
    """A second window, or a key that was held down, labels nothing by mistake."""
    session.label(answer("p1", safe()))
    for key in ("p1", "p3", "nothing"):
        with pytest.raises(NotAsked, match="another window"):
            session.label(answer(key, safe()))
    with pytest.raises(NotAsked, match="another window"):
        session.skip({})
    assert session.state()["done"] == 1


def test_what_is_no_label_changes_nothing(session: Session) -> None:
    """The same posting is asked still, and the file holds nothing of it."""
    with pytest.raises(InputError, match="rests on exact words"):
        session.label(answer("p1", danger()) | {"evidence": []})
    assert (_asked(session), session.store.book.answers) == ("p1", {})


def test_an_annotator_sees_words_pay_and_work_and_nothing_of_the_client() -> None:
    """What must not count is not shown: country, record, newness."""
    shown = posting(
        pay={"type": "hourly", "min": 15, "max": 30.5},
        skills=["Excel"],
        duration="1 to 3 months",
        questions=["When could you start?", " "],
        client={"country": "Neverland", "jobs_posted": 0, "payment_verified": False},
        activity={"proposals": "5 to 10"},
    )
    assert [(field["name"], field["label"]) for field in fields(shown)] == [
        ("title", "Title"),
        ("description", "Text"),
        ("questions.0", "Question 1"),
    ]
    assert {fact["name"]: fact["text"] for fact in facts(shown)} == {
        "Pay": "15 to 30.50 USD an hour",
        "Length": "1 to 3 months",
        "Skills": "Excel",
    }


@pytest.mark.parametrize(
    ("pay", "source", "text"),
    [
        (None, None, "not stated"),
        ({"type": "hourly"}, "upwork", "not stated (hourly)"),
        ({"type": "fixed", "min": 1500, "max": 1500, "currency": "EUR"}, None, "1,500 EUR for the whole"),
        ({"type": "hourly", "min": 12.5}, "upwork", "12.50 USD an hour"),
        ({"type": "hourly", "min": 12.5}, "elsewhere", "12.50 an hour, in a currency that is not stated"),
    ],
)
def test_the_pay_is_told_as_it_is_stated(pay: object, source: str | None, text: str) -> None:
    """What is not stated is said so; a currency is not guessed."""
    shown = read_posting({"title": "Work", "description": "", "pay": pay, "source": source})
    assert [fact["text"] for fact in facts(shown)] == [text]
