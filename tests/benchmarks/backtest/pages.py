"""The panels of a simulated job page: the client's record and the activity, held to the shares of measured pages.

Measured are 3,172 open postings of early 2025 (interviews, proposals and invitations by age) and 4,994 of one day that
nobody filtered (verified payment by spend); ``tests/training/test_backtest_pages.py`` compares. How far any of it follows
what will become of the posting nobody has measured: that is the `World`'s.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from scipy.special import expit, logit

from tests.benchmarks.backtest.world import World

__all__ = ["HIRED_OF_OPEN", "SEEN_AT", "activity_panel", "client_panel"]

SEEN_AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
#: About the share of open postings that will hire: how far either kind lies from the measured average.
HIRED_OF_OPEN = 0.33
#: Somebody in interviews: of postings under half a day old 50%, older than 3 days 62%, evenly between. A little more here,
#: for late postings hire less often than `HIRED_OF_OPEN`.
_BUSY_AT_ONCE, _BUSY_LATER, _BUSY_BY_DAYS = 0.48, 0.66, 3.5
#: Of those, one person in 23%, two in 17%, 3 or 4 in 24%, 5 to 9 in 24%, more in 13%: a geometric distribution.
_ONE_INTERVIEW = 0.22
#: Middle of the days since the last look, where the client looked at all (grade D).
_QUIET_DAYS = 1.0
#: Days in which most who will write have written: the buckets are the same from half a day on.
_CROWD_DAYS = 0.1
_BUCKETS = ((5, "Less than 5"), (10, "5 to 10"), (15, "10 to 15"), (20, "15 to 20"), (50, "20 to 50"))
#: 64% have invited nobody; the others invite 8 on average, a third of whom do not answer.
_NO_INVITES, _MEAN_INVITES = 0.64, 8.0
_UNANSWERED_BUSY, _UNANSWERED = 0.3, 0.4
#: Of clients with zero spend 25% have a verified payment; nobody hires without it, so all others have.
_VERIFIED_AT_EVEN_INTENT = -0.75
_VERIFIED_SCAM = 0.5
_USUAL_CONTRACT_USD, _CONTRACT_SPREAD = 450.0, 1.4
_REVIEWED = 0.6


def client_panel(
    posts: int, hires: int, intent: float, scam: bool, world: World, rng: np.random.Generator
) -> dict[str, Any]:
    """Return the panel about the client, without the id; ``posts`` are finished postings, this one comes on top."""
    spent = float(hires * np.exp(rng.normal(np.log(_USUAL_CONTRACT_USD), _CONTRACT_SPREAD))) if hires else 0.0
    reviews = int(rng.binomial(hires, _REVIEWED))
    slope = world.tells * world.verified_slope
    # At the slope 0 the share must be the same: the log odds of those who never hired average to about -1.
    willing = slope * float(logit(np.clip(intent, 0.02, 0.98))) + (world.verified_slope - slope) * -1.0
    verified = bool(hires) or bool(rng.random() < (_VERIFIED_SCAM if scam else expit(_VERIFIED_AT_EVEN_INTENT + willing)))
    return {
        "payment_verified": verified,
        "jobs_posted": posts + 1,
        "hire_rate_percent": round(100 * hires / (posts + 1)),
        "hires": hires,
        "total_spent_usd": round(spent, 2),
        "rating": round(float(np.clip(rng.normal(4.8, 0.25), 1, 5)), 2) if reviews else None,
        "reviews": reviews,
    }


def activity_panel(willing: bool, age: float, rivals: float, world: World, rng: np.random.Generator) -> dict[str, Any]:
    """Return the activity of a posting that is open at an age in days, ``rivals`` of whom will write in the end."""
    side = 1 - HIRED_OF_OPEN if willing else -HIRED_OF_OPEN
    busy_share = _BUSY_AT_ONCE + (_BUSY_LATER - _BUSY_AT_ONCE) * min(1.0, age / _BUSY_BY_DAYS)
    busy = bool(rng.random() < expit(logit(busy_share) + world.tells * world.interview_log_odds * side))
    longer = world.quiet_factor ** (-world.tells if willing else world.tells)
    quiet = rng.exponential(_QUIET_DAYS / np.log(2) * longer)
    here = int(rng.poisson(rivals * (1 - np.exp(-age / _CROWD_DAYS))))
    invites = 0 if rng.random() < _NO_INVITES else int(rng.geometric(1 / _MEAN_INVITES))
    return {
        "proposals": next((name for most, name in _BUCKETS if here < most), "50+"),
        "interviewing": int(rng.geometric(_ONE_INTERVIEW)) if busy else 0,
        "hires": 0,
        # The page shows no time until the client has looked.
        "last_viewed": (SEEN_AT - timedelta(days=float(quiet))).isoformat() if quiet < age else None,
        "invites_sent": invites,
        "unanswered_invites": int(rng.binomial(invites, _UNANSWERED_BUSY if busy else _UNANSWERED)),
    }
