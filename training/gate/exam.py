"""The exam: the held-out part of prepared data as questions that every bundle is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from features.errors import DataError
from features.fields.facts import Facts
from features.posting import Posting, read_posting
from training.gate.slices import slices_of
from training.metrics import Array
from training.sources.folder import DataFolder
from training.sources.labels import load_labels
from training.sources.outcomes import client_of, contract_of, outcome_table
from training.sources.postings import PARTS, raw_postings

__all__ = ["Exam", "Paper", "Rows", "exam_for", "exam_of"]

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Paper:
    """Questions of one kind.

    ``rows`` are numbers of the exam's postings. ``truth`` is 1 or 0 where ``asks`` is a chance, and the natural log of the
    pay in US dollars where it is a market. ``model`` is whose they are.
    """

    name: str
    model: Literal["risk", "pay", "ghost"]
    asks: Literal["scam.probability", "low_budget.far_below_fair", "ghost.probability", "market"]
    rows: Rows
    truth: Array
    weight: Array
    groups: Sequence[str]


@dataclass(frozen=True)
class Exam:
    """All papers, and the postings that they ask about, as a bundle is given them.

    ``split`` is the digest of the split that they were held out by; ``slices`` say which postings are whose. ``is_new``
    tells that only rows of files are asked that the champion has never seen.
    """

    postings: list[dict[str, Any]]
    slices: dict[str, NDArray[np.bool_]]
    papers: list[Paper]
    split: str
    is_new: bool = False


@dataclass
class _Making:
    fields: list[dict[str, Any]]
    read: list[Posting]
    sources: list[str]

    def add(self, fields: dict[str, Any], source: str) -> int:
        self.fields.append(fields)
        self.read.append(read_posting(fields))
        self.sources.append(source)
        return len(self.fields) - 1


def exam_for(folder: DataFolder, champion: Mapping[str, Any]) -> Exam:
    """Return the exam by which a challenger is set beside a champion.

    One that was trained on the same split sits all of it. Another one may have learnt held-out rows: it is asked those of
    files that it has never seen, as far as no client and no near-copy of theirs is in a file that it has.

    Parameters
    ----------
    folder : DataFolder
    champion : mapping
        Its manifest.
    """
    if champion.get("split") == folder.of("test").split:
        return exam_of(folder)
    return exam_of(folder, frozenset(map(str, champion.get("inputs") or champion["training_data"].values())))


def exam_of(folder: DataFolder, seen: frozenset[str] = frozenset()) -> Exam:
    """Return the exam of prepared data.

    Parameters
    ----------
    folder : DataFolder
    seen : frozenset of str
        Digests of files whose rows, and whose clients, are not asked.

    Raises
    ------
    DataError
        If it is not prepared, or nothing of it can be asked.
    """
    held = folder.of("test")
    making = _Making([], [], [])
    papers = [*_postings(held, making, seen), *_outcomes(held, making, seen)]
    if not papers and seen:
        raise DataError(
            f"{folder.path}: all that is held out the champion has learnt from; train its settings again on this data "
            "(`bidworthy-train train --like models/default --out runs/champion`), and name that with --champion"
        )
    if not papers:
        raise DataError(f"{folder.path}: nothing that is held out has a label, a price or an outcome; prepare more data")
    split = held.split
    assert split is not None  # noqa: S101 - `of` has seen to it
    return Exam(making.fields, slices_of(making.read, making.sources), papers, split, bool(seen))


def _postings(held: DataFolder, making: _Making, seen: frozenset[str]) -> list[Paper]:
    known = {row.marks[0] for row in raw_postings(held.of("all")) if row.input in seen} if seen else set()
    raw = [row for row in raw_postings(held) if row.marks[0] not in known]
    groups = [row.marks[0] for row in raw]
    place = {row.key: making.add(dict(row.fields), row.source) for row in raw}
    group = {row.key: name for row, name in zip(raw, groups, strict=True)}
    sealed = {row.key for row in raw if row.sealed}
    labels = [label for label in load_labels(held, place) if label.key in place]
    papers = []
    if labels:
        papers.append(
            Paper(
                "danger", "risk", "scam.probability",
                np.array([place[one.key] for one in labels]),
                np.array([float(one.risk == 2) for one in labels]),
                np.array([one.weight for one in labels]),
                [group[one.key] for one in labels],
            )
        )  # fmt: skip
    judged = [one for one in labels if one.pay is not None and one.key not in sealed and _pay(making.read[place[one.key]])]
    if judged:
        papers.append(
            Paper(
                "pay far below a fair price", "pay", "low_budget.far_below_fair",
                np.array([place[one.key] for one in judged]),
                np.array([float(one.pay == "far_below") for one in judged]),
                np.ones(len(judged)),
                [group[one.key] for one in judged],
            )
        )  # fmt: skip
    for kind in ("hourly", "fixed"):
        priced = [(key, usd) for key, at in place.items() if key not in sealed and (usd := _pay(making.read[at], kind))]
        if priced:
            papers.append(
                Paper(
                    f"{kind} pay", "pay", "market",
                    np.array([place[key] for key, _ in priced]),
                    np.array([log(usd) for _, usd in priced]),
                    np.ones(len(priced)),
                    [group[key] for key, _ in priced],
                )
            )  # fmt: skip
    return papers


def _pay(posting: Posting, kind: str | None = None) -> float | None:
    if posting.pay is None or posting.pay.type is None or kind not in (None, posting.pay.type):
        return None
    return Facts(posting).pay_usd


def _outcomes(held: DataFolder, making: _Making, seen: frozenset[str]) -> list[Paper]:
    frame = outcome_table(held)
    known = frame.loc[frame["input"].isin(seen), "group"]
    frame = frame[frame["part"].isin(PARTS["test"]) & ~frame["group"].isin(known)]
    papers = []
    for source, part in frame.groupby("source", sort=True):
        rows = [making.add(contract_of(str(source), row), str(source)) for row in part.to_dict("records")]
        truth = 1.0 - part["outcome_hired"].to_numpy(np.float64)
        clients = [f"{source}:{client}" for client in client_of(part)]
        papers.append(
            Paper(f"no hire: {source}", "ghost", "ghost.probability", np.array(rows), truth, np.ones(len(rows)), clients)
        )
    return papers
