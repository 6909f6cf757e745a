"""The two sides: which answer of a posting counts, and what of a data folder is looked at."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from features.errors import DataError
from serving.scorer import Scorer
from tests.support.ledgers import KeptLedger
from tests.training.drift.conftest import BUNDLE, Training
from training.drift.compare import CHANCES, compare
from training.drift.sides import ledger_side, scored_of, training_side, was_trained_on
from training.ledger.read import read_export
from training.rebundle import read_whole
from training.sources.folder import DataFolder, find_data

FIRST = datetime(2026, 11, 1, tzinfo=UTC)
PAGE = {"client": {"id": "c", "hire_rate_percent": 40, "jobs_posted": 9}}


def _look(name: str, days: int, **more: Any) -> dict[str, Any]:
    observed = (FIRST + timedelta(days=days)).isoformat()
    return {"id": name, "title": "Sort maps", "description": "", "observed_at": observed, **more}


def test_the_first_answer_on_a_whole_page_counts(tmp_path: Path, scorer: Scorer) -> None:
    """With the page of its time; the first on a tile where no page was seen; none that came before --since."""
    kept = KeptLedger(tmp_path, scorer)
    for days, more in ((0, {}), (1, {**PAGE, "connects": 8}), (2, {**PAGE, "connects": 12})):
        kept.look(_look("a", days, **more))
    kept.look(_look("b", 0), _look("b", 1, connects=12))
    export = read_export(kept.export(tmp_path / "ledger.jsonl"))
    found = [(one.seen.name, one.score.level, one.look.posting.connects) for one in scored_of(export)]
    assert found == [("a", "page", 8), ("b", "tile", None)]
    later = [(one.seen.name, one.look.posting.connects) for one in scored_of(export, FIRST + timedelta(days=2))]
    assert later == [("a", 12)]


def test_of_one_client_three_postings_count(tmp_path: Path, scorer: Scorer) -> None:
    """Of 11 by one and one by another four; too few of them are refused with their number."""
    kept = KeptLedger(tmp_path, scorer)
    kept.look(*(_look(f"p{number}", 0, **PAGE) for number in range(11)), _look("other", 0))
    scored = scored_of(read_export(kept.export(tmp_path / "ledger.jsonl")))
    side = ledger_side(scored, BUNDLE)
    assert (len(side.postings), len(set(side.groups))) == (4, 2)
    assert np.isfinite(side.chances["ghost.probability"]).all()
    with pytest.raises(DataError, match="9 scored postings and a comparison takes 10"):
        ledger_side(scored[:9], BUNDLE)


def test_sealed_postings_are_not_looked_at(research: DataFolder) -> None:
    """Their pay is kept for a last measurement."""
    import pandas as pd

    path = research.path / "postings.parquet"
    frame = pd.read_parquet(path)
    frame["pay_sealed"] = [number % 2 == 0 for number in range(len(frame))]
    frame.to_parquet(path)
    side = training_side(research, BUNDLE, trained_on=False)
    titles = {posting.title for posting in side.postings}
    assert titles <= set(frame["title"][~frame["pay_sealed"]])
    assert len(side.chances["scam.probability"]) == len(side.postings)


def test_a_bundle_tells_what_it_learnt_from() -> None:
    """By the digest of the postings."""
    folder, bundle = find_data({}), read_whole(BUNDLE)
    assert not was_trained_on(bundle, folder)
    assert was_trained_on(replace(bundle, manifest=bundle.manifest | {"training_data": folder.digests()}), folder)
    assert not was_trained_on(replace(bundle, manifest={}), folder)


def test_postings_whose_label_was_learnt_are_known(training: Training, tmp_path: Path) -> None:
    """Where the bundle learnt from the folder and enough others remain; then their chances are not compared."""
    ids = [posting.id for posting in training.side.postings]
    folder = Path(shutil.copytree(training.folder, tmp_path / "data"))
    (folder / "labels.jsonl").write_text(json.dumps({"id": ids[7], "risk": 0, "types": []}) + "\n", encoding="utf-8")
    found = training_side(find_data({"BIDWORTHY_DATA_DIR": str(folder)}), BUNDLE, trained_on=True)
    assert np.flatnonzero(found.learnt).tolist() == [7]
    (danger,) = (one for one in compare(found, found, draws=9, seed=1).chances if one.name == CHANCES["scam.probability"])
    assert sum(danger.training) == len(ids) - 1
