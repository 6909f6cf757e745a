"""A ranking as text: the chosen in a table, what they come to, and the others with why."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

import click

from serving.rank.ranking import Placed, Ranking
from serving.texts import Texts, usd

__all__ = ["table"]

_COLOURS = {"apply": "green", "consider": "yellow"}
#: Of those left out so many are told; a program reads all of them from OUT.
_MOST_LEFT_OUT = 60
_LEAST_TITLE = 20
_GAP = "  "


def table(ranking: Ranking, texts: Texts, width: int) -> Iterator[str]:
    """Yield the lines, styled; `click.echo` takes the styles out where there is no terminal.

    Parameters
    ----------
    ranking : Ranking
    texts : dict
        From `serving.texts.load_texts`.
    width : int
        Columns.
    """
    words, labels = texts["rank"], texts["rank_labels"]
    if ranking.chosen:
        yield from _chosen(ranking, texts, width)
        yield ""
        yield from _wrapped(_totals(ranking, words), width, bold=True)
        for note in _notes(ranking, words):
            yield from _wrapped(note, width)
    else:
        yield from _wrapped(words["none_chosen"].format(budget=f"{ranking.budget:,}"), width, bold=True)
    if ranking.left_out:
        yield ""
        yield click.style(labels["left_out"], bold=True)
    for placed in ranking.left_out[:_MOST_LEFT_OUT]:
        yield from _left_out(placed, texts, width)
    if (more := len(ranking.left_out) - _MOST_LEFT_OUT) > 0:
        yield from _wrapped(words["more"].format(number=f"{more:,}"), width)


def _chosen(ranking: Ranking, texts: Texts, width: int) -> Iterator[str]:
    labels = texts["rank_labels"]
    heads = [labels[name] for name in ("row", "connects", "total", "value", "rate")]
    rows, spent = [], 0
    for placed in ranking.chosen:
        entry = placed.entry
        spent += entry.connects
        rate = usd(entry.usd_per_connect) if entry.connects else labels["free"]
        connects = f"{entry.connects}{labels['assumed'] if entry.assumed else ''}"
        rows.append([str(entry.row), connects, f"{spent:,}", usd(entry.value_usd or 0.0), rate])
    if ranking.interval_usd:
        heads.append(labels["share"])
        for cells, placed in zip(rows, ranking.chosen, strict=True):
            cells.append(_of_100(placed.share))
    sizes = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    verdicts = [texts["verdict"][placed.entry.verdict] for placed in ranking.chosen]
    longest = max(map(len, verdicts))
    left = max(_LEAST_TITLE, width - sum(sizes) - longest - len(_GAP) * (len(sizes) + 1))
    yield click.style(f"{_line(heads, sizes)}{_GAP}{'':{longest}}{_GAP}{labels['title']}", bold=True)
    for cells, placed, verdict in zip(rows, ranking.chosen, verdicts, strict=True):
        shown = click.style(f"{verdict:{longest}}", fg=_COLOURS[placed.entry.verdict])
        yield f"{_line(cells, sizes)}{_GAP}{shown}{_GAP}{_title(placed, texts, left)}"


def _line(cells: Sequence[str], sizes: Sequence[int]) -> str:
    return _GAP.join(f"{cell:>{size}}" for cell, size in zip(cells, sizes, strict=True))


def _title(placed: Placed, texts: Texts, most: int) -> str:
    title = placed.entry.title or texts["card"]["untitled"]
    return title if len(title) <= most else title[: most - 1] + "…"


def _of_100(share: float | None) -> str:
    return "" if share is None else str(round(100 * share))


def _totals(ranking: Ranking, words: dict[str, str]) -> str:
    low, high = ranking.interval_usd or (0.0, 0.0)
    return words["totals_interval" if ranking.interval_usd else "totals"].format(
        used=f"{ranking.connects:,}",
        budget=f"{ranking.budget:,}",
        value=usd(ranking.value_usd),
        low=usd(low),
        high=usd(high),
        contracts=f"{ranking.contracts:.2f}",
    )


def _notes(ranking: Ranking, words: dict[str, str]) -> Iterator[str]:
    if ranking.interval_usd:
        yield words["share_note"]
    assumed = [placed.entry.connects for placed in ranking.chosen if placed.entry.assumed]
    if assumed:
        yield words["assumed_note"].format(connects=assumed[0])


def _left_out(placed: Placed, texts: Texts, width: int) -> Iterator[str]:
    row = f"{placed.entry.row:>5}"
    yield f"{row}{_GAP}{_title(placed, texts, max(_LEAST_TITLE, width - len(row) - len(_GAP)))}"
    mark = f"{texts['verdict']['skip']}: " if placed.kind == "skip" else ""
    why = mark + placed.why
    if placed.share:
        why += " " + texts["rank"]["share"].format(share=_of_100(placed.share))
    indent = " " * (len(row) + len(_GAP))
    lines = textwrap.wrap(why, max(_LEAST_TITLE, width - len(indent)))
    yield indent + click.style(mark, fg="red") + lines[0].removeprefix(mark)
    yield from (indent + line for line in lines[1:])


def _wrapped(text: str, width: int, *, bold: bool = False) -> Iterator[str]:
    for line in textwrap.wrap(text, max(_LEAST_TITLE, width)):
        yield click.style(line, bold=True) if bold else line
