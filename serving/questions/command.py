"""What ``bidworthy profile`` does: check the place, ask, write, and say how the file is used."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from features.errors import CallError, InputError
from serving.questions.ask import ask_all
from serving.questions.fields import FIELDS, value_of
from serving.questions.kept import check_place, read_kept, write_kept
from serving.texts import Texts, load_texts

__all__ = ["run_questions"]

#: Columns of a question.
_WIDTH = 100
_STOPPED = 130


def run_questions(path: Path) -> int:
    """Make a profile file by questions and return the exit status: 0, or 130 when it was interrupted.

    Raises
    ------
    CallError
        When the file cannot be read or written, or the answers end early; nothing has been written then.
    """
    check_place(path)
    kept, texts = read_kept(path), load_texts()
    words = texts["profile"]
    try:
        _say(words["intro"].format(path=path))
        answers = ask_all(_usable(kept, texts), texts, _say, _listen)
    except CallError:
        click.echo()  # the prompt's line is still open
        raise
    except KeyboardInterrupt:
        click.echo(f"\n{words['stopped']}", err=True)
        return _STOPPED
    write_kept(path, kept, answers)
    _say("")
    _say(f"{words['written'].format(path=path)} {words['use']}")
    click.echo(f"  bidworthy score postings.jsonl -o scores.jsonl --profile {shlex.quote(str(path))}")
    return 0


def _usable(kept: Mapping[str, Any], texts: Texts) -> dict[str, Any]:
    """Return the values that stand in the file and can be used; tell which cannot."""
    usable = {}
    for field in FIELDS:
        if kept.get(field) is None:
            continue
        try:
            usable[field] = value_of(field, kept[field])
        except InputError as error:
            _say(texts["profile"]["dropped"].format(problem=str(error).rstrip(".")))
    return usable


def _say(text: str) -> None:
    for line in textwrap.wrap(text, _WIDTH, break_on_hyphens=False) or [""]:
        click.echo(line)


def _listen(prompt: str) -> str:
    try:
        return input(prompt)
    except UnicodeDecodeError:
        raise CallError("the answers are not UTF-8; save them as UTF-8. Nothing was written") from None
