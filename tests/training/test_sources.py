"""Data folders: what is read, what is left alone, and what a broken one is told."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from features.errors import DataError
from features.posting import Posting
from training.config import Config
from training.fit.pay import fit_pay
from training.sources.folder import DataFolder, find_data
from training.sources.outcomes import load_outcomes
from training.sources.postings import PostingRow, load_postings
from training.sources.risk import load_risk
from training.vocabulary import build_vocabulary

SAMPLE_FILES = ("postings.jsonl", "labels.jsonl", "outcomes.csv")
#: File of the sample, what to put in its place, and what the message says.
BROKEN = [
    ("postings.jsonl", "{}\n", r"postings\.jsonl, posting 1: title: is missing"),
    ("postings.jsonl", '{"title": "a", "description": ""}\nnot JSON\n', r"postings\.jsonl, line 2: Expecting value"),
    ("labels.jsonl", '{"id": "nobody", "risk": 0, "types": []}\n', r"labels\.jsonl: 'nobody' is missing"),
    ("labels.jsonl", "3\n", r"labels\.jsonl: .*has no attribute"),
    ("labels.jsonl", '{"id": "022121912090156173364"}\n', r"labels\.jsonl: 'risk' is missing"),
    ("outcomes.csv", "row_id,source\n1,market\n", r"outcomes\.csv: 'mature' is missing"),
    ("outcomes.csv", "", r"outcomes\.csv: No columns to parse"),
]


def _load(folder: DataFolder) -> None:
    load_risk(folder, load_postings(folder))
    load_outcomes(folder)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the sample that a test may break."""
    source = find_data({}).path
    for name in SAMPLE_FILES:
        shutil.copy(source / name, tmp_path)
    return tmp_path


def test_the_sample_loads() -> None:
    """Without a named folder: 40 postings, their labels, one invented marketplace in time order."""
    folder = find_data({})
    postings = load_postings(folder)
    labels = load_risk(folder, postings)
    (market,) = load_outcomes(folder)
    assert (folder.is_sample, len(postings), len(labels)) == (True, 40, 40)
    assert {row.weight for row in labels} == {1.0}
    assert (market.market, len(market.ghost), market.timed) == ("sample_market", 240, True)
    assert set(market.ghost) == {0.0, 1.0}


def test_the_digests_are_of_the_files_read() -> None:
    """One SHA-256 for each file of the sample, and no other."""
    digests = find_data({}).digests()
    assert tuple(digests) == SAMPLE_FILES
    assert all(len(digest) == 64 for digest in digests.values())


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The message names the variable and its value."""
    with pytest.raises(DataError, match=r"BIDWORTHY_DATA_DIR is '.*nowhere': there is no such folder"):
        find_data({"BIDWORTHY_DATA_DIR": str(tmp_path / "nowhere")})


@pytest.mark.parametrize("name", SAMPLE_FILES)
def test_a_file_that_is_not_there_is_named(copy: Path, name: str) -> None:
    """Each file of the sample is needed."""
    (copy / name).unlink()
    with pytest.raises(DataError, match=f"{name} is missing; data/README.md"):
        find_data({"BIDWORTHY_DATA_DIR": str(copy)})


@pytest.mark.parametrize("name", ["outcomes.parquet", "risk_labels.jsonl", "challenge.jsonl"])
def test_a_research_file_that_is_not_there_is_named(research: DataFolder, name: str) -> None:
    """A folder with postings.parquet needs the other three."""
    (research.path / name).unlink()
    with pytest.raises(DataError, match=f"{name} is missing"):
        find_data({"BIDWORTHY_DATA_DIR": str(research.path)})


@pytest.mark.parametrize(("name", "text", "message"), BROKEN)
def test_a_broken_file_is_named(copy: Path, name: str, text: str, message: str) -> None:
    """A file that is not as described gives one error with its name and the fault."""
    (copy / name).write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        _load(DataFolder(copy, is_sample=True))


def test_a_broken_table_is_named(research: DataFolder) -> None:
    """A table that is no Parquet, and one without a column."""
    path = research.path / "postings.parquet"
    pd.read_parquet(path).drop(columns="tier").to_parquet(path)
    with pytest.raises(DataError, match=r"postings\.parquet.*'tier' is missing"):
        _load(research)
    path.write_bytes(b"no table")
    with pytest.raises(DataError, match=r"postings\.parquet"):
        _load(research)


def test_a_line_separator_inside_a_text_ends_no_row(copy: Path) -> None:
    """U+2028 and U+0085 are part of a text; only a line feed ends a row of JSONL."""
    text = "one\u2028two\u0085three"
    row = json.dumps({"id": "1", "title": text, "description": ""}, ensure_ascii=False)
    label = json.dumps({"id": "1", "risk": 0, "types": [], "note": text}, ensure_ascii=False)
    (copy / "postings.jsonl").write_text(row + "\n", encoding="utf-8")
    (copy / "labels.jsonl").write_text(label + "\n", encoding="utf-8")
    folder = DataFolder(copy, is_sample=True)
    (posting,) = load_postings(folder)
    assert posting.posting.title == text
    assert len(load_risk(folder, [posting])) == 1


def test_a_research_row_becomes_a_posting(research: DataFolder) -> None:
    """Empty cells are unknown, a rating of 0 is "no reviews yet", a spend of 0 is known, rates are put in order."""
    rows = {row.posting.id: row.posting for row in load_postings(research)}
    assert rows["r1"].client.rating is None
    assert rows["r1"].pay is not None
    assert (rows["r1"].pay.type, rows["r1"].pay.min) == ("fixed", 40.0)
    assert rows["r2"].client.total_spent_usd == 0.0
    assert (rows["r2"].pay, rows["r2"].connects, rows["r2"].client.payment_verified) == (None, None, None)
    assert rows["r4"].client.rating == 4.5
    assert rows["r5"].pay is not None
    assert (rows["r5"].pay.min, rows["r5"].pay.max) == (10.0, 20.0)
    assert rows["r6"].client.payment_verified is True
    assert rows["r6"].pay is not None
    assert (rows["r6"].pay.type, rows["r6"].pay.min) == ("hourly", None)


def test_groups_join_clients_copies_and_openings(research: DataFolder) -> None:
    """r1 and r2 by their client, r2 and r3 by the opening of the text, r4 and r5 as copies; r6 stands alone."""
    members: defaultdict[str, set[str]] = defaultdict(set)
    for row in load_postings(research):
        members[row.group].add(str(row.posting.id))
    assert sorted(sorted(names) for names in members.values()) == [["r1", "r2", "r3"], ["r4", "r5"], ["r6"]]


def test_labels_stand_for_their_stratum(research: DataFolder) -> None:
    """Labels of postings that are not in the table are left out, and the weights of a stratum sum up to its pool."""
    rows = [row for row in load_risk(research, load_postings(research)) if row.weight > 0]
    assert [(row.risk, row.weight) for row in rows] == [(0, 7_767 / 2), (1, 7_767 / 2), (2, 1_009.0)]


def test_cases_kept_for_measuring_are_not_read(research: DataFolder) -> None:
    """Only the develop part of the written cases, without weight and each a group of its own."""
    cases = [row for row in load_risk(research, load_postings(research)) if row.weight == 0]
    assert [(case.posting.title, case.group) for case in cases] == [("Learn", "case:1")]


def test_outcomes_are_mature_known_and_not_sealed(research: DataFolder) -> None:
    """Of six rows two may be read; they come in time order, and a missing client is a client named unknown."""
    (market,) = load_outcomes(research)
    assert market.ghost.tolist() == [0.0, 1.0]
    assert market.client.tolist() == ["a", "unknown"]


def test_an_outcome_is_a_contract_posting(research: DataFolder) -> None:
    """The client's record as of posting is read as a page's is: the posting itself is among the jobs, without an outcome."""
    (market,) = load_outcomes(research)
    assert [posting.source for posting in market.postings] == [market.market] * 2
    for posting, posts, hires in zip(market.postings, market.prior_posts, market.prior_hires, strict=True):
        assert (posting.client.jobs_posted, posting.client.hires) == (posts + 1, hires)


@pytest.mark.slow
def test_sealed_rows_teach_no_pay() -> None:
    """Rows whose pay is sealed, however absurd it is, change nothing that is learnt of pay."""
    rows = load_postings(find_data({}))
    vocabulary = build_vocabulary([row.posting for row in rows], [row.group for row in rows], 2)
    config = Config(folds=2)
    sealed = [replace(row, sealed=True, posting=_absurd(row)) for row in rows]
    alone, together = (fit_pay(given, vocabulary, config, {}) for given in (rows, rows + sealed))
    assert together.settings == alone.settings
    assert all(np.array_equal(together.arrays[name], alone.arrays[name]) for name in alone.arrays)


def _absurd(row: PostingRow) -> Posting:
    pay = row.posting.pay
    return row.posting.model_copy(update={"pay": pay and pay.model_copy(update={"min": 1e6, "max": 1e6})})
