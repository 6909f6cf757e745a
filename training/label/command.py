"""``bidworthy-train label``: read what was called for, and do it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from features.errors import CallError, DataError, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from training.label.store import Store

__all__ = ["label"]

_PATH = click.Path(path_type=Path)
_SEED = 20_261_125
_TWO = 2


@click.command()
@click.argument("stores", nargs=-1, type=_PATH)
@click.option("--annotator", metavar="NAME", help="Who labels: letters, digits, - and _.")
@click.option("--out", type=_PATH, metavar="FILE", help="Where answers are kept. Default: runs/labels/NAME.jsonl.")
@click.option(
    "--postings", type=_PATH, metavar="FILE", help="A .jsonl, .csv or .parquet file instead of the data folder's postings."
)
@click.option(
    "--known",
    type=_PATH,
    multiple=True,
    metavar="FILE",
    help="Labels that there are already: their postings are not asked, and count as known. May be given several times.",
)
@click.option(
    "--overlap",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    metavar="SHARE",
    help="Share of the postings, the same for every annotator, that are asked first.",
)
@click.option("--bundle", type=_PATH, metavar="DIR", help="The bundle whose doubt counts. Default: the one that ships.")
@click.option("--seed", type=click.IntRange(0), default=_SEED, show_default=True, help="Breaks ties in the order.")
@click.option("--port", type=click.IntRange(0, 65_535), default=0, show_default=True, help="Of the page; 0 is any free one.")
@click.option("--no-browser", is_flag=True, help="Do not open the page. It is opened only from a terminal.")
@click.option("--agreement", "agree", is_flag=True, help="Print how far two annotators, named by their files, agree.")
@click.option("--export", type=_PATH, metavar="FILE", help="Write the labels of one or more STORES as one file.")
def label(
    stores: tuple[Path, ...],
    annotator: str | None,
    out: Path | None,
    postings: Path | None,
    known: tuple[Path, ...],
    overlap: float,
    bundle: Path | None,
    seed: int,
    port: int,
    no_browser: bool,
    agree: bool,
    export: Path | None,
) -> None:
    """Label postings for danger, on a page of this machine.

    Asks first where the model doubts and what is unlike all that was labelled. Every answer is kept at once in STORES of one
    file an annotator; --agreement compares two of them, --export makes labels of them.

    \b
    Example:
      bidworthy-train label --annotator anna --overlap 0.1
      bidworthy-train label --agreement runs/labels/anna.jsonl runs/labels/ben.jsonl
      bidworthy-train label --export labels.jsonl runs/labels/anna.jsonl runs/labels/ben.jsonl
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    if agree and export is not None:
        raise CallError("--agreement and --export are two things; ask for one at a time")
    if agree:
        _agreement(stores)
        return
    name = None if annotator is None else _checked(annotator)
    store = out or (None if name is None else Path("runs") / "labels" / f"{name}.jsonl")
    if export is not None:
        _export(export, stores or (() if store is None else (store,)))
        return
    if stores:
        raise CallError(f"{stores[0]}: files are named for --agreement or --export only; add one of them, or use --out")
    if name is None or store is None:
        raise CallError("--annotator is missing; say who labels, for example --annotator anna")
    from training.label.store import Store

    opened = Store.open(store, name)  # what cannot be written is told before the long part
    try:
        _session(opened, store, postings, known, overlap, bundle, seed, port, browser=sys.stdout.isatty() and not no_browser)
    finally:
        opened.close()


def _checked(name: str) -> str:
    from training.label.events import ANNOTATOR

    if not ANNOTATOR.fullmatch(name):
        raise CallError(f"--annotator is {shown(name)}; use up to 40 letters, digits, - and _, for example anna")
    return name


def _agreement(stores: Sequence[Path]) -> None:
    from training.label.agreement import agreement_report
    from training.label.store import read_store

    if len(stores) != _TWO:
        raise CallError(f"--agreement compares two files, not {len(stores)}; name those of two annotators")
    one, other = (read_store(path) for path in stores)
    if one.annotator == other.annotator:
        raise CallError(f"both files are of annotator {one.annotator}; name those of two annotators")
    click.echo(agreement_report(one, other))


def _export(target: Path, stores: Sequence[Path]) -> None:
    from training.label.export import merged, write_labels
    from training.label.store import read_store

    if not stores:
        raise CallError("--export needs the files of annotators; name them, or one with --annotator")
    found = merged([read_store(path) for path in stores])
    write_labels(target, found.labels)
    click.echo(f"labels: {target} ({found.told()})")


def _session(
    store: Store,
    path: Path,
    postings: Path | None,
    known: Sequence[Path],
    overlap: float,
    bundle: Path | None,
    seed: int,
    port: int,
    *,
    browser: bool,
) -> None:
    from training.label.asking import Asking, asked_in_order
    from training.label.pool import keys_of_labels, pool_of_file, pool_of_folder
    from training.label.serve import listening, serve
    from training.label.session import Session

    with listening(port) as listener:
        pool = pool_of_folder() if postings is None else pool_of_file(postings)
        _say(pool.told)
        asking = Asking(keys_of_labels(known) - store.book.answers.keys(), overlap, bundle, seed)
        shown_ones = {key: posting for key, posting in pool.postings.items() if key not in asking.known}
        if not shown_ones:
            raise DataError("every posting is labelled already; give others with --postings, or leave --known out")
        order = asked_in_order(pool.postings, store.book.answers, asking, _say)
        serve(Session(shown_ones, order, store), listener, click.echo, browser=browser)
        kept = len(store.book.labels)
        click.echo(f"{kept:,} labels of {store.book.annotator} are in {path}")


def _say(line: str) -> None:
    click.echo(line, err=True)
