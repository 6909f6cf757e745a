"""The two sides: postings of the data folder, and postings of an exported ledger as they were when they were scored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.errors import DataError
from features.posting import Posting
from training.ledger.records import Export, Look, Score, Seen
from training.metrics import Array
from training.rebundle import Whole
from training.served import served
from training.sources.folder import DataFolder, as_described, read_lines
from training.sources.postings import load_postings, to_contract

__all__ = ["LEAST_POSTINGS", "Scored", "Side", "ledger_side", "scored_of", "training_side", "was_trained_on"]

#: Of fewer scored postings no report is made: each of them would be a tenth and more of every share.
LEAST_POSTINGS = 10
#: Postings of one client beyond so many are left out: a single one could pull every share.
_MOST_OF_CLIENT = 3
#: Under so many postings without a label, those with one are compared, too.
_LEAST_UNLABELLED = 200
_CHANCES = ("ghost.probability", "scam.probability")


@dataclass(frozen=True)
class Side:
    """Postings of one side.

    Parameters
    ----------
    postings : list of Posting
    groups : list of str
        Who wrote them.
    chances : dict of str to ndarray
        What one and the same bundle answers, ``nan`` where it answers none.
    learnt : ndarray of bool
        Whose label the bundle learnt from: its chances are those of known answers, so they are not compared.
    """

    postings: list[Posting]
    groups: list[str]
    chances: dict[str, Array]
    learnt: NDArray[np.bool_]

    def take(self, rows: NDArray[np.int64]) -> Side:
        """Return some rows."""
        chances = {name: values[rows] for name, values in self.chances.items()}
        some = rows.tolist()
        return Side([self.postings[i] for i in some], [self.groups[i] for i in some], chances, self.learnt[rows])


@dataclass(frozen=True, slots=True)
class Scored:
    """A posting of the ledger with the answer that counts, and its page then."""

    seen: Seen
    score: Score
    look: Look


def scored_of(export: Export, since: datetime | None = None) -> list[Scored]:
    """Return the postings that were scored: by the first answer on a whole page, or else the first on a tile of a list.

    Parameters
    ----------
    export : Export
    since : datetime, optional
        Only answers from then on.
    """
    found = []
    for seen in export.postings:
        scores = [score for score in seen.scores if since is None or score.at >= since]
        score = next((one for one in scores if one.level == "page"), scores[0] if scores else None)
        look = None if score is None else seen.look_at(score.at)
        if score is not None and look is not None:
            found.append(Scored(seen, score, look))
    return found


def ledger_side(scored: Sequence[Scored], bundle: Path) -> Side:
    """Return the ledger's side, its chances by the bundle of today, so that a change of bundle is no drift.

    Raises
    ------
    DataError
        If there are too few.
    """
    if len(scored) < LEAST_POSTINGS:
        raise DataError(
            f"the ledger holds {len(scored)} scored postings and a comparison takes {LEAST_POSTINGS}; "
            "score more of them, or name an earlier --since"
        )
    groups = [one.seen.client for one in scored]
    chances = _chances(bundle, [one.look.raw for one in scored])
    side = Side([one.look.posting for one in scored], groups, chances, np.zeros(len(scored), dtype=np.bool_))
    return _thinned(side)


def training_side(folder: DataFolder, bundle: Path, *, trained_on: bool) -> Side:
    """Return the training postings; pay that is sealed for a last measurement is not looked at.

    Parameters
    ----------
    trained_on : bool
        Whether the bundle learnt from this folder.
    """
    rows = load_postings(folder)
    kept = np.array([not row.sealed for row in rows], dtype=np.bool_)
    raw = [posting for posting, is_kept in zip(_raw(folder), kept, strict=True) if is_kept]
    labelled = _labelled(folder) if trained_on else frozenset()
    rows = [row for row in rows if not row.sealed]
    learnt = np.array([row.key in labelled for row in rows], dtype=np.bool_)
    if (~learnt).sum() < _LEAST_UNLABELLED:
        learnt[:] = False
    return _thinned(Side([row.posting for row in rows], [row.group for row in rows], _chances(bundle, raw), learnt))


def was_trained_on(bundle: Whole, folder: DataFolder) -> bool:
    """Return whether a bundle learnt from the postings of a folder, by their digest."""
    known, name = folder.digests(), "postings.jsonl" if folder.is_sample else "postings.parquet"
    told = bundle.manifest.get("training_data")
    return isinstance(told, dict) and told.get(name) == known[name]


def _chances(bundle: Path, raw: Sequence[dict[str, Any]]) -> dict[str, Array]:
    answers = served(bundle, raw, _CHANCES)
    return {name: answers[name].to_numpy(np.float64, na_value=np.nan) for name in _CHANCES}


def _thinned(side: Side) -> Side:
    taken = Counter[str]()
    rows = []
    for number, group in enumerate(side.groups):
        taken[group] += 1
        if taken[group] <= _MOST_OF_CLIENT:
            rows.append(number)
    return side.take(np.array(rows, dtype=np.int64))


def _raw(folder: DataFolder) -> list[dict[str, Any]]:
    """Return the postings as the scorer takes them, in the order of `load_postings`."""
    if folder.is_sample:
        return list(read_lines(folder.path / "postings.jsonl"))
    path = folder.path / "postings.parquet"
    with as_described(path):
        frame = pd.read_parquet(path)
        return [to_contract({str(key): value for key, value in row.items()}) for row in frame.to_dict("records")]


def _labelled(folder: DataFolder) -> frozenset[str]:
    path = folder.path / ("labels.jsonl" if folder.is_sample else "risk_labels.jsonl")
    with as_described(path):
        return frozenset(str(label.get("posting_key", label.get("id"))) for label in read_lines(path))
