"""What ``bidworthy ledger`` does: show, tell of Connects, undo, export, import and forget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import click
import orjson

from features.errors import CallError, InputError, shown
from serving.batch.files import output_of
from serving.batch.inputs import open_source
from serving.history.place import place
from serving.history.sightings import key_of, key_of_client
from serving.ledger.dates import dated, read_ms
from serving.ledger.exported import exported, take
from serving.ledger.said import told_returns
from serving.ledger.spending import spending_of
from serving.ledger.store import Ledger
from serving.ledger.told import read_name
from serving.texts import load_texts

__all__ = ["export_ledger", "forget_in_ledger", "import_ledger", "show_ledger", "spend", "undo_in_ledger"]


def show_ledger(history: str | None, id_: str | None, source: str | None) -> None:
    """Print how much the ledger holds and what came of your proposals, or all that it knows of one posting as JSON.

    Raises
    ------
    CallError
        If the posting was never seen.
    HistoryError
        If the ledger cannot be used.
    """
    with _opened(history) as ledger:
        if id_ is not None:
            found = ledger.posting(source, id_)
            if found is None:
                raise CallError(f"--id {shown(id_)}: {ledger.name} has no such posting")
            click.echo(orjson.dumps(dated(found), option=orjson.OPT_INDENT_2).decode())
            return
        words = load_texts()["ledger"]
        counts, figures = ledger.counts(), ledger.figures()
        click.echo(words["holds"].format(place=ledger.name, **{name: f"{count:,}" for name, count in counts.items()}))
        click.echo(words["outcomes"].format(**{name: f"{count:,}" for name, count in figures.items()}))
        for sentence in told_returns(ledger.returns()):
            click.echo(sentence)


def spend(history: str | None, told: Mapping[str, Any], known: Sequence[str]) -> None:
    """Keep Connects that were bought or spent, and say how to take that back.

    Parameters
    ----------
    told : mapping
        As for ``POST /v1/spending``, numbers as texts.
    known : sequence of str
        What may have been told.

    Raises
    ------
    CallError
        If what was told cannot be read.
    HistoryError
        If it could not be kept.
    """
    try:
        numbers = {name: _number(told[name]) for name in ("connects", "usd") if told.get(name) is not None}
        spending = spending_of({**told, **numbers}, known)
    except InputError as error:
        raise CallError(str(error)) from None
    with _opened(history, create=True) as ledger:
        ledger.spend(spending)
    click.echo(load_texts()["ledger"]["spending"].format(what=spending.what, connects=f"{spending.connects:,}"))
    click.echo(load_texts()["ledger"]["undo"].format(event=spending.name))


def undo_in_ledger(history: str | None, event: str) -> None:
    """Take back what was told.

    Raises
    ------
    CallError
        If the ledger has no such event.
    HistoryError
        If the ledger cannot be written.
    """
    try:
        name = read_name(event)
    except InputError as error:
        raise CallError(str(error)) from None
    with _opened(history) as ledger:
        if not ledger.undo(name):
            raise CallError(f"event: {name} is not in {ledger.name}; `bidworthy ledger export -` shows what is")
    click.echo(load_texts()["ledger"]["undone"].format(event=name))


def export_ledger(history: str | None, target: str) -> None:
    """Write a line for each posting and each spending; ``-`` is standard output.

    Raises
    ------
    HistoryError
        If the ledger cannot be read.
    """
    with _opened(history) as ledger, output_of(target) as output:
        for line in exported(ledger):
            output.stream.write(orjson.dumps(line) + b"\n")
        output.keep()


def import_ledger(history: str | None, source: str) -> int:
    """Add the lines of an exported ledger; return 0, or 3 when some could not be taken, each told on standard error.

    Raises
    ------
    HistoryError
        If the ledger cannot be written.
    """
    taken = refused = 0
    with _opened(history, create=True) as ledger, ExitStack() as stack:
        for number, line in enumerate(open_source(source, stack), 1):
            if not line.strip():
                continue
            try:
                take(ledger, _row(line))
                taken += 1
            except InputError as error:
                refused += 1
                click.echo(f"line {number}: {error}", err=True)
    click.echo(load_texts()["ledger"]["taken"].format(taken=f"{taken:,}", refused=f"{refused:,}"), err=True)
    return 3 if refused else 0


def forget_in_ledger(
    history: str | None, client: str | None, id_: str | None, before: str | None, source: str | None
) -> None:
    """Forget a client, a posting, or what was last seen before a date, everywhere in the history.

    Raises
    ------
    CallError
        If nothing was named, or the date cannot be read.
    HistoryError
        If the ledger cannot be written.
    """
    try:
        before_ms = read_ms(before, "--before")
    except InputError as error:
        raise CallError(str(error)) from None
    if client is None and id_ is None and before_ms is None:
        raise CallError("nothing was named to forget; add --client ID, --id ID or --before DATE")
    with _opened(history) as ledger:
        of_client = None if client is None else key_of_client(source, client)
        forgotten = ledger.forget(client=of_client, posting=key_of(source, id_) if id_ else None, before_ms=before_ms)
        # Spending is no posting's: it is forgotten by its date alone.
        alone = before_ms is not None and client is None and id_ is None
        spending = ledger.forget_spending(before_ms) if alone and before_ms is not None else 0
    click.echo(load_texts()["ledger"]["forgotten"].format(postings=f"{forgotten:,}", spending=f"{spending:,}"))


@contextmanager
def _opened(history: str | None, *, create: bool = False) -> Iterator[Ledger]:
    where = place(history)
    if where is None:
        raise CallError("--history is off, so there is no ledger; name its file, or leave --history out")
    ledger = Ledger.open(where, create=create)
    try:
        yield ledger
    finally:
        ledger.close()


def _number(words: str) -> float | str:
    for kind in (int, float):
        try:
            return kind(words)
        except ValueError:
            continue
    return words


def _row(line: bytes) -> dict[str, Any]:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise InputError("", f"this is no JSON: {error}; take a file that `bidworthy ledger export` wrote") from None
    if not isinstance(row, dict):
        raise InputError("", f"this is {shown(row)}; each line of an exported ledger is an object")
    return row
