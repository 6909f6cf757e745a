"""The pictures of the report: each narrow enough to be read on a telephone, and side by side where there is room."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from training.drift.calibration import Calibration
from training.drift.compare import Shift, Unknown
from training.drift.shares import Rate
from training.report.page import picture

__all__ = ["calibration_picture", "index_picture", "rows_of", "shares_picture", "unknown_picture"]

_TRAINING, _LEDGER, _DRIFT, _FAINT = "#8a94a0", "#0b5394", "#c05a00", "#d9dee3"
_WIDTH = 4.9
_LONGEST_LABEL = 22
#: From here on the font of the drawings lacks letters.
_NO_LETTER = "\u0530"


def rows_of(*pictures: str) -> str:
    """Return pictures side by side, or under each other; their words are dark in every theme, as their ground is white."""
    each = "".join(f'<div style="flex:1 1 24rem;max-width:31rem;min-width:0;color:#222">{one}</div>' for one in pictures)
    return f'<div style="display:flex;flex-wrap:wrap;gap:0 1rem">{each}</div>'


def _figure(height: float) -> tuple[Any, Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(_WIDTH, height), layout="constrained")
    axes = figure.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=9)
    return figure, axes


def _legend(figure: Any, number: int) -> None:
    figure.legend(loc="outside upper left", ncols=number, frameon=False, fontsize=9, columnspacing=1.2, handletextpad=0.5)


def index_picture(shifts: Sequence[Shift], drifted: Collection[str]) -> str:
    """Return the stability index of each field, beside what chance shows; the largest excess on top."""
    ordered = sorted(shifts, key=lambda one: one.index.found - one.index.expected)
    figure, axes = _figure(0.9 + 0.23 * len(ordered))
    places = np.arange(len(ordered))
    found = [one.index.found for one in ordered]
    colours = [_DRIFT if one.name in drifted else _TRAINING for one in ordered]
    axes.barh(places, found, color=colours, height=0.62)
    axes.plot([one.index.expected for one in ordered], places, "|", color="#111", markersize=9, markeredgewidth=1.6,
              label="by chance alone")  # fmt: skip
    # Empty bars, so that the legend has both colours.
    axes.barh([0], [0], color=_DRIFT, label="beyond noise")
    axes.barh([0], [0], color=_TRAINING, label="within noise")
    axes.set_yticks(places, [one.name for one in ordered])
    axes.set_ylim(-0.6, len(ordered) - 0.4)
    # Roots: one field that nobody reads any more must not make all others invisible.
    axes.set_xscale("function", functions=(lambda x: np.sqrt(np.maximum(x, 0)), np.square))
    most = max(*found, 0.3)
    axes.set_xlim(0, most * 1.05)
    ticks = (0, 0.25, 1, 2.5, 5, 10) if most > 1.5 else (0, 0.05, 0.1, 0.25, 0.5, 1)
    axes.set_xticks([tick for tick in ticks if tick <= most * 1.05])
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.set_xlabel("population stability index", fontsize=9)
    _legend(figure, 3)
    return picture(figure, "How far each field moved. The mark is the mean where clients are dealt to the sides at random.")


def shares_picture(shift: Shift) -> str:
    """Return the shares of a field's bins on both sides."""
    labels = [_cut(label) for label in shift.labels]
    training, ledger = (np.array(counts) / max(1.0, sum(counts)) for counts in (shift.training, shift.ledger))
    kept = np.flatnonzero((training > 0) | (ledger > 0))
    figure, axes = _figure(0.95 + 0.3 * len(kept))
    places = np.arange(len(kept))[::-1]
    axes.barh(places + 0.19, training[kept], height=0.36, color=_TRAINING, label="training")
    axes.barh(places - 0.19, ledger[kept], height=0.36, color=_LEDGER, label="ledger")
    axes.set_yticks(places, [labels[i] for i in kept])
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.set_xlabel(f"share of postings, {shift.name}", fontsize=9)
    _legend(figure, 2)
    return picture(
        figure, f"{shift.name}: {sum(shift.training):,.0f} postings of training, {sum(shift.ledger):,.0f} scored."
    )


def _cut(label: str) -> str:
    """Return a label that the drawing's font has and reads as plain text: two dollars would begin a formula."""
    short = label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"
    return "".join(one if one < _NO_LETTER or one == "…" else "?" for one in short).replace("$", r"\$")


def unknown_picture(rates: Sequence[Unknown], drifted: Collection[str]) -> str:
    """Return how often each field is unknown on both sides, with intervals."""
    ordered = sorted(rates, key=lambda one: one.rise.found)
    figure, axes = _figure(0.9 + 0.27 * len(ordered))
    places = np.arange(len(ordered))
    for side, colour, move in (("training", _TRAINING, 0.13), ("ledger", _LEDGER, -0.13)):
        of: list[Rate] = [getattr(one, side) for one in ordered]
        shares = np.array([rate.share for rate in of])
        ends = np.abs(np.array([rate.interval for rate in of]).T - shares)
        colours = [_DRIFT if side == "ledger" and one.name in drifted else colour for one in ordered]
        axes.errorbar(shares, places + move, xerr=ends, fmt="none", ecolor=colours, elinewidth=1.4)
        axes.scatter(shares, places + move, color=colours, s=20, zorder=3)
        axes.scatter([], [], color=colour, s=20, label=side)
    axes.scatter([], [], color=_DRIFT, s=20, label="rose beyond noise")
    axes.set_yticks(places, [one.name for one in ordered])
    axes.set_ylim(-0.6, len(ordered) - 0.4)
    axes.set_xlim(-0.02, 1.02)
    axes.grid(axis="y", color=_FAINT, linewidth=0.6)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.set_xlabel("share of postings where it is unknown", fontsize=9)
    _legend(figure, 3)
    return picture(figure, "How often a field could not be read. Lines are 95% intervals.")


def calibration_picture(calibration: Calibration) -> str:
    """Return real shares against stated chances, in equally filled parts."""
    figure, axes = _figure(4.4)
    axes.plot([0, 1], [0, 1], color=_TRAINING, linewidth=1, label="as stated")
    stated = np.array([part[0] for part in calibration.parts])
    rates = [Rate(float(count), float(of)) for _, of, count in calibration.parts]
    real = np.array([rate.share for rate in rates])
    ends = np.abs(np.array([rate.interval for rate in rates]).T - real)
    axes.errorbar(stated, real, yerr=ends, fmt="o", color=_LEDGER, markersize=5, capsize=2, label="what came")
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.set_xlabel("stated chance that nobody is hired", fontsize=9)
    axes.set_ylabel("share without a hire", fontsize=9)
    _legend(figure, 2)
    return picture(figure, "Each point is one of up to ten equally filled parts; lines are 95% intervals of its share.")
