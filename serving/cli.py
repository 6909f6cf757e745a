"""The command line: one function a command, which only reads its arguments.

What it does is in `serving.batch.command`, `serving.landing.command`, `serving.spark.command`, `serving.explain`,
`serving.rank`, `serving.questions`, `serving.run`, `serving.workers`, `serving.doctor`, `serving.ledger.command` and
`serving.rules_command`, imported when it is called, so that ``--help`` is quick.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from features.errors import BidworthyError, CallError

__all__ = ["main"]

_FOLDER = click.Path(path_type=Path)
# Options that several commands share.
_PROFILE = click.option("--profile", type=_FOLDER, metavar="FILE", help="Your rate, skills and record, as one JSON object.")
_BUNDLE = click.option("--bundle", type=_FOLDER, metavar="DIR", help="Another model bundle than the one that ships.")
_ASSUMPTIONS = click.option("--assumptions", type=_FOLDER, metavar="FILE", help="Your own assumptions, as TOML.")
_HISTORY = click.option(
    "--history", metavar="FILE", help="Look for near-copies among what a service remembered. Adds nothing to it."
)
_COLUMNS = click.option(
    "--columns", metavar="A,B,…", help="Only these columns (ghost.probability) or parts (ghost) of the answers."
)
_NESTED = click.option(
    "--nested/--flat", default=None, help="Parts as objects, or a cell a column (default: nested in JSON alone)."
)
_JOBS = click.option(
    "--jobs", default="1", show_default=True, metavar="N|auto", help="Processes that score; auto: one a core."
)


class _OneHandler(click.Group):
    """Every command's errors end here: one line for a person, and never a traceback for what they can cause."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BidworthyError as error:
            _end(2, _noted(f"Error: {error}", error))
        except KeyboardInterrupt as error:
            _end(130, _noted("Stopped.", error))
        except BrokenPipeError:
            _end(141)
        except OSError as error:
            _end(2, _noted(f"Error: {error.filename or 'reading or writing'}: {error.strerror or error}", error))


def _noted(message: str, error: BaseException) -> str:
    """Add what was noted on the way: how to go on."""
    return "\n".join([message, *getattr(error, "__notes__", ())])


def _end(status: int, message: str = "") -> None:
    """Leave with a status; what a closed pipe or a full disk did not take is dropped without noise."""
    if message:
        click.echo(message, err=True)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, AttributeError, ValueError):
            os._exit(status)
    raise SystemExit(status)


@click.group(cls=_OneHandler, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="bidworthy", prog_name="bidworthy")
def main() -> None:
    """Tell whether a job posting is worth its Connects, and why."""


@main.command()
@click.argument("sources", metavar="IN…", nargs=-1, required=True)
@click.option("-o", "--output", "target", metavar="OUT", default="-", help="Where the answers go (default: -).")
@_PROFILE
@_BUNDLE
@_ASSUMPTIONS
@_HISTORY
@_COLUMNS
@_NESTED
@_JOBS
@click.option("--resume", is_flag=True, help="Go on where a run that was broken off stopped.")
@click.option(
    "--engine", type=click.Choice(["local", "spark"]), default="local", help="What scores: this machine, or Spark."
)
@click.option("--master", metavar="URL", help="With --engine spark: where it runs, such as local[4] or spark://HOST:7077.")
@click.option("-v", "--verbose", is_flag=True, help="Always say how many were scored.")
def score(history: str | None, columns: str | None, engine: str, master: str | None, **arguments: Any) -> None:
    """Score the postings of files.

    IN and OUT end in .jsonl, .json, .csv or .parquet (all but the last also packed: .jsonl.gz, .bz2, .xz, .zst), or are -
    for JSONL through a pipe. IN may be several files, folders and quoted patterns, whose rows go to one OUT in order; where
    OUT is a folder, each to a file of its own. A row that cannot be read goes, whole, to OUT.rejects.jsonl (standard error
    for -) and stops nothing. OUT appears when it is whole; of a run that was broken off --resume does the rest.

    \b
    Examples:
      bidworthy score postings.csv -o scores.jsonl --profile me.json
      bidworthy score postings.parquet -o scores.csv --columns id,verdict,worth
      bidworthy score '2026/*.jsonl.gz' -o scores.parquet --jobs auto --resume

    Exit status: 0 all scored, 3 some rejected, 2 the call is wrong.
    """
    from serving.batch.command import ScoreCall, run_score
    from serving.garbage import put_off_looking
    from serving.history.place import OFF, place

    names = None if columns is None else tuple(columns.split(","))
    call = ScoreCall(history=place(OFF if history is None else history), columns=names, **arguments)
    if engine == "spark":
        from serving.spark.command import run_on_spark

        raise SystemExit(run_on_spark(call, master))
    if master is not None:
        raise CallError("--master is for --engine spark; add that, or leave it out")
    put_off_looking()
    raise SystemExit(run_score(call))


@main.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.option(
    "-o", "--output", "target", metavar="OUT", type=_FOLDER, help="The folder of the answers (default: DIR/scored)."
)
@_PROFILE
@_BUNDLE
@_ASSUMPTIONS
@_HISTORY
@_COLUMNS
@_NESTED
@_JOBS
@click.option("--every", default=2.0, show_default=True, metavar="SECONDS", help="From one look at the folder to the next.")
@click.option("--once", is_flag=True, help="Score what is there, and end.")
def watch(folder: Path, target: Path | None, history: str | None, columns: str | None, **arguments: Any) -> None:
    """Score the files of a folder as they land, each once.

    Each file of postings gets a file of answers of the same name in OUT, with its rejects beside it. A file has landed when
    it stands still from one look to the next; to be sure, write it under a name that begins with a dot, and rename it. A
    file that changes is scored again. What was done is written down in OUT, so that a program that was killed, or the next
    one, goes on where it was: no file is scored twice, and none is left out.

    \b
    Example:
      bidworthy watch inbox -o scored --profile me.json --jobs auto

    Exit status, once it is told to stop or with --once: 0 all scored, 3 something was rejected, 2 the call is wrong.
    """
    from serving.garbage import put_off_looking
    from serving.history.place import OFF, place
    from serving.landing.command import WatchCall, run_watch

    names = None if columns is None else tuple(columns.split(","))
    where = place(OFF if history is None else history)
    call = WatchCall(folder, target or folder / "scored", history=where, columns=names, **arguments)
    put_off_looking()
    raise SystemExit(run_watch(call))


@main.command("explain")
@click.argument("source", metavar="IN")
@click.option("--id", "id", metavar="ID", help="The posting to explain (default: the first).")
@_PROFILE
@_BUNDLE
@_ASSUMPTIONS
def explain_posting(**arguments: Any) -> None:
    r"""Show one answer as a card: verdict, risks with their doubt, the sum, and the reasons.

    IN ends in .jsonl, .json, .csv or .parquet, or is - for JSONL through a pipe. In colour on a terminal, plain elsewhere.

    \b
    Example:
      bidworthy explain data/sample/postings.jsonl
    """
    from serving.explain.command import ExplainCall, explain

    for line in explain(ExplainCall(**arguments)):
        click.echo(line)


@main.command()
@click.argument("source", metavar="IN")
@click.option("--connects", required=True, metavar="NUMBER", help="The Connects that you can spend.")
@click.option("-o", "--output", "target", metavar="OUT", help="Also write a row for each posting; - for those rows alone.")
@_PROFILE
@_BUNDLE
@_ASSUMPTIONS
def rank(**arguments: Any) -> None:
    r"""Choose the postings of a file that bring the most for your Connects.

    IN and OUT end in .jsonl, .json, .csv or .parquet; IN may be - for JSONL through a pipe. Chosen are, of all postings to
    apply to or to consider, those of the greatest expected value together; the others are told with why. Rows that cannot be
    read are told on standard error.

    \b
    Example:
      bidworthy rank postings.jsonl --connects 80 --profile me.json

    Exit status: 0 all read, 3 some rows could not be, 2 the call is wrong.
    """
    from serving.rank.command import RankCall, run_rank

    raise SystemExit(run_rank(RankCall(**arguments)))


@main.command()
@click.argument("file", metavar="[FILE]", default="profile.json", type=_FOLDER)
def profile(file: Path) -> None:
    r"""Make the file of your rate, skills and record by answering questions.

    FILE is profile.json when left out. What stands in it already is kept unless you answer anew, and nothing is written
    before the last answer.

    \b
    Example:
      bidworthy profile me.json

    Exit status: 0 written, 2 the call is wrong or the answers ended early, 130 stopped.
    """
    from serving.questions.command import run_questions

    raise SystemExit(run_questions(file))


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="The port to listen on.")
@click.option("--token", envvar="BIDWORTHY_TOKEN", help="What callers must send; needed beyond this machine.")
@click.option(
    "--history",
    envvar="BIDWORTHY_HISTORY",
    metavar="FILE|URL|off",
    help="Where to keep what was judged and told (default: your data folder); off keeps nothing.",
)
@click.option(
    "--keep-days",
    envvar="BIDWORTHY_KEEP_DAYS",
    type=click.IntRange(1, 36_500),
    metavar="DAYS",
    help="Forget postings that were not seen for so long (default: keep all).",
)
@click.option("--forget-told", is_flag=True, help="With --keep-days: also what you told, your own record.")
@click.option("--allow-origin", "allowed_origins", multiple=True, metavar="ORIGIN", help="A browser origin to allow.")
@click.option("--most-at-once", default=64, show_default=True, help="Requests in work at once; one more gets 503.")
@click.option("--recent", default=1000, show_default=True, help="Answers kept in memory, for a page opened again.")
@click.option(
    "--rate", type=float, help="Requests a second of one address (default: 20 beyond this machine, else not counted)."
)
@click.option(
    "--log-format", type=click.Choice(["json", "plain"]), help="A line an event on standard error (default: faults)."
)
@click.option("--workers", default="1", show_default=True, metavar="N|auto", help="Processes that serve; auto: one a core.")
@click.option("--watch-bundle", type=float, metavar="SECONDS", help="Look so often for another bundle in the same folder.")
@_BUNDLE
@_ASSUMPTIONS
def serve(history: str | None, workers: str, **arguments: Any) -> None:
    r"""Serve the scorer and its page over HTTP, on this machine unless told otherwise.

    \b
    Examples:
      bidworthy serve --port 8765
      BIDWORTHY_TOKEN=… bidworthy serve --host 0.0.0.0
      bidworthy serve --keep-days 365
      bidworthy serve --workers auto
    """
    from serving.garbage import put_off_looking
    from serving.history.place import place
    from serving.settings import Settings, workers_of

    # A wrong call is told before the server's long import.
    settings = Settings(history=place(history), workers=workers_of(workers), **arguments)
    put_off_looking()
    if settings.workers == 1:
        from serving.run import run_server as run
    else:
        from serving.workers import run_workers as run
    run(settings)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address that would be listened on.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="The port.")
@click.option("--token", envvar="BIDWORTHY_TOKEN", help="What callers would have to send.")
@click.option("--history", envvar="BIDWORTHY_HISTORY", metavar="FILE|URL|off", help="The history, as for serve.")
@click.option("--allow-origin", "allowed_origins", multiple=True, metavar="ORIGIN", help="A browser origin to allow.")
@_BUNDLE
@_ASSUMPTIONS
@click.option("--profile", type=_FOLDER, metavar="FILE", help="Your profile, to be read as score would.")
@click.option("--json", "as_json", is_flag=True, help="A JSON object a line.")
def doctor(history: str | None, profile: Path | None, as_json: bool, **arguments: Any) -> None:
    r"""Look whether everything that Bidworthy needs is there and works; say what to do where it is not.

    Nothing is changed. The exit status is 1 if something is broken.

    \b
    Example:
      bidworthy doctor
    """
    from serving.doctor.command import examine

    raise SystemExit(examine(history, profile, as_json, arguments))


@main.group()
def ledger() -> None:
    """See, add to, export, import or forget what is kept: postings over time, scores, feedback, outcomes and Connects."""


_HISTORY = click.option("--history", envvar="BIDWORTHY_HISTORY", metavar="FILE|URL", help="The history (default: yours).")
_SOURCE = click.option("--source", metavar="NAME", help="The marketplace of the id (default: the usual one).")


@ledger.command("show")
@_HISTORY
@click.option("--id", "id_", metavar="ID", help="All that is known of this posting, as JSON.")
@_SOURCE
def ledger_show(**arguments: Any) -> None:
    r"""Tell how much is kept, what came of your proposals, and what your Connects brought.

    \b
    Example:
      bidworthy ledger show
    """
    from serving.ledger.command import show_ledger

    show_ledger(**arguments)


_AT = click.option("--at", metavar="DATE", help="When it was, such as 2026-01-31 (default: now).")
_NOTE = click.option("--note", metavar="TEXT", help="A note to yourself.")


@ledger.command("bought")
@click.argument("connects", metavar="CONNECTS")
@click.option("--usd", metavar="AMOUNT", help="What all of them cost (0 for those of a plan; default: the usual price).")
@_AT
@_NOTE
@_HISTORY
def ledger_bought(history: str | None, **told: Any) -> None:
    r"""Tell that you bought Connects.

    \b
    Example:
      bidworthy ledger bought 100 --usd 15
    """
    from serving.ledger.command import spend
    from serving.ledger.spending import BOUGHT

    spend(history, {"spending": BOUGHT, **told}, [BOUGHT])


@ledger.command("spent")
@click.argument("spending", metavar="boosted_profile|availability_badge")
@click.argument("connects", metavar="CONNECTS")
@_AT
@_NOTE
@_HISTORY
def ledger_spent(history: str | None, **told: Any) -> None:
    r"""Tell that you spent Connects on your profile. Those of a proposal are told with its posting.

    \b
    Example:
      bidworthy ledger spent boosted_profile 60
    """
    from serving.ledger.command import spend
    from serving.ledger.spending import BOUGHT, SPENDING

    spend(history, told, [what for what in SPENDING if what != BOUGHT])


@ledger.command("undo")
@click.argument("event", metavar="EVENT")
@_HISTORY
def ledger_undo(**arguments: Any) -> None:
    r"""Take back what was told: feedback, an outcome, or Connects bought or spent. It stays in the ledger, as undone.

    \b
    Example:
      bidworthy ledger undo 5f0c6a0e-6a1e-4a57-9a64-6f0d7a2f9f11
    """
    from serving.ledger.command import undo_in_ledger

    undo_in_ledger(**arguments)


@ledger.command("export")
@click.argument("target", metavar="OUT")
@_HISTORY
def ledger_export(**arguments: Any) -> None:
    r"""Write everything as JSON Lines, a posting or a spending a line; OUT may be - for standard output.

    \b
    Example:
      bidworthy ledger export ledger.jsonl
    """
    from serving.ledger.command import export_ledger

    export_ledger(**arguments)


@ledger.command("import")
@click.argument("source", metavar="IN")
@_HISTORY
def ledger_import(**arguments: Any) -> None:
    r"""Add what an export holds. What is there already stays, and nothing is doubled.

    \b
    Example:
      bidworthy ledger import ledger.jsonl

    Exit status: 0 all taken, 3 some lines refused, 2 the call is wrong.
    """
    from serving.ledger.command import import_ledger

    raise SystemExit(import_ledger(**arguments))


@ledger.command("forget")
@_HISTORY
@click.option("--client", metavar="ID", help="Every posting of this client.")
@click.option("--id", "id_", metavar="ID", help="This posting.")
@click.option("--before", metavar="DATE", help="What was last seen, bought or spent before a date, such as 2026-01-31.")
@_SOURCE
def ledger_forget(**arguments: Any) -> None:
    r"""Forget for good, everywhere in the history. Several conditions must all hold.

    \b
    Example:
      bidworthy ledger forget --client 1834567890123456789
    """
    from serving.ledger.command import forget_in_ledger

    forget_in_ledger(**arguments)


@main.group()
def rules() -> None:
    """Check the rule files, or see what the rules find in a text."""


@rules.command()
@click.option("--rules", "folder", type=_FOLDER, metavar="DIR", help="A folder of rule files other than our own.")
def check(folder: Path | None) -> None:
    r"""Lint the rule files and try every example in them.

    \b
    Example:
      bidworthy rules check
    """
    from serving.rules_command import check as run_check

    for line in run_check(folder):
        click.echo(line)


@rules.command()
@click.argument("text")
@click.option("--rules", "folder", type=_FOLDER, metavar="DIR", help="A folder of rule files other than our own.")
def explain(text: str, folder: Path | None) -> None:
    r"""Show which rules fire on TEXT, where, with what weight, and what excuses them.

    TEXT - reads standard input.

    \b
    Example:
      bidworthy rules explain "Please message me on Telegram."
    """
    from serving.rules_command import explain as run_explain

    for line in run_explain(sys.stdin.read() if text == "-" else text, folder):
        click.echo(line)


if __name__ == "__main__":
    main()
