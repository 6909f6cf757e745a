"""The page's part with texts of the data: hostile input, shown as text and nothing else."""

from __future__ import annotations

import html
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from training.report.held_out.figures import Figures
from training.report.held_out.mistakes import Mistake
from training.report.held_out.parts import card, folded
from training.report.page import paragraph

__all__ = ["mistakes_told", "texts_of"]

_CHARACTERS = 300


def texts_of(postings: Sequence[dict[str, Any]] | None, number: int) -> tuple[str | None, str | None]:
    """Return the title of a posting and the beginning of its text; None where no texts are shown."""
    if postings is None:
        return None, None
    words = str(postings[number].get("description") or "")
    more = "…" if len(words) > _CHARACTERS else ""
    return str(postings[number].get("title") or "untitled"), words[:_CHARACTERS].rstrip() + more


def mistakes_told(figures: Figures, postings: Sequence[dict[str, Any]] | None) -> str:
    """Return the worst mistakes of each paper."""
    said = paragraph(_WITHOUT if postings is None else _WITH)
    papers = groupby(figures.mistakes, key=lambda one: one.paper)
    return said + "".join(_paper(name, list(own), postings) for name, own in papers)


def _paper(name: str, own: Sequence[Mistake], postings: Sequence[dict[str, Any]] | None) -> str:
    parts = [
        f"<h3>{html.escape(kind.capitalize())}</h3>"
        + "".join(card(_meta(one), *texts_of(postings, one.posting)) for one in of)
        for kind, of in groupby(own, key=lambda one: one.kind)
    ]
    return folded(f"{name}: {len(own)}", "".join(parts))


def _meta(one: Mistake) -> str:
    row = f"row {one.posting + 1}"
    if one.kind == "far from the market":
        return f"{row}: ${one.truth:,.2f} is offered, and the middle of the market was said to be ${one.said:,.2f}"
    return f"{row}: said {one.said:.1%}, and it {'came' if one.truth else 'did not come'}"


_WITH = (
    "This part holds texts of the data: titles, and the first 300 characters. They are of other people, so this page is not "
    "to be published; --without-texts leaves them out. A label may be wrong as well as an answer."
)
_WITHOUT = "The texts were left out (--without-texts); rows are numbered as the exam asks them."
