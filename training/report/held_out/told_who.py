"""The page's part on slices and on what the answers rest on."""

from __future__ import annotations

import html

from training.gate.slices import ALL
from training.report.held_out.draw import importance_picture
from training.report.held_out.figures import Figures
from training.report.held_out.parts import figure_of, folded, pictures, rich_table, tag
from training.report.held_out.sliced import Slice
from training.report.page import paragraph

__all__ = ["importance_told", "slices_told", "whole_told"]

_HEAD = ["slice", "loss", "rows", "base rate", "value", "above the champion's", ""]


def slices_told(figures: Figures) -> str:
    """Return the slices: what differs from the champion first, then each paper's."""
    marked = [one for one in figures.slices if one.mark]
    parts = [paragraph(_SLICES)]
    if figures.champion is not None:
        rows = [[f"{one.paper}, {one.slice}", *_cells(one)] for one in marked]
        none = paragraph("No figure differs from the champion's beyond noise.")
        parts.append(rich_table(["of", *_HEAD[1:]], rows) if marked else none)
    for name in dict.fromkeys(one.paper for one in figures.slices):
        own = [one for one in figures.slices if one.paper == name]
        table = rich_table(_HEAD, [[one.slice if one.slice != ALL else "all rows", *_cells(one)] for one in own])
        parts.append(folded(f"{name}: {len({one.slice for one in own})} slices", table))
    if figures.too_small:
        parts.append(folded(f"{len(figures.too_small)} slices too small to tell", paragraph("; ".join(figures.too_small))))
    return "".join(parts)


def whole_told(figures: Figures) -> str:
    """Return the losses over all rows, beside the champion's."""
    whole = [one for one in figures.slices if one.slice == ALL]
    return rich_table(["paper", *_HEAD[1:]], [[one.paper, *_cells(one)] for one in whole])


def _cells(one: Slice) -> list[str]:
    mark = tag(one.mark, "bad" if one.mark == "worse" else "good") if one.mark else ""
    rate = "" if one.base_rate is None else f"{one.base_rate:.1%}"
    gap = "" if one.gap is None else figure_of(one.gap, 4, signed=True)
    return [one.loss, f"{one.rows:,}", rate, figure_of(one.value, 4), gap, mark]


def importance_told(figures: Figures) -> str:
    """Return the pictures of importance, and its table."""
    names = list(dict.fromkeys(one.paper for one in figures.importance))
    drawn = [
        f"<div><h3>{html.escape(name)}</h3>{importance_picture([of for of in figures.importance if of.paper == name])}</div>"
        for name in names
    ]
    rows = [
        [
            one.paper,
            one.fields,
            one.loss,
            figure_of(one.rise, 5, signed=True),
            tag("beyond noise") if one.rise.differs else "",
        ]
        for one in figures.importance
    ]
    table = rich_table(["paper", "dealt anew", "loss", "rise", ""], sorted(rows, key=lambda row: names.index(row[0])))
    return paragraph(_IMPORTANCE) + pictures(*drawn) + folded("As a table", table)


_SLICES = (
    "A posting belongs to several slices. Lower is better; a loss above the champion's is worse. Slices with other base "
    "rates are not to be held against each other."
)
_IMPORTANCE = (
    "A group of fields is dealt among the postings of one marketplace and kind of pay, each with its fellows, and the "
    "scorer is asked again, once. What then gets worse, rested on them. Fields that tell the same hide each other."
)
