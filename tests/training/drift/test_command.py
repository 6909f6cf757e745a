"""``bidworthy-train drift``: what it writes and how it ends, for schedulers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from serving.scorer import Scorer
from tests.support.ledgers import KeptLedger
from tests.training.drift.conftest import Training
from tests.training.drift.market import varied
from training.cli import main

Run = Callable[..., int]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Return a function that runs the command as a shell does and gives its exit status."""

    def command(*words: object) -> int:
        out = ["--out", str(tmp_path / "runs" / "drift.html")]
        monkeypatch.setattr("sys.argv", ["bidworthy-train", "drift", *map(str, words), *out])
        try:
            main()
        except SystemExit as ended:
            return int(ended.code or 0)
        return 0

    return command


def _ledger(folder: Path, scorer: Scorer, postings: list[dict[str, Any]]) -> Path:
    kept = KeptLedger(folder, scorer)
    kept.look(*postings)
    return kept.export(folder / "ledger.jsonl")


@pytest.mark.slow
def test_no_drift_ends_with_0(
    run: Run,
    training: Training,
    scorer: Scorer,
    sample: list[dict[str, Any]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With a page and the figures."""
    ledger, figures = _ledger(tmp_path, scorer, varied(sample, 120, 5)), tmp_path / "f" / "drift.json"
    assert run(ledger, "--data", training.folder, "--json", figures) == 0
    said = capsys.readouterr()
    assert said.out.startswith("No drift: none of ")
    assert "50 more outcomes" in said.out
    assert f"report: {tmp_path / 'runs' / 'drift.html'}" in said.out
    assert (tmp_path / "runs" / "drift.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert json.loads(figures.read_bytes())["drift"] is False


@pytest.mark.slow
@pytest.mark.parametrize(("fail_on", "code"), [("any", 4), ("large", 4), ("never", 0)])
def test_drift_ends_with_4_unless_told_otherwise(
    run: Run, training: Training, scorer: Scorer, sample: list[dict[str, Any]], tmp_path: Path, fail_on: str, code: int,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """And what drifted is said."""
    postings = [{**one, "connects": None} for one in varied(sample, 60, 5)]
    assert run(_ledger(tmp_path, scorer, postings), "--data", training.folder, "--fail-on", fail_on) == code
    assert "  connects: unknown in 100% of the ledger's postings, in " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["none.jsonl"], "none.jsonl cannot be read"),
        (["{ledger}", "--data", "nowhere"], "--data nowhere: there is no such folder"),
        (["{ledger}", "--bundle", "nowhere"], "nowhere: no bundle here"),
        (["{ledger}", "--since", "2030-01-01"], "0 scored postings and a comparison takes 10"),
    ],
)
def test_a_wrong_call_ends_with_2(
    run: Run, scorer: Scorer, sample: list[dict[str, Any]], tmp_path: Path, words: list[str], said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """In one sentence that says what to do."""
    ledger = _ledger(tmp_path, scorer, varied(sample, 12, 5))
    assert run(*(word.format(ledger=ledger) for word in words)) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "runs" / "drift.html").exists()


def test_the_help_tells_the_exit_statuses(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """Schedulers go by them."""
    assert run("--help") == 0
    assert "Exit status: 0 no drift, 4 drift was found, 2 the call is wrong" in " ".join(capsys.readouterr().out.split())
