"""The profile file: what stands in it, and writing it anew for its owner only."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from features.errors import CallError, shown
from serving.batch.files import Output, open_input
from serving.questions.fields import FIELDS

__all__ = ["check_place", "read_kept", "write_kept"]


def check_place(path: Path) -> None:
    """Refuse a place where nothing can be written, before anybody has answered anything.

    Raises
    ------
    CallError
        Naming the place and what to name instead.
    """
    if str(path) == "-":
        raise CallError("FILE is -, but a profile is a file; name one, for example profile.json")
    if path.is_dir():
        raise CallError(f"{path} is a folder; name a file in it, for example {path / 'profile.json'}")
    folder = path.resolve().parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise CallError(f"{path} cannot be written; name a folder that exists and is yours")


def read_kept(path: Path) -> dict[str, Any]:
    """Return what stands in the file, nothing where there is none.

    Raises
    ------
    CallError
        Where it is no JSON object: it may be another file of yours.
    """
    if not path.exists():
        return {}
    with open_input(path) as stream:
        data = stream.read()
    try:
        kept = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise CallError(f"{path} is there and is not JSON ({error}); correct it, or name another FILE") from None
    if not isinstance(kept, dict):
        raise CallError(f"{path} is there and holds {shown(kept)}, not a profile in braces; name another FILE")
    return kept


def write_kept(path: Path, kept: Mapping[str, Any], answers: Mapping[str, Any]) -> None:
    """Write the answers, then what stood there and was not asked for, as indented JSON in UTF-8.

    The file appears when it is complete.
    """
    rest = {key: value for key, value in kept.items() if key not in FIELDS}
    text = json.dumps({**{key: answers[key] for key in FIELDS if key in answers}, **rest}, indent=2, ensure_ascii=False)
    with Output(path, private=True) as output:
        # What was kept may hold an escaped half of a character, which UTF-8 cannot write; JSON can, escaped again.
        output.stream.write(text.encode("utf-8", "backslashreplace") + b"\n")
        output.keep()
