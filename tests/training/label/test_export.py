"""Labels of one or several annotators as one file, in the form of the sample's."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from features.errors import CallError
from tests.conftest import ROOT
from tests.training.label.conftest import QUOTE, danger, safe
from training.cli import cli
from training.label.events import Book
from training.label.export import as_row, merged, write_labels
from training.label.labels import Evidence, Label
from training.label.store import Store
from training.sources.folder import DataFolder
from training.sources.labels import load_pay_labels
from training.sources.postings import load_postings
from training.sources.risk import load_risk

SAMPLE = ROOT / "data" / "sample"


def test_a_row_is_as_the_sample_has_it() -> None:
    """The very labels of the sample, put together again from a label each: same keys, same order, same values."""
    for line in (SAMPLE / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        evidence = tuple(Evidence("description", 0, len(quote), quote) for quote in row["evidence"])
        label = Label(row["risk"], tuple(row["types"]), evidence, row["lookalike"], row["pay"])
        assert json.dumps(as_row(row["id"], label)) == json.dumps(row)


def test_where_annotators_differ_the_lower_risk_counts_as_a_whole() -> None:
    """Whoever gave it; among equals the first one's; a skip counts as nothing."""
    anna = Book("anna", {"p1": danger(2), "p2": safe(), "p3": danger(1, "below"), "p4": None})
    ben = Book("ben", {"p1": danger(1), "p2": danger(2), "p3": danger(1, "above"), "p4": danger(2), "p5": safe()})
    found = merged([anna, ben])
    assert found.labels == {"p1": danger(1), "p2": safe(), "p3": danger(1, "below"), "p4": danger(2), "p5": safe()}
    assert (found.read_twice, found.differ) == (3, 2)
    assert merged([anna]).differ == 0


def _kept(path: Path, name: str, labels: dict[str, Label]) -> str:
    store = Store.open(path / f"{name}.jsonl", name)
    for key, label in labels.items():
        store.label(key, label)
    store.close()
    return str(path / f"{name}.jsonl")


def test_the_command_writes_it_and_says_how_many_differ(tmp_path: Path) -> None:
    """Words with signs beyond ASCII stay readable."""
    sign = Label(1, ("other",), (Evidence("title", 0, 2, "🙂é"),), False, "unknown")
    anna = _kept(tmp_path, "anna", {"p1": danger(), "p2": sign})
    ben = _kept(tmp_path, "ben", {"p1": safe("below")})
    out = tmp_path / "labels.jsonl"
    result = CliRunner().invoke(cli, ["label", "--export", str(out), anna, ben], catch_exceptions=False)
    assert result.output == (
        f"labels: {out} (2 postings; 1 labelled by more than one, 1 with another risk: there the lower one counts)\n"
    )
    assert out.read_text(encoding="utf-8") == (
        '{"id": "p1", "risk": 0, "types": [], "evidence": [], "lookalike": false, "pay": "below"}\n'
        '{"id": "p2", "risk": 1, "types": ["other"], "evidence": ["🙂é"], "lookalike": false, "pay": "unknown"}\n'
    )
    alone = CliRunner().invoke(
        cli, ["label", "--annotator", "anna", "--out", anna, "--export", str(out)], catch_exceptions=False
    )
    assert "2 postings; 0 labelled by more than one" in alone.output
    assert json.loads(out.read_text(encoding="utf-8").splitlines()[0])["evidence"] == [QUOTE]


def test_training_reads_it(tmp_path: Path) -> None:
    """In the place of the sample's labels: risk, types and pay arrive."""
    for name in ("postings.jsonl", "outcomes.csv"):
        shutil.copy(SAMPLE / name, tmp_path)
    folder = DataFolder(tmp_path, is_sample=True)
    postings = load_postings(folder)
    write_labels(tmp_path / "labels.jsonl", {postings[0].key: danger(2, "below"), postings[1].key: safe("fair")})
    assert [(row.risk, row.types) for row in load_risk(folder, postings)] == [(2, ("off_platform_contact",)), (0, ())]
    assert load_pay_labels(folder) == {postings[0].key: "below", postings[1].key: "fair"}


def test_a_place_that_cannot_be_written_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    """Neither half a file nor the one it was to become."""
    (tmp_path / "labels.jsonl").mkdir()
    with pytest.raises(CallError, match="name another file with --export"):
        write_labels(tmp_path / "labels.jsonl", {"p1": safe()})
    assert [path.name for path in tmp_path.iterdir()] == ["labels.jsonl"]
