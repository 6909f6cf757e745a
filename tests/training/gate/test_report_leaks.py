"""Alarms go off where a leak was planted, and are quiet where none was."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from features.bundle_format import sha256
from tests.training.gate.conftest import Market
from training.report.held_out.asked import Asked
from training.report.held_out.leaks import alarms_of
from training.report.held_out.numbered import ids_tell_nothing, told_by_ids
from training.report.held_out.overlap import no_overlap, overlap_of
from training.sources.folder import DataFolder

pytestmark = pytest.mark.slow
_POSTINGS, _OUTCOMES = "postings.rows.parquet", "outcomes.rows.parquet"


def _planted(market: Market, out: Path, name: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> DataFolder:
    """Return a copy of prepared data with one table changed, its digest right again."""
    shutil.copytree(market.folder.path, out)
    change(pd.read_parquet(out / name)).to_parquet(out / name)
    said = json.loads((out / "prepared.json").read_bytes())
    said["files"][name] = sha256((out / name).read_bytes())
    (out / "prepared.json").write_text(json.dumps(said))
    return replace(market.folder, path=out)


def _copied(frame: pd.DataFrame) -> pd.DataFrame:
    """Return postings with a held-out one in the training part, under another name and of another client."""
    rows = frame.to_dict("records")
    row = max((one for one in rows if one["part"] == "client"), key=lambda one: len(one["posting"]))
    fields = json.loads(row["posting"])
    fields |= {"id": "copy", "client": {"id": "nobody"}, "title": f"Again: {fields['title']}"}
    copy = row | {"key": "copy", "group": "copy", "part": "train", "posting": json.dumps(fields)}
    return pd.DataFrame([*rows, copy])


def _moved(frame: pd.DataFrame) -> pd.DataFrame:
    """Return outcomes of which one held-out row of a client with several is in the training part."""
    held = frame[frame["part"] == "client"]
    several = held[held["client_id"].duplicated(keep="last")]
    changed = frame.copy()
    changed.loc[several.index[0], "part"] = "train"
    return changed


def test_honest_data_has_nothing_in_both_parts(market: Market) -> None:
    """Neither groups nor clients nor texts."""
    assert all(one.names == [] for one in overlap_of(market.folder))
    assert no_overlap(market.folder).holds


def test_a_copy_of_a_held_out_row_in_training_is_found(market: Market, tmp_path: Path) -> None:
    """By its text, as all names differ."""
    found = overlap_of(_planted(market, tmp_path / "data", _POSTINGS, _copied))
    assert {one.kind: len(one.names) for one in found if one.names} == {"near-copies": 1}


def test_a_client_on_both_sides_is_found(market: Market, tmp_path: Path) -> None:
    """The alarm names it and says what to do."""
    found = no_overlap(_planted(market, tmp_path / "data", _OUTCOMES, _moved))
    assert not found.holds
    assert "1 clients of outcomes (invented_market: o-" in found.said
    assert "run `bidworthy-train prepare` again" in found.said


def test_ids_of_the_market_tell_nothing(asked: Asked) -> None:
    """Three signs of both chances."""
    told = told_by_ids(asked)
    assert len(told) == 6
    assert ids_tell_nothing(told).holds


def test_an_id_that_predicts_is_found(asked: Asked) -> None:
    """Were dangers numbered behind all others, a model that reads the number would be right."""
    paper = next(one for one in asked.exam.papers if one.name == "danger")
    postings = [dict(one) for one in asked.exam.postings]
    for row, truth in zip(paper.rows.tolist(), paper.truth.tolist(), strict=True):
        postings[row]["id"] = f"m-{100_000 * (1 + int(truth)) + row}"
    found = ids_tell_nothing(told_by_ids(replace(asked, exam=replace(asked.exam, postings=postings))))
    assert not found.holds
    assert "the number in its id ranks danger (ROC-AUC 1.00" in found.said
    assert "length" not in found.said


def test_another_split_is_an_alarm(asked: Asked) -> None:
    """Each bundle's own; the others stay quiet."""
    found = alarms_of(replace(asked, exam=replace(asked.exam, split="0" * 64)), [])
    assert [one.name for one in found if not one.holds] == ["bundle held out", "champion held out"]
