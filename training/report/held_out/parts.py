"""Pieces of the page: what `training.report.page` has not, in its manner."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence

from training.gate.condition import Condition
from training.report.held_out.draws import Estimate
from training.report.page import paragraph, table

__all__ = ["STYLE", "alarms_list", "card", "figure_of", "folded", "long_table", "percent", "pictures", "rich_table", "tag"]

STYLE = """
body { max-width: 72rem; } h2 { border-top: 1px solid var(--line); padding-top: 1.5rem; } h3 { margin: 1.6rem 0 .4rem; }
th { vertical-align: bottom; } .long td { white-space: nowrap; }
.long :is(th, td):first-child { position: sticky; left: 0; background: Canvas; } td.text, .texts td { text-align: left; }
figure { margin: 0; color: #222; } figcaption { font-size: .85rem; padding: .2rem .3rem; color: #444; }
h3 { font-size: 1.05rem; }
.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); gap: 1rem;
  margin: 1rem 0; }
.tag { display: inline-block; border-radius: 4px; padding: 0 .45rem; font-weight: 600; color: #fff; background: #5c6670; }
.good { background: #2e7d32; } .bad { background: #a84e00; }
.big { padding: .5rem 1rem; border-radius: 6px; margin: .3rem 0; }
ul.alarms { list-style: none; padding: 0; } ul.alarms li { margin: .6rem 0; overflow-wrap: anywhere; }
td { font-size: .95rem; } details { margin: .6rem 0; } summary { cursor: pointer; font-weight: 600; padding: .25rem 0; }
.card { border: 1px solid var(--line); border-left: 4px solid #8a94a0; border-radius: 6px; padding: .5rem .9rem;
  margin: .7rem 0; overflow-wrap: anywhere; }
.card p { margin: .2rem 0; } .card .meta { font-size: .85rem; opacity: .8; } .card .words { white-space: pre-line; }
code { font-size: .9em; overflow-wrap: anywhere; }
@media (max-width: 40rem) { body { margin: 1rem auto; } th, td { padding: .25rem .5rem; font-size: .9rem; } }
@media (prefers-color-scheme: dark) {
  figure { background: #1a1a1a; color: #ddd; } figcaption { color: #bbb; }
  figure svg { filter: invert(.9) hue-rotate(180deg); }
}
"""


def figure_of(of: Estimate | None, digits: int = 3, *, signed: bool = False) -> str:
    """Return a figure with its interval."""
    if of is None or math.isnan(of.value):
        return "–"
    if signed and of.value == of.low == of.high == 0:
        return "none"
    sign = "+" if signed else ""
    value, low, high = (f"{number:{sign}.{digits}f}" for number in (of.value, of.low, of.high))
    return f"{value} ({low} to {high})"


def percent(of: Estimate | None) -> str:
    """Return a share with its interval."""
    if of is None or math.isnan(of.value):
        return "–"
    return f"{of.value:.1%} ({100 * of.low:.1f} to {100 * of.high:.1f})"


def tag(text: str, kind: str = "") -> str:
    """Return a word on a coloured ground; ``kind`` is good, bad or nothing."""
    return f'<span class="tag {kind}">{html.escape(text)}</span>'


def pictures(*drawn: str) -> str:
    """Return pictures side by side, or under each other."""
    return f'<div class="pictures">{"".join(drawn)}</div>'


def long_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table of plain texts whose lines stay lines: where there is no room it moves sideways."""
    return f'<div class="long">{table(head, rows)}</div>'


def rich_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return such a table whose last column is HTML already, as `tag` makes it."""
    first = "".join(f"<th>{html.escape(cell)}</th>" for cell in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row[:-1]) + f"<td>{row[-1]}</td></tr>" for row in rows
    )
    inner = f"<table><thead><tr>{first}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="long"><div class="wide">{inner}</div></div>'


def folded(summary: str, content: str) -> str:
    """Return content that opens on a click."""
    return f"<details><summary>{html.escape(summary)}</summary>{content}</details>"


def card(meta: str, title: str | None, words: str | None) -> str:
    """Return one posting: what is said of it, and its text as text, whatever it holds."""
    body = "" if title is None else f"<p><b>{html.escape(title)}</b></p>"
    body += f'<p class="words">{html.escape(words)}</p>' if words else ""
    return f'<div class="card"><p class="meta">{html.escape(meta)}</p>{body}</div>'


def alarms_list(alarms: Sequence[Condition]) -> str:
    """Return each condition with whether it holds."""
    items = "".join(
        f"<li>{tag('holds' if one.holds else 'FAILS', 'good' if one.holds else 'bad')} <b>{html.escape(one.name)}</b>: "
        f"{html.escape(one.said)}</li>"
        for one in alarms
    )
    return f'<ul class="alarms">{items}</ul>' if alarms else paragraph("None.")
