"""``bidworthy-train import-ledger``: the folder that it writes is one that training takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.support.ledgers import KeptLedger
from tests.training.ledger.conftest import day, page
from training.cli import cli, main
from training.snapshots.maturity import maturity_of
from training.snapshots.read import read_snapshots
from training.snapshots.spells import spells_of
from training.sources.folder import find_data
from training.sources.outcomes import load_outcomes
from training.sources.postings import load_postings
from training.sources.risk import load_risk

RECORD = {"jobs_posted": 10, "hires": 4}


@pytest.fixture
def export(kept: KeptLedger, tmp_path: Path) -> Path:
    """Return the file of a ledger with postings that ended in every way, and one that is young."""
    for id_ in ("hired", "refunded", "seen", "told", "young"):
        kept.look(page(id_, 1, client=RECORD | {"id": f"9{len(id_):018}"}))
    kept.look(page("seen", 35, client=RECORD), page("young", 3, posted_at=day(2).isoformat(), source="elsewhere"))
    kept.outcome("hired", "hired", day(5))
    kept.outcome("refunded", "refunded", day(6))
    kept.outcome("never seen", "sent", day(6))
    kept.feedback("told", "dangerous")
    kept.feedback("hired", "worth_it")
    return kept.export(tmp_path / "ledger.jsonl")


def test_training_takes_the_folder(export: Path, tmp_path: Path) -> None:
    """Postings, labels and outcomes are read as any data folder; snapshots as those of refit."""
    out = tmp_path / "own"
    done = CliRunner().invoke(cli, ["import-ledger", str(export), "--out", str(out), "--as-of", day(40).date().isoformat()])
    assert done.exit_code == 0, done.output
    folder = find_data({"BIDWORTHY_DATA_DIR": str(out)})
    postings = load_postings(folder)
    assert {row.key: row.posting.client.id for row in postings}["hired"] == "9000000000000000005"
    assert [(label.posting.id, label.risk) for label in load_risk(folder, postings)] == [("hired", 0), ("told", 2)]
    (market,) = load_outcomes(folder)
    assert (market.market, market.ghost.tolist(), market.prior_posts.tolist()) == ("upwork", [0, 1, 1], [9, 9, 9])
    spells, _ = spells_of(read_snapshots(out / "snapshots.jsonl").snapshots)
    maturity = maturity_of(spells)
    assert (maturity.hired, maturity.withdrawn, maturity.expired, maturity.censored) == (1, 1, 1, 3)
    assert f"{out}: 6 postings, 2 risk labels (1 dangers), 6 outcomes (3 known, as of 2026-10-11)" in done.output
    assert "  3 30 days old, but not looked at since\n" in done.output
    assert "  1 never seen, only told of\n" in done.output


def test_the_file_itself_tells_the_day(export: Path, tmp_path: Path) -> None:
    """Without --as-of it is the latest moment in it, so the same file gives the same folder."""
    out = [tmp_path / name for name in ("one", "two")]
    for folder in out:
        assert CliRunner().invoke(cli, ["import-ledger", str(export), "--out", str(folder)]).exit_code == 0
    for path in out[0].iterdir():
        assert path.read_bytes() == (out[1] / path.name).read_bytes()


def test_a_wrong_call_ends_in_one_sentence(
    export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is not there, and a folder that training would read otherwise."""
    (tmp_path / "postings.parquet").touch()
    for path, said in ((tmp_path / "none.jsonl", "cannot be read"), (export, "holds postings.parquet")):
        monkeypatch.setattr("sys.argv", ["bidworthy-train", "import-ledger", str(path), "--out", str(tmp_path)])
        with pytest.raises(SystemExit) as ended:
            main()
        assert (ended.value.code, said in capsys.readouterr().err) == (2, True)
