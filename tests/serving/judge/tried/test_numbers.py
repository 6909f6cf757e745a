"""The numbers of a change are those of a posting that says so, and nothing else moves."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from serving.judge.tried.amounts import amount_at, step_of
from serving.judge.tried.changes import Changes
from serving.judge.tried.numbers import Numbers, numbers_of
from serving.judge.tried.unknown import ends_of, known_of, unknown_fields
from serving.scorer import Scorer
from tests.support.weighing import FULL, case_of, described_of, refitted

FLAT = FULL | {"description": "Collect figures from five shops. We pay $300 a week.", "pay": "hourly"}
WORDS = FULL | {"description": "Articles on gardening, $12 for 1000 words.", "pay": {"type": "fixed"}}
#: What is said in the place of an unknown field, the worse end first.
SAID: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "client.hire_rate_percent": (
        {"client.hire_rate_percent": 10, "client.jobs_posted": 20},
        {"client.hire_rate_percent": 80, "client.jobs_posted": 20},
    ),
    "client.total_spent_usd": ({"client.total_spent_usd": 0}, {"client.total_spent_usd": 5000}),
    "client.jobs_posted": ({"client.jobs_posted": 2}, {"client.jobs_posted": 100}),
    "activity.proposals": ({"activity.proposals": "50+"}, {"activity.proposals": "Less than 5"}),
    "activity.interviewing": ({"activity.interviewing": 0}, {"activity.interviewing": 2}),
    "activity.last_viewed": ({"activity.last_viewed": "1 week ago"}, {"activity.last_viewed": "1 hour ago"}),
    "duration": ({"duration": "Less than 1 month"}, {"duration": "More than 6 months"}),
    "weekly_hours": ({"weekly_hours": "10 hrs/week"}, {"weekly_hours": "30+ hrs/week"}),
    "posted_at": ({"posted_at": "10 days ago"}, {"posted_at": "2 hours ago"}),
    "observed_at": ({"observed_at": "2026-11-28T10:00:00Z"}, {"observed_at": "2026-11-18T12:00:00Z"}),
    "connects": ({"connects": 16}, {"connects": 6}),
}
#: What an unknown field makes unknown beside itself.
GONE = {
    "client.hire_rate_percent": ("client.hire_rate_percent", "client.jobs_posted"),
    "client.total_spent_usd": ("client.hire_rate_percent", "client.jobs_posted", "client.total_spent_usd"),
    "duration": ("duration", "weekly_hours"),
}


def _with(raw: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    changed = copy.deepcopy(raw)
    for path, value in said.items():
        part, _, name = path.rpartition(".")
        (changed[part] if part else changed)[name] = value
    return changed


def _same(found: Numbers, wanted: Numbers) -> None:
    differ = {
        name: (one, other)
        for name, one, other in zip(Numbers._fields, found, wanted, strict=True)
        if one != pytest.approx(other, rel=1e-12, nan_ok=True)
    }
    assert not differ


@pytest.mark.parametrize("posting", [FULL, FLAT, WORDS], ids=["a range", "so much a week", "so much for words"])
@pytest.mark.parametrize("fitted", [False, True])
@pytest.mark.parametrize("field", SAID)
def test_an_end_is_the_posting_that_says_so(scorer: Scorer, field: str, fitted: bool, posting: dict[str, Any]) -> None:
    """Each end moves just what the posting's own words would move."""
    judge = refitted(scorer) if fitted else scorer
    raw = _with(posting, dict.fromkeys(GONE.get(field, (field,))))
    described, model = described_of(judge, raw), judge._models.ghost
    case = case_of(judge, raw, described)
    before, ends = numbers_of(case, model), ends_of(field, case, model, case.evidence.posting)
    for end, said in zip(ends, SAID[field], strict=True):
        after = numbers_of(case_of(judge, _with(raw, said), described), model)
        _same(before._replace(**end), after)
    assert ends[0] != ends[1]


@pytest.mark.parametrize("field", [field for field in SAID if field not in ("duration", "weekly_hours")])
def test_a_field_that_is_not_known_is_among_the_unknown(scorer: Scorer, field: str) -> None:
    """Each of them is asked for where it is missing, and not where it is told."""
    raw = _with(FULL, dict.fromkeys(GONE.get(field, (field,))))
    case, full = case_of(scorer, raw), case_of(scorer, FULL)
    assert field in list(unknown_fields(case, known_of(case)))
    assert field not in list(unknown_fields(full, known_of(full)))


def test_hours_that_the_duration_tells_stay(scorer: Scorer) -> None:
    """Where a scraper puts the hours in the column of the duration."""
    raw = FULL | {"duration": "30+ hrs/week", "weekly_hours": None}
    described, model = described_of(scorer, raw), scorer._models.ghost
    case = case_of(scorer, raw, described)
    [short, _] = ends_of("duration", case, model, case.evidence.posting)
    said = raw | {"duration": "Less than 1 month", "weekly_hours": "30+ hrs/week"}
    _same(numbers_of(case, model)._replace(**short), numbers_of(case_of(scorer, said, described), model))


@pytest.mark.parametrize("ends", [(2, 3), (None, 3), (3, None)], ids=["a range", "a top", "a bottom"])
@pytest.mark.parametrize("kind", ["hourly", "fixed"])
@pytest.mark.parametrize("long", [False, True])
def test_another_pay_is_the_posting_that_says_so(
    scorer: Scorer, kind: str, long: bool, ends: tuple[float | None, float | None]
) -> None:
    """Raised at the top, and as a whole; the least price of a form above a long brief is none."""
    text = FULL["description"] + (" Pay is $70 for the project." + " And again." * 40 if long else "")
    raw = _with(FULL, {"description": text, "pay": {"type": kind, "min": ends[0], "max": ends[1], "currency": "EUR"}})
    described, model = described_of(scorer, raw), scorer._models.ghost
    case = case_of(scorer, raw, described)
    values = [step_of(3.1), step_of(5.0), step_of(29.0)]
    change, readings, known = Changes(0, case, 0, {}, model)._paying(values)
    assert readings == 2
    before = numbers_of(case, model)
    tops = [amount_at(value) for value in values]
    tried = [*({"max": top} for top in tops), *({"min": top, "max": top} for top in tops)]
    for row, (end, then) in enumerate(zip(tried, known(), strict=True)):
        changed = case_of(scorer, _with(raw, {f"pay.{name}": amount for name, amount in end.items()}), described)
        numbers = {name: float(column[row]) for name, column in change.items()}  # type: ignore[index]
        _same(before._replace(**numbers), numbers_of(changed, model))
        assert then._replace(posting=changed.evidence.posting) == known_of(changed)


def test_another_hire_rate_is_the_posting_that_says_so(scorer: Scorer) -> None:
    """Whatever else is known of the client, as no number of postings is."""
    for fitted in (scorer, refitted(scorer)):
        for client in ({}, {"total_spent_usd": 900, "hires": 3}, {"reviews": 2}):
            raw = FULL | {"client": client}
            described, model = described_of(fitted, raw), fitted._models.ghost
            case = case_of(fitted, raw, described)
            change, _, known = Changes(0, case, 0, {}, model)._hiring([1, 37, 100])
            for row, rate in enumerate((1, 37, 100)):
                changed = case_of(fitted, raw | {"client": client | {"hire_rate_percent": rate}}, described)
                numbers = {name: float(column[row]) for name, column in change.items()}  # type: ignore[index]
                _same(numbers_of(case, model)._replace(**numbers), numbers_of(changed, model))
                assert known()[row].record == changed.evidence.ghost.record.kind
