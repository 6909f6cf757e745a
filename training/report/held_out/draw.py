"""The pictures of the report: each narrow enough to be read on a telephone, its names told by the page around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from training.report.held_out.costs import Cost
from training.report.held_out.importance import Importance
from training.report.held_out.market import Market
from training.report.held_out.ranking import Ranking
from training.report.held_out.reliability import Reliability
from training.report.page import picture

__all__ = ["cost_picture", "coverage_picture", "importance_picture", "ranking_picture", "reliability_picture"]

_OURS, _OTHER, _ALARM, _GREY, _FAINT = "#0b5394", "#8a94a0", "#c05a00", "#5c6670", "#d9dee3"
_WIDTH, _HEIGHT = 4.9, 3.7
#: Where half of the rows are told less, a plain axis would show one heap.
_CROWDED = 0.05
_ROOTS = (lambda x: np.sqrt(np.maximum(x, 0)), np.square)


def _figure(height: float = _HEIGHT) -> tuple[Any, Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(_WIDTH, height), layout="constrained")
    return figure, _plain(figure.subplots())


def _plain(axes: Any) -> Any:
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=9)
    axes.xaxis.label.set_size(9)
    axes.yaxis.label.set_size(9)
    return axes


def _legend(figure: Any, number: int) -> None:
    figure.legend(loc="outside upper left", ncols=number, frameon=False, fontsize=9, columnspacing=1.2, handletextpad=0.5)


def _percent(*axes: Any) -> None:
    for axis in axes:
        axis.set_major_formatter(lambda value, _: f"{value:.0%}")


def ranking_picture(ranking: Ranking, base_rate: float) -> str:
    """Return precision over recall, with its band and the base rate."""
    figure, axes = _figure()
    recall, low, high = np.array(ranking.band).T
    axes.fill_between(recall, low, high, color=_OURS, alpha=0.16, linewidth=0, label="95% over clients")
    axes.plot(np.append(0, ranking.recall), np.append(ranking.precision[:1], ranking.precision), color=_OURS,
              linewidth=1.6, drawstyle="steps-pre", label="bundle")  # fmt: skip
    axes.axhline(base_rate, color=_ALARM, linewidth=1.2, linestyle=(0, (4, 3)), label=f"base rate, {base_rate:.1%}")
    axes.set(xlim=(0, 1), ylim=(0, 1.02), xlabel="recall", ylabel="precision")
    _percent(axes.xaxis, axes.yaxis)
    _legend(figure, 3)
    return picture(figure, "Precision and recall, from the highest chance down.")


def reliability_picture(reliability: Reliability) -> str:
    """Return real shares over stated chances, above how often each chance is stated."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import FixedLocator

    figure = Figure(figsize=(_WIDTH, _HEIGHT), layout="constrained")
    above, below = (_plain(axes) for axes in figure.subplots(2, 1, sharex=True, height_ratios=(3, 1)))
    above.plot([0, 1], [0, 1], color=_OTHER, linewidth=1, label="as stated")
    stated, real, low, high = (np.array([getattr(one, name) for one in reliability.bins])
                               for name in ("stated", "real", "low", "high"))  # fmt: skip
    above.errorbar(stated, real, yerr=(np.maximum(real - low, 0), np.maximum(high - real, 0)), fmt="o", color=_OURS,
                   markersize=4.5, elinewidth=1.3, label="what came, 95%")  # fmt: skip
    above.set(ylim=(-0.02, 1.02), ylabel="real share")
    edges = np.linspace(0, 1, len(reliability.came) + 1)
    width, middles = edges[1], (edges[:-1] + edges[1:]) / 2
    below.bar(middles, reliability.did_not, width=0.9 * width, color=_OTHER, label="did not come")
    below.bar(middles, reliability.came, width=0.9 * width, bottom=reliability.did_not, color=_ALARM, label="came")
    below.set(xlim=(-0.02, 1.02), xlabel="stated chance", ylabel="rows")
    below.yaxis.get_major_locator().set_params(integer=True, nbins=3)
    caption = "Stated chances in equally filled bins, and how many rows are told which chance"
    if max(one.stated for one in reliability.bins[: len(reliability.bins) // 2 + 1]) < _CROWDED:
        # Most rows have hardly any chance: roots draw the low end apart.
        above.set_yscale("function", functions=_ROOTS)
        above.set_ylim(0, 1.02)
        below.set_xscale("function", functions=_ROOTS)
        below.set_xlim(0, 1.02)
        for axis in (below.xaxis, above.yaxis):
            axis.set_major_locator(FixedLocator([0, 0.01, 0.05, 0.1, 0.2, 0.4, 0.7, 1]))
        caption += "; the axes of chances are drawn by their roots"
    _percent(below.xaxis, above.yaxis)
    _legend(figure, 4)
    return picture(figure, f"{caption}.")


def cost_picture(costs: Sequence[Cost]) -> str:
    """Return the cost over thresholds beside always and never acting; lines stand where a threshold ships."""
    figure, axes = _figure()
    at = np.array([one.threshold for one in costs])
    low, value, high = np.array([(one.cost.low, one.cost.value, one.cost.high) for one in costs]).T
    axes.plot(at, [one.always for one in costs], color=_ALARM, linewidth=1.2, linestyle=(0, (4, 3)), label="always act")
    axes.plot(at, [one.never for one in costs], color=_GREY, linewidth=1.2, linestyle=(0, (1, 1.5)), label="never act")
    axes.fill_between(at, low, high, color=_OURS, alpha=0.16, linewidth=0)
    axes.plot(at, value, color=_OURS, linewidth=1.6, label="bundle, 95%")
    for one in costs:
        if one.ships:
            axes.axvline(one.threshold, color=_OTHER, linewidth=0.9)
    top = 1.5 * float(max(high.max(), max(min(one.always, one.never) for one in costs)))
    axes.set(xlim=(0, 1), ylim=(0, top or 1), xlabel="threshold", ylabel="mean cost of a row")
    _percent(axes.xaxis)
    _legend(figure, 3)
    return picture(figure, "A needless action costs the threshold, a missed one the rest to 1. Upright lines: what ships.")


def coverage_picture(market: Market) -> str:
    """Return by how much the share of pay under each quantile is off."""
    figure, axes = _figure(2.6)
    levels = np.arange(len(market.coverage))
    off = np.array([(one.share.value - one.level, one.share.low - one.level, one.share.high - one.level)
                    for one in market.coverage]) * 100  # fmt: skip
    axes.axhline(0, color=_OTHER, linewidth=1)
    axes.errorbar(levels, off[:, 0], yerr=(off[:, 0] - off[:, 1], off[:, 2] - off[:, 0]), fmt="o", color=_OURS,
                  markersize=4.5, elinewidth=1.3)  # fmt: skip
    axes.set_xticks(levels, [f"p{round(100 * one.level)}" for one in market.coverage])
    most = max(6.0, 1.15 * float(np.abs(off).max()))
    axes.set(ylim=(-most, most), xlim=(-0.5, len(levels) - 0.5), ylabel="points too many under it")
    return picture(figure, "Share of pay under each quantile, less the share that it states, with 95% intervals.")


def importance_picture(of: Sequence[Importance]) -> str:
    """Return the rise of one paper's loss by each group of fields, the largest on top."""
    ordered = sorted(of, key=lambda one: one.rise.value)
    figure, axes = _figure(0.6 + 0.27 * len(ordered))
    places = np.arange(len(ordered))
    value, low, high = np.array([(one.rise.value, one.rise.low, one.rise.high) for one in ordered]).T
    axes.axvline(0, color=_OTHER, linewidth=1)
    for place, one in zip(places, ordered, strict=True):
        colour = _OTHER if not one.rise.differs else _OURS if one.rise.value > 0 else _ALARM
        axes.plot([low[place], high[place]], [place, place], color=colour, linewidth=1.6)
        axes.plot([value[place]], [place], "o", color=colour, markersize=5)
    axes.set_yticks(places, [one.fields for one in ordered])
    axes.set_ylim(-0.6, len(ordered) - 0.4)
    axes.grid(axis="y", color=_FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.ticklabel_format(axis="x", style="plain", useOffset=False)
    axes.xaxis.get_major_locator().set_params(nbins=5)
    if not np.any(np.abs([low, high]) > 1e-6):
        axes.set_xlim(-0.01, 0.01)
    axes.set_xlabel(f"rise of the {ordered[0].loss} loss", fontsize=9)
    return picture(figure, "Blue: beyond noise. Grey: no more than noise. Orange: better without.")
