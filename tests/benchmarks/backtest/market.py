"""A simulated marketplace as a freelancer meets it: job pages of open postings at some age, with the truth behind them.

Intents, records, hires and withdrawals come from `training.simulate`; here each posting gets a page. All numbers are
our own (grade D) where no source is named. The value of hourly work uses the hours and weeks that the scorer assumes, which
favours the scorer's value; the shares of interviews and proposals are not those of measured pages.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from scipy.special import expit

from features.posting import Posting, read_posting
from tests.benchmarks.backtest.deals import Deals
from training.metrics import Array
from training.simulate.marketplace import Marketplace, draw_marketplace
from training.simulate.truth import Truth, usual_truth

__all__ = ["OTHERS", "USUAL", "World", "draw_deals", "truth_of"]

_SEEN_AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
_FEE = 0.10


@dataclass(frozen=True, slots=True)
class World:
    """What the pages of a marketplace tell.

    Parameters
    ----------
    strength : float
        Of the beta distribution of clients' intents, in postings: the smaller, the more clients differ, and the more a
        record tells. 4 is what `training.simulate` has. On marketplaces whose outcomes are known a record tells as much
        as at 12.7, 43.8 and 175 (``models/default/ghost.json``).
    tells : float
        How much the activity on the page follows what will become of the posting: 1 as below, 0 not at all.
    """

    name: str
    strength: float = 4.0
    tells: float = 1.0
    #: Average age in days at which a freelancer meets a posting, and the oldest.
    mean_age: float = 1.5
    most_age: float = 10.0
    #: Scams in 100 postings; 2.1% of labelled postings are a clear danger (model card).
    scam_share: float = 0.025
    #: Connects cost more where more is paid, by so many a unit of log pay.
    price_slope: float = 1.5


USUAL = World("as simulated")
OTHERS = (
    World("records tell less (strength 12)", strength=12.0),
    World("records tell little (strength 36)", strength=36.0),
    World("activity tells nothing", tells=0.0),
    World("price follows pay closely", price_slope=4.0),
)

#: Title, description, skills, kind and usual pay in US dollars (an hour, or in all). Written for this file.
_WORK: tuple[tuple[str, str, tuple[str, ...], str, float], ...] = (
    ("Logo for a small tea shop", "One logo, two rounds of changes, vector files at the end. Colours are chosen.",
     ("Logo Design", "Illustration"), "fixed", 110.0),
    ("Landing page from a ready design", "Build one page in HTML and CSS from our Figma file, with a contact form.",
     ("HTML", "CSS", "Figma"), "fixed", 240.0),
    ("Weekly bookkeeping for a studio", "Sort receipts, reconcile two accounts, one report a month. We use Xero.",
     ("Bookkeeping", "Xero"), "hourly", 17.0),
    ("Python scripts for stock reports", "Read three CSV exports, clean them, write one report every night. Tests wanted.",
     ("Python", "pandas"), "hourly", 28.0),
    ("Five product articles", "Five articles of 900 words about garden tools. Outline is given, sources to be named.",
     ("Article Writing", "SEO"), "fixed", 170.0),
    ("Help desk in the evenings", "Answer customer mails from 6 to 10 pm, about thirty a day, templates are there.",
     ("Customer Support", "Email"), "hourly", 8.0),
    ("Short clips from long interviews", "Cut ten clips of one minute with captions out of two recordings of an hour.",
     ("Video Editing", "Captions"), "fixed", 150.0),
    ("React components for a dashboard", "Twelve components with Storybook from a finished design, typed, reviewed weekly.",
     ("React", "TypeScript"), "hourly", 33.0),
)  # fmt: skip
#: What a scam adds to its text, and words that honest clients use, too, and that people filter by.
_SCAM_LINES = (
    " Message me on Telegram first, we talk there.",
    " A refundable deposit of $40 secures your place.",
    " We pay in crypto outside the site to save fees.",
    " Send a photo of your ID with your offer.",
)
_FILTERED_WORDS = (" It is a quick and easy job.", " Urgent, please start today.", " A simple task for the right person.")
_DURATIONS = (("Less than 1 month", 2.0), ("1 to 3 months", 8.7), ("3 to 6 months", 19.5))
_BUCKETS = ((5, "Less than 5"), (10, "5 to 10"), (15, "10 to 15"), (20, "15 to 20"), (50, "20 to 50"))


def truth_of(world: World) -> Truth:
    """Return what holds of its clients and postings."""
    return replace(usual_truth(), strength=world.strength, by_intent=True)


def draw_deals(world: World, postings: int, seed: int) -> Deals:
    """Return about so many open postings, as they are met; those hired or withdrawn earlier are not met."""
    rng = np.random.default_rng([20_260_501, seed])
    market = draw_marketplace(truth_of(world), round(1.6 * postings), rng)
    n = len(market.x)
    age = np.minimum(rng.exponential(world.mean_age, n), world.most_age)
    met = np.flatnonzero((market.hired_days > age) & (market.withdrawn_days > age))[:postings]
    return _deals(world, market, age, met, rng)


def _deals(world: World, market: Marketplace, age: Array, met: np.ndarray[Any, Any], rng: np.random.Generator) -> Deals:
    scam = rng.random(len(age)) < world.scam_share
    pages = [_Page(world, market, int(i), float(age[i]), bool(scam[i]), rng) for i in met]
    hired = np.isfinite(market.hired_days[met]) & ~scam[met]
    # The marketplace removes some scams, which gives the Connects back.
    removed = scam[met] & (rng.random(len(met)) < 0.3)
    refunded = (np.isfinite(market.withdrawn_days[met]) & ~hired) | removed
    return Deals(
        world.name,
        [page.posting for page in pages],
        np.array([page.connects for page in pages], dtype=np.float64),
        hired,
        refunded,
        np.array([page.you for page in pages]),
        np.array([page.value for page in pages]),
        [str(client) for client in market.client[met]],
    )


class _Page:
    """One job page, drawn from the truth of its posting."""

    def __init__(self, world: World, market: Marketplace, i: int, age: float, scam: bool, rng: np.random.Generator) -> None:
        title, text, skills, kind, usual = _WORK[int(rng.integers(len(_WORK)))]
        duration, weeks = _DURATIONS[int(rng.integers(len(_DURATIONS)))]
        pay = usual * float(np.exp(market.x[i, 0]))
        pay = max(3.0, pay) if kind == "hourly" else max(5.0, pay)
        if rng.random() < 0.2:
            text += _FILTERED_WORDS[int(rng.integers(len(_FILTERED_WORDS)))]
        if scam:
            text += _SCAM_LINES[int(rng.integers(len(_SCAM_LINES)))]
        self.connects = int(np.clip(round(10 + world.price_slope * market.x[i, 0] + rng.normal(0, 2)), 6, 16))
        self.value = (1 - _FEE) * (pay * 15 * weeks if kind == "hourly" else pay)
        rivals = float(np.exp(rng.normal(np.log(18) + 0.3 * market.x[i, 0], 0.8)))
        # One of those who write is hired, you a little likelier than one of a crowd that writes the same to everybody.
        self.you = 1.5 / (1.5 + 0.9 * rivals)
        hires, posts = int(market.hires[i]), int(market.posts[i])
        coming = float(market.hired_days[i]) if world.tells > rng.random() else (3.0 if rng.random() < 0.38 else np.inf)
        written = datetime.isoformat(_SEEN_AT - timedelta(days=age))
        self.posting: Posting = read_posting(
            {
                "id": f"simulated-{i}",
                "observed_at": _SEEN_AT.isoformat(),
                "posted_at": written,
                "title": title,
                "description": text,
                "skills": skills,
                "pay": {"type": kind, "min": round(pay, 2), "max": round(pay, 2), "currency": "USD"},
                "duration": duration if kind == "hourly" else None,
                "weekly_hours": "Less than 30 hrs/week" if kind == "hourly" else None,
                "connects": self.connects,
                "client": _client(hires, posts, rng) | {"id": f"client-{market.client[i]}"},
                "activity": _activity(coming, age, rivals, rng),
            }
        )


def _client(hires: int, posts: int, rng: np.random.Generator) -> dict[str, Any]:
    spent = float(hires * np.exp(rng.normal(np.log(300), 1.0))) if hires else 0.0
    reviews = int(rng.binomial(hires, 0.6))
    # Verified is not vetted: nobody hires without it, half of the others have it.
    verified = bool(hires) or bool(rng.random() < 0.5)
    return {
        "payment_verified": verified,
        "jobs_posted": posts + 1,
        "hire_rate_percent": round(100 * hires / (posts + 1)),
        "hires": hires,
        "total_spent_usd": round(spent, 2),
        "rating": round(float(np.clip(rng.normal(4.8, 0.25), 1, 5)), 2) if reviews else None,
        "reviews": reviews,
    }


def _activity(coming: float, age: float, rivals: float, rng: np.random.Generator) -> dict[str, Any]:
    """Return the counters: most who will hire interview in the days before it, some who will not do so, too."""
    lead = rng.uniform(0.5, 5.0)
    busy = coming - lead < age if np.isfinite(coming) else rng.random() < 0.25 * expit(age - 1)
    interviewing = 1 + int(rng.poisson(1.5)) if busy else 0
    # Who means to hire looks every day or two; others more and more rarely.
    quiet = rng.exponential(0.7 if np.isfinite(coming) else 2.0)
    seen = min(age, quiet)
    here = int(rng.poisson(rivals * (1 - np.exp(-age / 1.5))))
    bucket = next((name for most, name in _BUCKETS if here < most), "50+")
    invites = int(rng.poisson(1.0))
    return {
        "proposals": bucket,
        "interviewing": interviewing,
        "hires": 0,
        "last_viewed": (_SEEN_AT - timedelta(days=float(seen))).isoformat() if seen < age else None,
        "invites_sent": invites,
        "unanswered_invites": int(rng.binomial(invites, 0.2 if interviewing else 0.7)),
    }
