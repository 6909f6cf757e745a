"""The work of a simulated posting: its text, what the page says of its pay and length, and what it will really bring.

What an hourly contract brings is drawn by hours and weeks of its own, not by those that the scorer assumes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = ["Work", "draw_work"]

_FEE = 0.10
#: Title, description, skills, kind and usual pay in US dollars (an hour, or in all). Written for this file.
_WORKS: tuple[tuple[str, str, tuple[str, ...], str, float], ...] = (
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
_FILTERED_SHARE = 0.2

#: Label, share of hourly postings (about as in 1,468 postings of early 2025 that state one), weeks that people read into
#: it, and middle of the weeks that such contracts run (grade D: many end early).
_LENGTHS = (
    ("Less than 1 month", 0.16, 4.0, 1.3),
    ("1 to 3 months", 0.59, 13.0, 4.0),
    ("3 to 6 months", 0.10, 26.0, 8.0),
    ("More than 6 months", 0.15, 26.0, 15.0),
)
_WEEKS_SPREAD, _MOST_WEEKS = 0.8, 52.0
#: Label, share (898 of 1,349 postings of early 2025), hours a week that people read into it, and middle and spread of those
#: really worked (grade D).
_HOURS = (("Less than 30 hrs/week", 0.67, 15.0, 9.0, 0.6), ("30+ hrs/week", 0.33, 35.0, 33.0, 0.2))
#: 731 of 1,907 hourly postings of early 2025 state no rate.
_NO_RATE = 0.38
#: Fixed prices grow or shrink a little (grade D).
_FIXED_SPREAD = 0.3


@dataclass(frozen=True, slots=True)
class Work:
    """``fields`` are those of the posting; ``value_usd`` is what the contract will bring, net of the fee.

    ``shown_rate`` is the pay that the page states, NaN where it states none, and ``shown_times`` what somebody multiplies it
    by who reads the page: the hours a week and the weeks of its labels, 1 for a fixed price.
    """

    fields: dict[str, Any]
    value_usd: float
    shown_rate: float
    shown_times: float


def draw_work(log_pay: float, scam: bool, rng: np.random.Generator) -> Work:
    """Return the work of one posting whose pay lies so far above the usual, in log."""
    title, text, skills, kind, usual = _WORKS[int(rng.integers(len(_WORKS)))]
    if rng.random() < _FILTERED_SHARE:
        text += _FILTERED_WORDS[int(rng.integers(len(_FILTERED_WORDS)))]
    if scam:
        text += _SCAM_LINES[int(rng.integers(len(_SCAM_LINES)))]
    fields: dict[str, Any] = {"title": title, "description": text, "skills": skills}
    pay = usual * float(np.exp(log_pay))
    if kind == "fixed":
        pay = max(5.0, round(pay, 2))
        value = pay * float(np.exp(rng.normal(0, _FIXED_SPREAD)))
        return Work(fields | {"pay": _pay("fixed", pay, pay)}, (1 - _FEE) * value, pay, 1.0)
    label, _, read_weeks, weeks = _LENGTHS[int(rng.choice(len(_LENGTHS), p=[length[1] for length in _LENGTHS]))]
    workload, _, read_hours, hours, spread = _HOURS[int(rng.choice(len(_HOURS), p=[part[1] for part in _HOURS]))]
    ran = min(_MOST_WEEKS, weeks * float(np.exp(rng.normal(0, _WEEKS_SPREAD))))
    value = max(3.0, pay) * hours * float(np.exp(rng.normal(0, spread))) * ran
    # What is agreed lies somewhere in the range that is shown.
    low = max(3.0, pay * rng.uniform(0.7, 1.0))
    high = max(low, pay * rng.uniform(1.0, 1.4))
    shown = rng.random() >= _NO_RATE
    fields |= {
        "pay": _pay("hourly", low, high) if shown else {"type": "hourly"},
        "duration": label,
        "weekly_hours": workload,
    }
    return Work(fields, (1 - _FEE) * value, (low + high) / 2 if shown else float("nan"), read_hours * read_weeks)


def _pay(kind: str, low: float, high: float) -> dict[str, Any]:
    return {"type": kind, "min": round(low, 2), "max": round(high, 2), "currency": "USD"}
