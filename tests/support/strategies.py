"""Hypothesis strategies: postings of the contract, hostile ones included."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

__all__ = ["postings"]

_WORDS = st.sampled_from(
    ["python", "logo", "message me on Telegram", "deposit of $50", "$5", "urgent", "dashboard", "never", "5-star reviews",
     "t e l e g r a m", "Теlegram", "​", "‮", "🙂", "<script>", "\n", "hours", "translate", "İ", "ﬁ", "日本語"]
)  # fmt: skip
_TEXT = st.one_of(
    st.lists(_WORDS, max_size=30).map(" ".join),
    st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300),
)
_COUNT = st.one_of(st.none(), st.integers(0, 5_000))
_FLAG = st.one_of(st.none(), st.booleans())
_MONEY = st.one_of(st.none(), st.floats(0, 1e6, allow_nan=False).map(lambda x: round(x, 2)))


def _optional(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


_PAY = st.one_of(
    st.none(),
    st.builds(
        lambda kind, low, more, currency: {
            "type": kind, "min": low, "max": None if low is None else low + (more or 0), "currency": currency,
        },
        st.sampled_from(["hourly", "fixed"]), _MONEY, _MONEY, st.sampled_from([None, "USD", "EUR"]),
    ),
)  # fmt: skip
_CLIENT = _optional(
    payment_verified=_FLAG, rating=st.one_of(st.none(), st.floats(0, 5)), reviews=_COUNT, jobs_posted=_COUNT,
    hire_rate_percent=st.one_of(st.none(), st.integers(0, 110)), open_jobs=_COUNT, total_spent_usd=_MONEY, hires=_COUNT,
)  # fmt: skip
_ACTIVITY = _optional(
    proposals=st.sampled_from([None, "Less than 5", "5 to 10", "20 to 50", "50+", 7]),
    last_viewed=st.sampled_from([None, "3 hours ago", "2 weeks ago"]),
    hires=st.sampled_from([None, 0, 0, 1]), interviewing=_COUNT, invites_sent=_COUNT, unanswered_invites=_COUNT,
)  # fmt: skip


def postings() -> st.SearchStrategy[dict[str, Any]]:
    """Return postings that the contract accepts: any text, any known or unknown field."""
    required = {"title": _TEXT.map(lambda text: "x" + text), "description": _TEXT}
    optional = {
        "skills": st.lists(st.text(alphabet="abc XYZ+#", min_size=1, max_size=12), max_size=6),
        "tier": st.sampled_from([None, "entry", "intermediate", "expert"]),
        "pay": _PAY,
        "duration": st.sampled_from([None, "1 to 3 months", "More than 6 months", "no idea"]),
        "weekly_hours": st.sampled_from([None, "Less than 30 hrs/week", "30+ hrs/week", "?"]),
        "connects": st.one_of(st.none(), st.integers(0, 60)),
        "invited": _FLAG,
        "observed_at": st.sampled_from([None, "2026-11-20T10:00:00Z"]),
        "posted_at": st.sampled_from([None, "2026-11-01T10:00:00Z", "2 weeks ago", "today"]),
        "client": _CLIENT,
        "activity": _ACTIVITY,
    }
    return st.fixed_dictionaries(required, optional=optional)
