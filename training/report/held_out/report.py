"""The page: what was found in short, then everything that was measured, then texts."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from training.report.held_out.draw import cost_picture, coverage_picture, ranking_picture, reliability_picture
from training.report.held_out.figures import ChanceFigures, Figures
from training.report.held_out.market import Market
from training.report.held_out.parts import (
    STYLE,
    alarms_list,
    figure_of,
    long_table,
    percent,
    pictures,
    tag,
)
from training.report.held_out.told_changes import changes_told
from training.report.held_out.told_texts import mistakes_told
from training.report.held_out.told_who import importance_told, slices_told
from training.report.page import page, paragraph

__all__ = ["held_out_report"]


def held_out_report(figures: Figures, postings: Sequence[dict[str, Any]] | None) -> str:
    """Return the report as one HTML page.

    Parameters
    ----------
    figures : Figures
    postings : sequence of dict or None
        Those of the exam, whose texts are shown; None leaves them out.
    """
    sections = [
        ("In short", _short(figures, has_texts=postings is not None)),
        ("What was measured", _measured(figures)),
        ("Alarms of a leak", paragraph(_ALARMS) + alarms_list(figures.alarms)),
        *((f"Chance: {one.name}", _chance(one)) for one in figures.chances),
        ("Pay markets", paragraph(_MARKETS) + "".join(map(_market, figures.markets))),
        ("Slices", slices_told(figures)),
        ("What the answers rest on", importance_told(figures)),
        ("Against the champion", changes_told(figures, postings)),
        ("The worst mistakes", mistakes_told(figures, postings)),
        ("How this was done", paragraph(_METHOD.format(draws=figures.draws, seed=figures.seed))),
    ]
    made = page(f"Held out: {figures.bundle['name']} {figures.bundle['version']}", sections)
    return made.replace("</style>", f"{STYLE}</style>", 1)


def _short(figures: Figures, *, has_texts: bool) -> str:
    off = [one for one in figures.alarms if not one.holds]
    alarm = f"Alarm: {len(off)} of {len(figures.alarms)} conditions fail: {', '.join(one.name for one in off)}"
    badge = tag(alarm if off else f"No alarm: all {len(figures.alarms)} conditions hold", f"{'bad' if off else 'good'} big")
    rows = [
        [
            one.name,
            f"{one.rows:,}",
            f"{one.base_rate.value:.1%}",
            figure_of(one.losses["Brier"], 4),
            percent(one.ranking.average_precision),
            figure_of(one.ranking.roc_auc),
        ]
        for one in figures.chances
    ]
    markets = [
        [
            one.name,
            f"{one.rows:,}",
            figure_of(one.pinball, 4),
            figure_of(one.baseline, 4),
            figure_of(one.gap, 4, signed=True),
            percent(one.within),
        ]
        for one in figures.markets
    ]
    warning = f"<p>{tag('Holds texts of the data; not to be published.', 'bad')}</p>" if has_texts else ""
    return (
        badge
        + warning
        + long_table(["chance", "rows", "base rate", "Brier", "average precision", "ROC-AUC"], rows)
        + long_table(
            ["market", "rows", "pinball (log pay)", "trivial baseline", "difference", "between p10 and p90"], markets
        )
    )


def _measured(figures: Figures) -> str:
    rows = [[f"bundle {figures.bundle['name']} {figures.bundle['version']}", figures.bundle["digest"]]]
    if figures.champion is not None:
        rows.append([f"champion {figures.champion['name']} {figures.champion['version']}", figures.champion["digest"]])
    rows += [["split", figures.split], *([name, digest] for name, digest in figures.data.items())]
    body = "".join(
        f"<tr><td>{html.escape(name)}</td><td><code>{html.escape(digest)}</code></td></tr>" for name, digest in rows
    )
    digests = f'<div class="wide"><table class="texts"><tbody>{body}</tbody></table></div>'
    rates = [[one.name, f"{one.rows:,}", f"{one.clients:,}", percent(one.base_rate)] for one in figures.chances]
    rates += [[one.name, f"{one.rows:,}", f"{one.clients:,}", "a price each"] for one in figures.markets]
    not_judged = f"Not judged, for all of their rows have one answer: {', '.join(figures.not_judged)}."
    return (
        paragraph(f"{figures.postings:,} postings that are held out were scored as a user would have them scored.")
        + digests
        + long_table(["paper", "rows", "clients", "base rate"], rates)
        + (paragraph(not_judged) if figures.not_judged else "")
    )


def _chance(one: ChanceFigures) -> str:
    drawn = pictures(
        ranking_picture(one.ranking, one.base_rate.value), reliability_picture(one.reliability), cost_picture(one.costs)
    )
    saved = {cost.threshold: figure_of(cost.saved, signed=True) for cost in one.costs}
    rows = [
        [
            f"{errors.threshold:.0%}{f' ({errors.ships})' if errors.ships else ''}",
            f"{errors.acted:,}",
            percent(errors.recall),
            percent(errors.precision),
            figure_of(errors.false_alarms, 1),
            saved[errors.threshold],
        ]
        for errors in one.errors
    ]
    head = ["act from", "rows", "recall", "precision", "false alarms per 1,000", "cost saved a row"]
    told = f"{one.rows:,} rows of {one.clients:,} clients; it came in {percent(one.base_rate)}. " + " ".join(
        f"{loss}: {figure_of(value, 4)}." for loss, value in one.losses.items()
    )
    return paragraph(told) + drawn + long_table(head, rows)


def _market(one: Market) -> str:
    rows = [[f"p{round(100 * of.level)}", f"{of.level:.0%}", percent(of.share)] for of in one.coverage]
    told = f"Pinball loss of log pay {figure_of(one.pinball, 4)}"
    if one.gap is not None:
        told += (
            f"; the trivial baseline has {figure_of(one.baseline, 4)}, a difference of {figure_of(one.gap, 4, signed=True)}"
        )
    return (
        f"<h3>{html.escape(one.name.capitalize())}</h3>"
        + paragraph(f"{one.rows:,} rows of {one.clients:,} clients. {told}.")
        + pictures(coverage_picture(one), f"<div>{long_table(['quantile', 'states', 'real share under it'], rows)}</div>")
    )


_ALARMS = (
    "A condition that fails is a sign that what was learnt from and what is judged by are not apart, or that a figure "
    "cannot be honest. That all hold is no proof."
)
_MARKETS = (
    "The market is what postings offer, in US dollars. A quantile is calibrated when the share that it states lies under "
    "it. The trivial baseline gives every posting the quantiles of its kind of pay in the training part."
)
_METHOD = (
    "The rows are those that the split holds out, by client and by time; the bundle answered them through the scorer's own "
    "command line. Intervals are 95%, from {draws:,} samples of whole clients (seed {seed}); those of the reliability "
    "pictures are Wilson's. Danger is weighted to the pool that its labels were drawn from. Average precision is to be held "
    "against the base rate. To act at a threshold t is right where a needless action costs t and a missed one 1 - t; what "
    "is saved is against the better of always and never acting. Marks against the champion are those of the gate: beyond "
    "noise when all slices are looked at together."
)
