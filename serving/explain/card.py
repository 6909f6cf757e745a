"""An answer as a small card of text: verdict, the three risks with their doubt, the sum, reasons, what is missing."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import click

from features.posting import Posting
from serving.answer import Answer, Band, Reason, Worth
from serving.judge.reasons.reason import Direction
from serving.judge.reasons.total import SUM_CODES
from serving.plain import plain
from serving.texts import Texts, percent, usd

__all__ = ["card"]

_COLOURS = {"apply": "green", "consider": "yellow", "skip": "red", "not_enough_evidence": "cyan"}
_BAND_COLOURS: dict[Band, str] = {"low": "green", "medium": "yellow", "high": "red", "unknown": "cyan"}
#: Reasons shown; the lightest say little more.
_MOST_REASONS = 10
#: Columns of the labels on the left.
_INDENT = 14
#: Columns of an amount of money.
_AMOUNT = 11


def card(posting: Posting, answer: Answer, texts: Texts, width: int) -> Iterator[str]:
    """Yield the lines of the card, styled; `click.echo` takes the styles out where there is no terminal.

    Parameters
    ----------
    posting : Posting
    answer : Answer
        Of that posting.
    texts : Texts
    width : int
        Columns; a line is longer only where a word is.
    """
    words, verdicts = texts["card"], texts["verdict"]
    verdict = click.style(verdicts[answer.verdict], fg=_COLOURS[answer.verdict], bold=True)
    yield f"{verdict}  {click.style(plain(posting.title) or words['untitled'], bold=True)}"
    if answer.level == "tile":
        yield from _wrapped("", words["tile"], width)
    yield ""
    yield from _risks(answer, words, width)
    yield from _sum(answer.worth, words, width)
    if answer.reasons:
        yield ""
    own = [reason for reason in answer.reasons if reason.code not in SUM_CODES]
    for reason in own[:_MOST_REASONS]:
        yield from _reason(reason, width)
    yield from _sum_lines(answer, own[_MOST_REASONS:], words, width)
    yield from _ends(answer, words, width)


def _risks(answer: Answer, words: dict[str, str], width: int) -> Iterator[str]:
    ghost, scam, low = answer.ghost, answer.scam, answer.low_budget
    doubt = words["ghost"].format(
        chance=percent(100 * ghost.probability),
        low=percent(100 * ghost.low),
        high=percent(100 * ghost.high),
        basis=ghost.basis,
    )
    yield from _wrapped(words["ghost_label"], doubt, width, ghost.band)
    types = ", ".join(name.replace("_", " ") for name in scam.types)
    danger = words["scam_types" if types else "scam"].format(chance=_small(scam.probability), types=types)
    yield from _wrapped(words["scam_label"], danger, width, scam.band)
    if low.probability is None or low.market is None or low.percentile is None:
        yield from _wrapped(words["pay_label"], words["pay_unknown"], width, "unknown")
        return
    unit = words[low.market.unit]
    market = {"p25": usd(low.market.p25), "p75": usd(low.market.p75), "unit": unit}
    text = words["pay"].format(percentile=low.percentile, chance=percent(100 * low.probability), **market)
    yield from _wrapped(words["pay_label"], text, width, low.band)


def _sum(worth: Worth, words: dict[str, str], width: int) -> Iterator[str]:
    if worth.value_if_hired_usd is None:
        yield from _wrapped(words["worth_label"], words["no_value"], width)
        return
    if worth.expected_value_usd is None or worth.connects_cost_usd is None:
        text = words["no_connects"].format(connects=worth.max_connects)
    else:
        text = words["worth"].format(
            value=usd(worth.expected_value_usd),
            cost=usd(worth.connects_cost_usd + worth.time_cost_usd),
            win=_small(worth.p_win),
            hired=usd(worth.value_if_hired_usd),
            connects=worth.max_connects,
        )
    yield from _wrapped(words["worth_label"], text, width)


def _reason(reason: Reason, width: int) -> Iterator[str]:
    quote = f" “{told}”" if (told := plain(reason.quote or "")) else ""
    yield from _amount(reason.usd, reason.direction, f"{reason.text}{quote}", width)


def _sum_lines(answer: Answer, lighter: list[Reason], words: dict[str, str], width: int) -> Iterator[str]:
    """Yield the last lines, so that the column of amounts adds up to the value."""
    if lighter:
        left = sum(reason.usd for reason in lighter)
        yield from _amount(left, "+" if left >= 0 else "-", words["more"].format(number=len(lighter)), width)
    for reason in answer.reasons:
        if reason.code in SUM_CODES:
            yield from _reason(reason, width)
    if answer.worth.value_if_hired_usd is None:
        return
    value = round(sum(reason.usd for reason in answer.reasons), 2)
    last = "in_all" if answer.worth.expected_value_usd is not None else "before_connects"
    yield from _amount(value, "+" if value >= 0 else "-", words[last], width)


def _amount(amount: float, direction: Direction, text: str, width: int) -> Iterator[str]:
    """Yield a text beside an amount of money, or beside its direction alone where it moves none."""
    shown = direction if amount == 0 else f"{'+' if amount > 0 else '-'}${abs(amount):,.2f}"
    mark = click.style(f"{shown:<{_AMOUNT}}", fg="green" if direction == "+" else "red", bold=True)
    for number, line in enumerate(textwrap.wrap(text, max(20, width - _AMOUNT - 1))):
        yield f"{mark if number == 0 else ' ' * _AMOUNT} {line}"


def _ends(answer: Answer, words: dict[str, str], width: int) -> Iterator[str]:
    if answer.missing:
        yield ""
        names = ", ".join(missing.field for missing in answer.missing)
        yield from _wrapped(words["missing_label"], names, width)
    if answer.would_change:
        label = words["change_label"]
        for number, change in enumerate(answer.would_change):
            yield from _wrapped(label if number == 0 else " ", change["text"], width)


def _wrapped(label: str, text: str, width: int, band: Band | None = None) -> Iterator[str]:
    """Yield a label and a text beside it, the label in the colour of a band."""
    lines = textwrap.wrap(text, max(20, width - _INDENT)) or [""]
    for number, line in enumerate(lines):
        shown = label if number == 0 else ""
        padded = f"{shown:<{_INDENT}}" if label else ""
        yield (click.style(padded, fg=_BAND_COLOURS[band]) if band and shown else padded) + line


def _small(chance: float) -> str:
    """Return a chance as a percentage with a digit more where it is small."""
    return f"{100 * chance:.0f}" if chance >= 0.1 else f"{100 * chance:.1f}"
