"""Labels of one or several annotators as one file, in the form of ``data/sample/labels.jsonl``."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from features.errors import CallError
from training.label.events import Book
from training.label.labels import Label

__all__ = ["Merged", "as_row", "merged", "write_labels"]


class Merged(NamedTuple):
    """One label a posting, by key; how many postings were read more than once, and on how many of these the risk differs."""

    labels: dict[str, Label]
    read_twice: int
    differ: int

    def told(self) -> str:
        """Return it as one sentence."""
        return (
            f"{len(self.labels):,} postings; {self.read_twice:,} labelled by more than one, "
            f"{self.differ:,} with another risk: there the lower one counts"
        )


def merged(books: Sequence[Book]) -> Merged:
    """Put annotators together: where the risk differs the lower one counts, and of equal ones the first annotator's.

    A label counts as a whole: types and evidence of one reader do not stand beside the risk of another.
    """
    found: dict[str, list[Label]] = {}
    for book in books:
        for key, label in book.labels.items():
            found.setdefault(key, []).append(label)
    labels = {key: min(each, key=lambda label: label.risk) for key, each in found.items()}
    differ = sum(len({label.risk for label in each}) > 1 for each in found.values())
    return Merged(labels, sum(len(each) > 1 for each in found.values()), differ)


def as_row(key: str, label: Label) -> dict[str, Any]:
    """Return a label as a line of the file has it."""
    return {
        "id": key,
        "risk": label.risk,
        "types": list(label.types),
        "evidence": [quote.quote for quote in label.evidence],
        "lookalike": label.lookalike,
        "pay": label.pay,
    }


def write_labels(path: Path, labels: dict[str, Label]) -> None:
    """Write the file, whole or not at all.

    Raises
    ------
    CallError
        If it cannot be written.
    """
    lines = [json.dumps(as_row(key, label), ensure_ascii=False) + "\n" for key, label in labels.items()]
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_text("".join(lines), encoding="utf-8", newline="\n")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise CallError(f"{path} cannot be written: {error.strerror or error}; name another file with --export") from None
