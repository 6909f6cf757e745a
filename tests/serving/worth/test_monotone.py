"""What must hold of the sum on any posting: which way each thing may move it."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from features.posting import read_posting
from features.profile import Profile
from serving.answer import Worth
from serving.scorer import Scorer
from tests.support.strategies import postings

RATE = st.one_of(st.none(), st.floats(5, 200))
SOME = settings(max_examples=100, deadline=None)


def _worth(scorer: Scorer, raw: dict[str, Any], who: Profile | None = None) -> Worth:
    return scorer.score(read_posting(raw), who).worth


def _left(worth: Worth) -> float:
    """Return what the sum rests on where the Connects are not known, too."""
    return worth.p_win * (worth.value_if_hired_usd or 0.0)


@given(raw=postings(), low=st.integers(0, 60), more=st.integers(1, 60))
@SOME
def test_more_connects_never_raise_the_value(scorer: Scorer, raw: dict[str, Any], low: int, more: int) -> None:
    """The value falls with the price, its ends too; what is worth paying does not move."""
    cheap, dear = (_worth(scorer, {**raw, "connects": price}) for price in (low, low + more))
    assert cheap.max_connects == dear.max_connects
    for name in ("expected_value_usd", "expected_value_low_usd", "expected_value_high_usd"):
        before, after = getattr(cheap, name), getattr(dear, name)
        assert (before is None) == (after is None)
        assert before is None or after <= before


@given(raw=postings(), jobs=st.integers(1, 300), hires=st.integers(0, 300), more=st.integers(0, 300), rate=RATE)
@SOME
def test_a_better_record_never_lowers_the_value(
    scorer: Scorer, raw: dict[str, Any], jobs: int, hires: int, more: int, rate: float | None
) -> None:
    """More hires of as many postings, in either form of the record, whoever asks."""
    who = Profile(hourly_rate_usd=rate)
    client = {**(raw.get("client") or {}), "jobs_posted": jobs}
    for name, fields in (
        ("hires", (hires, hires + more)),
        ("hire_rate_percent", (hires % 101, min(100, hires % 101 + more))),
    ):
        other = {key: value for key, value in client.items() if key not in ("hires", "hire_rate_percent")}
        worse, better = (_worth(scorer, {**raw, "client": {**other, name: field}}, who) for field in fields)
        assert _left(better) >= _left(worse)
        assert worse.max_connects is None or (better.max_connects or 0) >= worse.max_connects
        if worse.expected_value_usd is not None:
            assert better.expected_value_usd is not None
            assert better.expected_value_usd >= worse.expected_value_usd


@given(raw=postings(), sent=st.integers(1, 500), hires=st.integers(0, 500), more=st.integers(0, 500))
@SOME
def test_a_higher_own_rate_never_lowers_the_most(
    scorer: Scorer, raw: dict[str, Any], sent: int, hires: int, more: int
) -> None:
    """More hires of as many proposals, or as many of fewer."""
    hires = min(hires, sent)
    few, many = min(sent, hires), min(sent, hires + more)
    worse, better = (_worth(scorer, raw, Profile(proposals_sent=sent, hires=number)) for number in (few, many))
    assert worse.max_connects is None or (better.max_connects or 0) >= worse.max_connects
    longer, shorter = (_worth(scorer, raw, Profile(proposals_sent=number, hires=few)) for number in (sent + more, sent))
    assert longer.max_connects is None or (shorter.max_connects or 0) >= longer.max_connects


@given(raw=postings(), usual=st.floats(1, 200), more=st.floats(0, 200), rate=st.floats(5, 200))
@SOME
def test_a_client_who_pays_more_is_never_worth_less(
    scorer: Scorer, raw: dict[str, Any], usual: float, more: float, rate: float
) -> None:
    """By what it has paid an hour on average."""
    client = raw.get("client") or {}
    who = Profile(hourly_rate_usd=rate)
    worse, better = (
        _worth(scorer, {**raw, "client": {**client, "avg_hourly_usd": paid}}, who) for paid in (usual, usual + more)
    )
    assert _left(better) >= _left(worse)


@given(raw=postings(), pay=st.floats(3, 2_000), more=st.floats(0, 2_000), kind=st.sampled_from(["hourly", "fixed"]))
@SOME
def test_more_pay_is_never_worth_less(scorer: Scorer, raw: dict[str, Any], pay: float, more: float, kind: str) -> None:
    """Whatever the freelancer's own rate is."""
    # Next to the least price a form takes, a long brief makes a price a placeholder.
    assume(kind == "hourly" or pay > 5)
    for who in (Profile(), Profile(hourly_rate_usd=40)):
        low, high = (
            _worth(scorer, {**raw, "pay": {"type": kind, "min": amount, "max": amount, "currency": "USD"}}, who)
            for amount in (pay, pay + more)
        )
        assert _left(high) >= _left(low)


@given(raw=postings(), mine=st.lists(st.text(alphabet="abc XYZ+#", min_size=1, max_size=12), max_size=6))
@SOME
def test_more_skills_are_never_worth_less(scorer: Scorer, raw: dict[str, Any], mine: list[str]) -> None:
    """Once any are told: having one more of those asked for."""
    asked = raw.get("skills") or ["X"]
    raw = {**raw, "skills": asked}
    who = Profile(skills=("cobol", *mine))
    more = Profile(skills=("cobol", *mine, asked[0]))
    assert _left(_worth(scorer, raw, more)) >= _left(_worth(scorer, raw, who))


@given(raw=postings())
@SOME
def test_an_unverified_payment_is_never_worth_more(scorer: Scorer, raw: dict[str, Any]) -> None:
    """And an unknown one is as good as a verified one: unknown is not bad."""
    client = raw.get("client") or {}
    unverified, unknown, verified = (
        _left(_worth(scorer, {**raw, "client": {**client, "payment_verified": value}})) for value in (False, None, True)
    )
    assert unverified <= unknown == verified


@given(raw=postings())
@SOME
def test_an_invitation_is_never_worth_less(scorer: Scorer, raw: dict[str, Any]) -> None:
    """Somebody chose you to write."""
    plain, invited = (_left(_worth(scorer, {**raw, "invited": value})) for value in (None, True))
    assert invited >= plain


@given(raw=postings(), hires=st.integers(1, 5))
@SOME
def test_a_taken_posting_is_never_worth_more(scorer: Scorer, raw: dict[str, Any], hires: int) -> None:
    """That somebody was hired helps nobody else, however unlikely it was; nor is it a plain apply any more."""
    activity = {**(raw.get("activity") or {})}
    still, taken = (scorer.score(read_posting({**raw, "activity": {**activity, "hires": number}})) for number in (0, hires))
    assert taken.worth.p_win <= still.worth.p_win
    assert taken.verdict != "apply"


@given(raw=postings(), bids=st.lists(st.integers(0, 200), max_size=8))
@SOME
def test_boosts_are_what_they_say(scorer: Scorer, raw: dict[str, Any], bids: list[int]) -> None:
    """Places down to the highest free one, a lower one never dearer, each one Connect above the bid that holds it."""
    raw = {**raw, "boost_bids": bids, "invited": None, "posted_at": None, "activity": {}}
    answer = scorer.score(read_posting(raw))
    boosts, worth = answer.worth.boosts, answer.worth
    if worth.value_if_hired_usd is None:
        assert boosts == ()
        return
    top = sorted((bid for bid in bids if bid > 0), reverse=True)[:4]
    assert [boost.place for boost in boosts] == list(range(min(4, len(top) + 1), 0, -1))
    assert [boost.connects for boost in boosts] == sorted(boost.connects for boost in boosts)
    assert boosts[-1].connects == (top[0] if top else 0) + 1
    gain = worth.p_win * (1 - answer.scam.probability) * worth.value_if_hired_usd
    for boost in boosts:
        more = gain * (scorer.assumptions[f"boost_factor_{boost.place}"] - 1)
        assert abs(boost.gain_usd - (more - boost.cost_usd)) <= 1e-3 + 1e-9 * gain
        assert boost.cost_usd <= boost.connects * 0.15
