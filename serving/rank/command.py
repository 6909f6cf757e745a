"""What ``bidworthy rank`` does: read and score a file, choose, tell.

The flow: `RankCall` → names and budget checked → rows scored in groups, of each a small `Entry` kept → `rank` → OUT written
under its name when complete → the table on standard output.
"""

from __future__ import annotations

import math
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from features.errors import CallError, shown
from features.posting import Posting
from features.profile import Profile
from serving.assumptions import Assumptions
from serving.batch.compression import packing
from serving.batch.files import check_apart, output_of
from serving.batch.formats import format_of
from serving.batch.inputs import source_of
from serving.batch.load import load_profile, load_scorer
from serving.batch.progress import Step, progress_bar
from serving.batch.reading import Reading
from serving.batch.rows import Reject, Row
from serving.batch.run import GROUP, read_row
from serving.rank.entry import Entry, Terms, entry_of
from serving.rank.out import write
from serving.rank.ranking import Ranking, rank
from serving.rank.table import table
from serving.texts import Texts, load_texts

if TYPE_CHECKING:
    from serving.scorer import Scorer

__all__ = ["RankCall", "read_budget", "run_rank"]

_STANDARD = "-"
#: Columns: wider lines are hard to read.
_MOST_COLUMNS = 110
#: Digits of a budget; nobody has a billion Connects.
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class RankCall:
    """The arguments of ``bidworthy rank``; ``-`` stands for standard input or output, ``connects`` is as it was written."""

    source: str
    connects: str
    target: str | None = None
    profile: Path | None = None
    bundle: Path | None = None
    assumptions: Path | None = None


def run_rank(call: RankCall) -> int:
    """Rank one file and return the exit status: 0, or 3 when rows could not be read.

    Raises
    ------
    CallError
        When the call is wrong; nothing has been written then.
    BundleError
        When the bundle cannot be trusted.
    """
    budget = read_budget(call.connects)
    _check_names(call)
    texts, rejects = load_texts(), list[Reject]()
    with ExitStack() as stack:
        reading, source = Reading(), source_of(call.source)
        profile = (load_profile(call.profile) if call.profile else None) or Profile()
        scorer = load_scorer(call.bundle, call.assumptions)
        output = output_of(call.target) if call.target else None
        if output:
            stack.enter_context(output)
        wanted = source.size > 0 and sys.stderr.isatty()  # a pipe has no known length
        with progress_bar(reading.position, source.size, wanted=wanted) as step:
            entries = list(_entries(reading.rows(source), scorer, profile, rejects, step))
        ranking = rank(entries, budget, scorer.assumptions["rank_common_doubt"], texts)
        _tell_rejects(rejects)
        if output and call.target:
            with packing(output.stream, call.target) as packed:
                write(ranking, format_of(call.target).extension, packed)
            output.keep()
    if call.target != _STANDARD:
        _tell(ranking, texts)
    return 3 if rejects else 0


def read_budget(text: str) -> int:
    """Return the Connects that may be spent.

    Raises
    ------
    CallError
        Naming what was written and what to write.

    Examples
    --------
    >>> read_budget("80")
    80
    """
    # Not by int(), which also takes "-3", "8_0" and digits of other scripts.
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise CallError(
            f"--connects is {shown(text)}; write the Connects that you can spend as a whole number from 0 to "
            f"{10**_MOST_DIGITS - 1:,} without commas, for example --connects 80"
        )
    return int(text)


def _check_names(call: RankCall) -> None:
    format_of(call.source)
    if call.target is None or call.target == _STANDARD:
        return
    format_of(call.target)
    inputs = [(Path(call.source), "IN")] if call.source != _STANDARD else []
    inputs += [(path, name) for path, name in _settings(call) if path is not None]
    check_apart(Path(call.target), "OUT", inputs)


def _settings(call: RankCall) -> tuple[tuple[Path | None, str], ...]:
    return (call.profile, "the profile"), (call.assumptions, "the assumptions")


def _entries(
    rows: Iterable[Row | Reject], scorer: Scorer, profile: Profile, rejects: list[Reject], step: Step
) -> Iterator[Entry]:
    """Yield an entry for each row that can be read; keep the others, without their text, in ``rejects``."""
    terms = _terms(profile, scorer.assumptions)
    group: list[tuple[int, Posting]] = []
    scored = 0

    def flush() -> Iterator[Entry]:
        nonlocal scored
        answers = scorer.score_many([posting for _, posting in group], profile)
        for (number, posting), answer in zip(group, answers, strict=True):
            yield entry_of(number, posting, answer, terms)
        scored += len(group)
        group.clear()
        step(scored, len(rejects))

    for row in rows:
        read = read_row(row) if isinstance(row, Row) else row
        if isinstance(read, Reject):
            rejects.append(Reject(read.number, read.error, read.field, b""))
            continue
        group.append((row.number, read))
        if len(group) == GROUP:
            yield from flush()
    yield from flush()


def _terms(profile: Profile, a: Assumptions) -> Terms:
    # A part of a Connect cannot be paid.
    return Terms(profile.connect_price_usd, math.ceil(a["typical_connects_high"]), a["scam_skip"])


def _tell_rejects(rejects: list[Reject]) -> None:
    for reject in rejects:
        click.echo(f"row {reject.number}: {reject.error}", err=True)


def _tell(ranking: Ranking, texts: Texts) -> None:
    if not ranking.chosen and not ranking.left_out:
        click.echo(texts["rank"]["no_posting"])
        return
    for line in table(ranking, texts, min(_MOST_COLUMNS, shutil.get_terminal_size().columns)):
        click.echo(line)
