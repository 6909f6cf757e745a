"""The report as one page: what is beyond noise first, then everything that was looked at, then how it was judged."""

from __future__ import annotations

import html
from collections.abc import Sequence

from training.drift.calibration import LEAST_CLIENTS, LEAST_FOR_LEVEL, LEAST_FOR_SLOPE, LEAST_OF_EACH, Calibration
from training.drift.judge import LEVEL, Finding, Part
from training.drift.pictures import calibration_picture, index_picture, rows_of, shares_picture, unknown_picture
from training.drift.run import Drift
from training.drift.shares import Rate
from training.report.page import page, paragraph
from training.report.page import table as plain_table

__all__ = ["drift_report", "headline"]

_PARTS: dict[Part, str] = {
    "field": "Another distribution",
    "unknown": "Read less often",
    "text": "Other texts",
    "chance": "Another distribution",
    "calibration": "Against outcomes",
}
_STYLE = "<style>@media (max-width: 60rem) { .lines { white-space: nowrap; } }</style>"
#: So many fields that moved are drawn bin by bin.
_MOST_DRAWN = 6


def headline(drift: Drift) -> str:
    """Return what was found in one sentence."""
    found, number = drift.drifted, len(drift.findings)
    if not found:
        return f"No drift: none of {number} figures is beyond noise."
    return f"Drift: {len(found)} of {number} figures beyond noise, {sum(one.large for one in found)} of these large."


def drift_report(drift: Drift) -> str:
    """Return the report as one HTML page."""
    sections = [
        ("In short", _STYLE + _short(drift)),
        ("Fields", _fields(drift)),
        ("Unknown values", _unknown(drift)),
        ("Texts", _texts(drift)),
        ("Stated chances", _chances(drift)),
        ("Chances and outcomes", _outcomes(drift.calibration)),
        ("How this is judged", paragraph(_METHOD.format(draws=drift.draws, level=LEVEL))),
    ]
    return page("Are lately scored postings still like training?", sections)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table that moves sideways on a telephone, instead of breaking its sentences into words."""
    return f'<div class="lines">{plain_table(head, rows)}</div>'


def _badge(drift: Drift) -> str:
    colour = "#a84e00" if drift.drifted else "#2e7d32"
    style = f"display:inline-block;background:{colour};color:#fff;padding:.5rem 1rem;border-radius:6px;font-weight:600"
    return f'<p style="{style}">{html.escape(headline(drift))}</p>'


def _short(drift: Drift) -> str:
    sizes = (
        f"{drift.ledger[0]:,} scored postings by {drift.ledger[1]:,} clients are held against {drift.training[0]:,} "
        f"training postings by {drift.training[1]:,}; of one client at most three count."
    )
    if not drift.drifted:
        return _badge(drift) + paragraph(sizes)
    return _badge(drift) + paragraph(sizes) + "<ul>" + "".join(map(_item, drift.drifted)) + "</ul>"


def _item(one: Finding) -> str:
    """Return a finding as an item of a list: a table of sentences is not to be read on a telephone."""
    size = "Large" if one.large else "Not large"
    told = f"{_PARTS[one.part]}: {one.said}. {size}; corrected p {_p(one.corrected)}."
    return f"<li><b>{html.escape(one.name)}</b><br>{html.escape(told)}</li>"


def _p(value: float) -> str:
    return "under 0.001" if value < 0.001 else f"{value:.3f}"


def _names(drift: Drift, part: Part) -> list[str]:
    return [one.name for one in drift.drifted if one.part == part]


def _by_name(drift: Drift, part: Part) -> dict[str, Finding]:
    return {one.name: one for one in drift.findings if one.part == part}


def _fields(drift: Drift) -> str:
    if not drift.compared.fields:
        return paragraph("No field has two values to compare.")
    moved, judged = _names(drift, "field"), _by_name(drift, "field")
    drawn = [shares_picture(one) for name in moved[:_MOST_DRAWN] for one in drift.compared.fields if one.name == name]
    rows = [
        [
            one.name,
            f"{one.index.found:.3f}",
            f"{one.index.expected:.3f}",
            _p(judged[one.name].corrected),
            judged[one.name].said,
        ]
        for one in sorted(drift.compared.fields, key=lambda one: (judged[one.name].corrected, judged[one.name].p))
    ]
    head = ["field", "stability index", "by chance alone", "p, corrected", "what moved most"]
    pictures = rows_of(index_picture(drift.compared.fields, moved), "".join(drawn[:2]), *drawn[2:])
    never = drift.compared.never_known
    told = paragraph(f"Not compared, for no training posting has them: {'; '.join(never)}.") if never else ""
    return paragraph(_FIELDS) + told + pictures + _table(head, rows)


_FIELDS = (
    "The population stability index of each field: numbers in the deciles of training, categories in the words that are "
    "usual there, and unknown as a bin of its own. It grows as postings grow fewer, so it is shown beside its mean where "
    "nothing drifted."
)


def _unknown(drift: Drift) -> str:
    if not drift.compared.unknown:
        return paragraph("Every field is known everywhere, or nowhere.")
    judged = _by_name(drift, "unknown")
    ordered = sorted(drift.compared.unknown, key=lambda one: -one.rise.found)
    rows = [
        [one.name, *(_share(rate) for rate in (one.training, one.ledger)), _p(judged[one.name].corrected)] for one in ordered
    ]
    head = ["field", "unknown in training", "in the ledger", "p of a rise, corrected"]
    return rows_of(unknown_picture(drift.compared.unknown, _names(drift, "unknown"))) + _table(head, rows)


def _share(rate: Rate) -> str:
    low, high = rate.interval
    return f"{rate.share:.1%} ({low:.1%} to {high:.1%})"


def _texts(drift: Drift) -> str:
    if not drift.text:
        return paragraph("One side has no texts to compare.")
    judged = _by_name(drift, "text")
    rows = [[one.name, _share(one.training), _share(one.ledger), _p(judged[one.name].corrected)] for one in drift.text]
    new = [word for one in drift.text for word in one.words]
    words = paragraph("Unknown words in the most postings of the ledger: " + ", ".join(new) + ".") if new else ""
    return paragraph(_TEXTS) + _table(["what", "training, stood aside", "ledger", "p of a rise, corrected"], rows) + words


_TEXTS = (
    "The baseline are training postings of clients that stood aside. A posting is unlike any when its nearest training "
    "text is less like it than that of 95% of them (cosine of words, the rarer the heavier; 20 words at least)."
)


def _chances(drift: Drift) -> str:
    judged = _by_name(drift, "chance")
    rows = [
        [
            one.name,
            f"{one.index.found:.3f}",
            f"{one.index.expected:.3f}",
            _p(judged[one.name].corrected),
            judged[one.name].said,
        ]
        for one in drift.compared.chances
    ]
    head = ["chance", "stability index", "by chance alone", "p, corrected", "what moved most"]
    return paragraph(_CHANCES) + rows_of(*map(shares_picture, drift.compared.chances)) + _table(head, rows)


_CHANCES = (
    "What one and the same bundle answers to both sides, in deciles of training. Postings whose label the bundle learnt "
    "from are left out where 200 others remain."
)


def _outcomes(of: Calibration) -> str:
    known = len(of.matured.ghost)
    told = (
        f"{of.matured.old_enough:,} scored postings are 30 days old, and the outcome of {known:,} of these is known; "
        f"{of.matured.young:,} are younger and do not count, however they ended. The chance is the one that was given then."
    )
    if known < of.matured.old_enough:
        told += " Where an outcome is known for a reason that has to do with it, the known ones are no fair sample of all."
    parts = [paragraph(told)]
    if of.missing:
        parts.append(paragraph(of.missing))
    if of.gap is not None and of.low is not None and of.high is not None:
        parts.append(paragraph(_level(of.gap, of.low, of.high, of.p_gap)))
    if of.slope is not None:
        parts.append(paragraph(_SLOPE.format(slope=of.slope, low=of.slope_low, high=of.slope_high, p=_p(of.p_slope or 0.0))))
    if of.parts:
        parts.append(rows_of(calibration_picture(of)))
    if of.bundles:
        rows = [[name, f"{n:,}", f"{stated:.1%}", f"{real:.1%}"] for name, n, stated, real in of.bundles]
        parts.append(_table(["given by", "postings", "mean stated chance", "ended without a hire"], rows))
    return "".join(parts) + paragraph(_OUTCOMES)


def _level(gap: float, low: float, high: float, p: float | None) -> str:
    return (
        f"Level: the share that ended without a hire is {gap * 100:+.1f} points from the mean stated chance "
        f"(95% interval over clients {low * 100:+.1f} to {high * 100:+.1f}; p {_p(p or 0.0)} by itself)."
    )


_SLOPE = (
    "Slope: {slope:.2f} (95% interval over clients {low:.2f} to {high:.2f}; p {p} by itself). 1 is right; under 1, high "
    "chances are too high and low ones too low."
)
_OUTCOMES = (
    f"The level takes {LEAST_FOR_LEVEL} outcomes of {LEAST_CLIENTS} clients, the slope {LEAST_FOR_SLOPE}, "
    f"{LEAST_OF_EACH} of either kind. Danger is not held against feedback: it is told where somebody took offence, which "
    "is no fair sample."
)
_METHOD = (
    "Each figure is held against {draws:,} draws in which the clients of both sides are dealt out anew at random, whole "
    "clients at a time; p is how often a draw reaches it. A field of numbers is judged by its index or by how far its "
    "mean decile moved, whichever is surer. All figures together are corrected for their number (Westfall and Young's "
    "step-down rule within figures of the same draws, Holm's for outcomes, then for there being several such families), "
    "so that a report on sides that do not differ finds anything in about {level:.0%} of cases. Beyond noise is not yet "
    "much: large is a stability index of 0.25 above that by chance, ten points of a share, or a slope off by 0.3."
)
