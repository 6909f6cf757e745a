"""Near-copies are reasons: said as surely as they are known, and moving no number but the ghost of one client's own."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema_rs
import pytest

from serving.answer import Answer, Reason
from serving.assumptions import load_assumptions
from serving.history.copies import MOST, NO_COPIES, Copies
from serving.schema import score_schema
from serving.scorer import Scorer
from tests.support.seen import seen

POSTING = seen("1", "a")
CODES = ("copy_other_clients", "copy_same_client", "copy_unknown_clients")


def _copies(answer: Answer) -> list[Reason]:
    return [reason for reason in answer.reasons if reason.code in CODES]


@pytest.mark.parametrize(
    ("copies", "codes", "words"),
    [
        (NO_COPIES, [], ""),
        (Copies(1, 1, 0, 0), ["copy_other_clients"], "Another client you have seen"),
        (Copies(5, 3, 0, 2), ["copy_other_clients"], "3 other clients you have seen"),
        (Copies(1, 0, 1, 0), [], ""),
        (Copies(2, 0, 2, 0), ["copy_same_client"], "2 other postings you have seen"),
        (Copies(4, 1, 3, 0), ["copy_other_clients", "copy_same_client"], "Another client"),
        (Copies(1, 0, 0, 1), [], ""),
        (Copies(2, 0, 0, 2), ["copy_unknown_clients"], "which clients posted them is not known"),
        (Copies(MOST, MOST, 0, 0), ["copy_other_clients"], f"{MOST} or more other clients"),
    ],
)
def test_what_is_said(scorer: Scorer, copies: Copies, codes: list[str], words: str) -> None:
    """Other clients from one on; the same or an unknown client from two on, for one may be an honest repost."""
    found = _copies(scorer.score(POSTING, copies=copies))
    assert [reason.code for reason in found] == codes
    assert words in " ".join(reason.text for reason in found)
    assert {(reason.group, reason.direction, reason.field, reason.quote) for reason in found} <= {
        ("scam", "-", "description", None)
    }


@pytest.mark.parametrize("copies", [Copies(9, 9, 0, 0), Copies(9, 0, 0, 9)])
def test_no_number_is_moved(scorer: Scorer, copies: Copies) -> None:
    """The figures did not show that copies are dangerous, so all but the reasons stays as it is."""
    plain, known = scorer.score(POSTING), scorer.score(POSTING, copies=copies)
    assert replace(known, reasons=plain.reasons) == plain
    assert [reason for reason in known.reasons if reason.code not in CODES] == list(plain.reasons)
    jsonschema_rs.validator_for(score_schema()).validate(json.loads(known.to_json()))


def test_one_clients_own_copies_move_the_ghost_alone(scorer: Scorer) -> None:
    """A text posted again is filled less often; it is no danger, and its pay is what it is."""
    plain, known = scorer.score(POSTING), scorer.score(POSTING, copies=Copies(1, 0, 1, 0))
    assert replace(known, ghost=plain.ghost, worth=plain.worth, reasons=plain.reasons) == plain
    assert known.ghost.probability > plain.ghost.probability
    assert {reason.code for reason in known.reasons} - {reason.code for reason in plain.reasons} == {"reposted"}


def test_what_would_change_the_verdict_knows_of_them(scorer: Scorer, sample: list[dict[str, Any]]) -> None:
    """The price that is promised to lift the verdict does so with the same copies."""
    own, promised = Copies(1, 0, 1, 0), set()
    for raw in sample:
        for change in scorer.score(raw, copies=own).would_change:
            if change["if"].startswith("connects <= "):
                price = int(change["if"].removeprefix("connects <= "))
                assert scorer.score({**raw, "connects": price}, copies=own).verdict == change["verdict"]
                promised.add(price)
    assert promised


def test_its_place_is_an_assumption(scorer: Scorer) -> None:
    """It moves no dollar; where it stands is named, small and editable, and at zero the reason is not shown."""
    (reason,) = _copies(scorer.score(POSTING, copies=Copies(1, 1, 0, 0)))
    records = dict(load_assumptions().records)
    assert (reason.weight, reason.direction) == (0.0, "-")
    assert 0 < records["copy_other_clients"].value < 0.5
    records["copy_other_clients"] = replace(records["copy_other_clients"], value=0.0)
    silent = Scorer(scorer.bundle, replace(load_assumptions(), records=records))
    assert _copies(silent.score(POSTING, copies=Copies(1, 1, 0, 0))) == []


def test_each_posting_has_its_own_copies(scorer: Scorer) -> None:
    """In order, and one for each."""
    answers = scorer.score_many([POSTING, seen("2", "b")], None, [NO_COPIES, Copies(1, 1, 0, 0)])
    assert [len(_copies(answer)) for answer in answers] == [0, 1]
    with pytest.raises(ValueError, match="1 copies and 2 earlier looks for 2 postings"):
        scorer.score_many([POSTING, POSTING], None, [NO_COPIES])
