"""A file of snapshots re-fits a bundle, and the scorer answers with what was learnt."""

from __future__ import annotations

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from features.bundle_format import sha256
from features.client_level import posterior
from features.errors import (
    BundleCorrupt,
    BundleForeign,
    BundleMissing,
    BundleOutdated,
    BundleTruncated,
    CallError,
    DataError,
)
from features.fields.facts import Facts
from features.hazard_inputs import HazardInputs
from features.hazards import Hazards
from features.posting import read_posting
from features.profile import Profile
from serving.answer import Answer
from serving.assumptions import load_assumptions
from serving.bundle import DEFAULT_BUNDLE, load_bundle
from serving.models.beta import log_odds_moments, logit
from serving.scorer import Scorer
from tests.support.promises import check_identity
from tests.support.snapshots import PUBLISHED, look
from training.cli import cli
from training.config import Config
from training.rebundle import Whole, read_whole, write_copy
from training.refit import Refit, refit, write_refit
from training.simulate.study import write_marketplace

CONFIG = Config(folds=2)


@pytest.fixture(scope="module")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of simulated snapshots."""
    path = tmp_path_factory.mktemp("snapshots") / "snapshots.jsonl"
    write_marketplace(path)
    return path


@pytest.fixture(scope="module")
def found(snapshots: Path) -> Refit:
    """Return what is learnt from it."""
    return refit(snapshots, read_whole(DEFAULT_BUNDLE), CONFIG, lambda _: None)


@pytest.fixture(scope="module")
def folder(found: Refit, snapshots: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the re-fitted bundle."""
    out = tmp_path_factory.mktemp("refitted") / "bundle"
    write_refit(found, read_whole(DEFAULT_BUNDLE), snapshots, out, CONFIG)
    return out


@pytest.fixture(scope="module")
def refitted(folder: Path) -> Scorer:
    """Return a scorer with the re-fitted bundle."""
    return Scorer(load_bundle(folder))


def _score(scorer: Scorer, age_days: float | None = 0.0, **more: Any) -> Answer:
    row = look(age_days or 0.0, more.pop("hires", 0), **{"connects": 10} | more)
    return scorer.score(row | ({"posted_at": None} if age_days is None else {}))


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_the_assumed_levels_are_the_scorers() -> None:
    """Training cannot read the scorer's assumptions, so both must say the same."""
    assumed, ghost = load_assumptions(), Config().ghost
    assert ghost.hire_rate == assumed["marketplace_hire_rate"]
    assert ghost.new_client_share == assumed["new_client_share"]
    assert ghost.posts_when_unknown == assumed["record_posts_when_unknown"]


def test_an_older_posting_is_likelier_a_ghost(refitted: Scorer) -> None:
    """Day after day, to near certainty on the last; older than that counts as the last."""
    chances = [_score(refitted, age).ghost.probability for age in (0, 1, 3, 7, 14, 21, 29, 45)]
    assert chances[:-1] == sorted(set(chances[:-1]))
    assert chances[-2] == chances[-1] > 0.95


def test_the_chance_is_what_the_fit_says(found: Refit, refitted: Scorer) -> None:
    """Serving repeats training: the hazards at the record, the pay and the age, to the digits of the answer."""
    hazards, inputs = Hazards.of(found.hazard), HazardInputs.of(found.hazard)
    more: dict[str, Any] = {
        "client": {"jobs_posted": 9, "hires": 6},
        "pay": {"type": "fixed", "min": 500, "max": 500, "currency": "USD"},
    }
    facts = Facts(read_posting(look(2.5, **more)))
    z, x = np.array([inputs.record_log_odds(facts)]), np.array([inputs.inputs(facts)])
    hired, _ = hazards.outlook(z, x, np.array([2.5]))
    average = np.array([logit(1 - inputs.level.hire_rate)])
    _, withdrawn = hazards.outlook(average, np.array([[0.0, inputs.new_share]]), np.array([2.5]))
    answer = _score(refitted, 2.5, **more)
    assert answer.ghost.probability == pytest.approx(1 - hired[0], abs=1e-4)
    assert answer.worth.refund_probability == pytest.approx(withdrawn[0], abs=1e-4)


def test_a_worse_record_makes_no_proposal_cheaper(refitted: Scorer, scorer: Scorer) -> None:
    """The refund is that of an average posting of the age, whatever the client's record."""
    for of in (refitted, scorer):
        worse, better = (_score(of, 2.5, client={"jobs_posted": 21, "hires": hires}) for hires in (0, 20))
        assert worse.ghost.probability > better.ghost.probability
        assert worse.worth.refund_probability == better.worth.refund_probability > 0
        assert _score(of, 2.5, hires=1).worth.refund_probability == 0


def test_an_unknown_age_counts_as_the_day_of_publication(refitted: Scorer) -> None:
    """Nothing is guessed of it."""
    assert _score(refitted, None).ghost.probability == _score(refitted, 0.0).ghost.probability


def test_an_unknown_client_is_the_average(refitted: Scorer) -> None:
    """Between a first-time client and one with a middling record, and the reasons say nothing of its record."""
    unknown = _score(refitted)
    new, middling = (_score(refitted, client={"jobs_posted": n + 1, "hires": n // 2}).ghost for n in (0, 4))
    assert middling.probability < unknown.ghost.probability < new.probability
    assert not [reason for reason in unknown.reasons if reason.code.startswith("record_")]


def test_a_better_record_never_raises_the_chance(refitted: Scorer) -> None:
    """From 0 to 20 hires on 20 finished postings, at two ages."""
    for age in (0.0, 12.0):
        chances = [
            _score(refitted, age, client={"jobs_posted": 21, "hires": hires}).ghost.probability for hires in range(21)
        ]
        assert chances == sorted(chances, reverse=True)
        assert chances[0] > chances[-1] + 0.1


def test_the_interval_is_the_records_doubt(refitted: Scorer) -> None:
    """It holds the chance, and a longer record of the same rate narrows it."""
    short, long = (_score(refitted, 2.0, client={"jobs_posted": n + 1, "hires": n // 2}).ghost for n in (4, 100))
    for ghost in (short, long):
        assert ghost.low < ghost.probability < ghost.high
    assert long.high - long.low < 0.6 * (short.high - short.low)


def assumed_refund(scorer: Scorer) -> float:
    """Return the share of postings that end without a hire, times the share of those that are cancelled or removed."""
    return (1 - scorer.assumptions["marketplace_hire_rate"]) * scorer.assumptions["withdrawn_share"]


def test_the_interval_is_as_wide_as_the_hazards_say(found: Refit, refitted: Scorer) -> None:
    """In log odds: the record 1.645 deviations up and down, each through the hazards, at the posting's age."""
    hazards, inputs = Hazards.of(found.hazard), HazardInputs.of(found.hazard)
    row = look(12.0, client={"jobs_posted": 9, "hires": 6})
    hired, not_hired = posterior(inputs.record(Facts(read_posting(row))), inputs.level)
    middle, deviation = log_odds_moments(not_hired, hired)
    ends = np.array([middle - 1.645 * deviation, middle + 1.645 * deviation])
    low, high = 1 - hazards.outlook(ends, np.zeros((2, 2)), np.full(2, 12.0))[0]
    ghost = _score(refitted, 12.0, client={"jobs_posted": 9, "hires": 6}, activity={"hires": 0}).ghost
    assert logit(ghost.high) - logit(ghost.low) == pytest.approx(logit(high) - logit(low), abs=2e-3)


def test_the_connects_come_back_as_often_as_was_seen(refitted: Scorer, scorer: Scorer) -> None:
    """The chance of a withdrawal from now on, less as days pass; the sum uses it. The bundle that ships assumes it."""
    young, old = _score(refitted, 1.0), _score(refitted, 25.0)
    assert 0 < old.worth.refund_probability < young.worth.refund_probability < 0.3
    assert young.worth.connects_cost_usd == pytest.approx(10 * 0.15 * (1 - young.worth.refund_probability), abs=1e-4)
    assert _score(scorer, 1.0).worth.refund_probability == pytest.approx(assumed_refund(scorer), abs=1e-4)


def test_the_sum_is_an_identity(refitted: Scorer) -> None:
    """As with every bundle."""
    for age in (0.0, 9.0):
        row = look(age, connects=10, pay={"type": "fixed", "min": 300, "max": 300, "currency": "USD"})
        check_identity(refitted.score(row), Profile())


def test_what_was_hired_already_is_no_ghost(refitted: Scorer) -> None:
    """Whatever the age."""
    assert _score(refitted, 20.0, hires=1).ghost.probability == refitted.assumptions["hired_already_ghost"]


def test_activity_still_counts(refitted: Scorer) -> None:
    """Interviewing lowers the chance; the assumed step for age is gone, the reason for it is not doubled."""
    busy = _score(refitted, 12.0, activity={"hires": 0, "interviewing": 3})
    assert busy.ghost.probability < _score(refitted, 12.0).ghost.probability
    assert [reason.code for reason in busy.reasons].count("old") == 1


def test_other_marketplaces_keep_their_own(refitted: Scorer, scorer: Scorer) -> None:
    """What was learnt on outcomes of another marketplace is not touched."""
    name = next(iter(scorer.bundle.ghost["markets"]))
    assert _score(refitted, 12.0, source=name).ghost == _score(scorer, 12.0, source=name).ghost
    assert _score(refitted, 12.0, source=name).worth == _score(scorer, 12.0, source=name).worth


def test_only_the_ghost_model_changes(folder: Path) -> None:
    """The other files are the same bytes; the manifest says what was done, and on which file."""
    old, new = read_whole(DEFAULT_BUNDLE), read_whole(folder)
    assert {name for name in old.files if old.files[name] != new.files[name]} == {"ghost.json", "card.md"}
    assert new.manifest["version"] == f"{old.manifest['version']}+refit"
    assert load_bundle(folder).ghost.items() >= old.settings("ghost.json").items()
    assert new.manifest["base_commit"] == old.manifest["commit"]
    added = [figure["what"] for figure in new.manifest["figures"] if figure not in old.manifest["figures"]]
    assert len(added) == 2
    assert all(what.endswith("snapshots, held out by client") for what in added)


def test_the_manifest_names_the_file_by_its_digest(folder: Path, snapshots: Path) -> None:
    """Beside the data that the rest was trained on."""
    data = read_whole(folder).manifest["training_data"]
    assert data["snapshots"] == sha256(snapshots.read_bytes())
    assert data.items() > read_whole(DEFAULT_BUNDLE).manifest["training_data"].items()


def test_the_card_tells_of_it(folder: Path, found: Refit) -> None:
    """Counts, parameters with intervals, and the Brier, after everything that it said before."""
    card = (folder / "card.md").read_text(encoding="utf-8")
    assert card.startswith((DEFAULT_BUNDLE / "card.md").read_text(encoding="utf-8").rstrip("\n"))
    for words in ("known outcome", "still open", "hired by day 30", "weight of the record", "Brier saved"):
        assert words in found.report
    assert found.report in card


def test_a_second_refit_replaces_the_first(folder: Path, found: Refit, snapshots: Path, tmp_path: Path) -> None:
    """The same file again: the same bundle, and no paragraph twice."""
    again = refit(snapshots, read_whole(folder), CONFIG, lambda _: None)
    write_refit(again, read_whole(folder), snapshots, tmp_path, CONFIG)
    assert again == found
    for name in ("ghost.json", "card.md", "manifest.json"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_the_brier_is_better_than_the_assumptions(found: Refit) -> None:
    """On clients that were held out: surely so on this file, whose clients differ more than the bundle supposes."""
    brier, saved = found.figures
    assert brier.ours < brier.baseline
    assert saved.low is not None
    assert saved.low > 0


def test_files_without_statuses_say_nothing_of_refunds(snapshots: Path, tmp_path: Path) -> None:
    """Withdrawals that nobody recorded are unknown, not never; the assumption stays."""
    rows = [row | {"status": None} for row in _rows(snapshots)]
    path = _write(tmp_path / "bare.jsonl", rows)
    bare = refit(path, read_whole(DEFAULT_BUNDLE), CONFIG, lambda _: None)
    assert (bare.hazard["withdrawal"], bare.hazard["refund_known"]) == (None, False)
    write_refit(bare, read_whole(DEFAULT_BUNDLE), path, tmp_path / "bundle", CONFIG)
    scorer = Scorer(load_bundle(tmp_path / "bundle"))
    assert _score(scorer, 1.0).worth.refund_probability == pytest.approx(assumed_refund(scorer), abs=1e-4)


def test_without_looks_on_day_30_no_brier_is_claimed(snapshots: Path, tmp_path: Path) -> None:
    """Where closed postings are not looked at again, those seen on day 30 are all ghosts, and a Brier would be biased."""
    closed: set[str] = set()
    rows = []
    for row in _rows(snapshots):
        if row["id"] not in closed:
            rows.append(row)
        if row["status"] != "open":
            closed.add(row["id"])
    kept = [row for row in rows if row["status"] != "filled" or row["observed_at"] < _day(row, 15)]
    bare = refit(_write(tmp_path / "s.jsonl", kept), read_whole(DEFAULT_BUNDLE), CONFIG, lambda _: None)
    assert bare.figures == []
    assert "it is not known whether this fit is better" in bare.report


def _day(row: dict[str, Any], day: int) -> str:
    return (datetime.fromisoformat(row["posted_at"]) + timedelta(days=day)).isoformat()


def test_too_little_changes_nothing(snapshots: Path, tmp_path: Path) -> None:
    """Status 2, one sentence with the counts and what is needed, and no folder."""
    few = _write(tmp_path / "few.jsonl", _rows(snapshots)[:300])
    with pytest.raises(DataError, match=r"nothing changes: \d+ postings with a known outcome .* a fit needs 200"):
        refit(few, read_whole(DEFAULT_BUNDLE), CONFIG, lambda _: None)
    result = CliRunner().invoke(cli, ["refit", str(few), "--out", str(tmp_path / "new")])
    assert isinstance(result.exception, DataError)
    assert not (tmp_path / "new").exists()


def test_refit_prints_and_writes_only_where_told(snapshots: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --out the report alone; with it the bundle too."""
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["refit", str(snapshots)])
    assert (result.exit_code, list(tmp_path.iterdir())) == (0, [])
    assert "| hired by day 30 | " in result.stdout
    again = CliRunner().invoke(cli, ["refit", str(snapshots), "--out", "new"])
    assert again.stdout == result.stdout
    assert load_bundle(tmp_path / "new").ghost["hazard"]["refund_known"] is True


def test_the_bundle_that_is_read_is_not_written_over(folder: Path, found: Refit, snapshots: Path) -> None:
    """The old one stays to compare."""
    before = (folder / "manifest.json").read_bytes()
    with pytest.raises(CallError, match="name another folder"):
        write_refit(found, read_whole(folder), snapshots, folder / ".." / folder.name, CONFIG)
    assert (folder / "manifest.json").read_bytes() == before


def _broken(folder: Path, manifest: Any = None, **more: Any) -> Path:
    shutil.copytree(DEFAULT_BUNDLE, folder)
    old = json.loads((folder / "manifest.json").read_bytes())
    (folder / "manifest.json").write_text(json.dumps(old | more if manifest is None else manifest), encoding="utf-8")
    return folder


def test_what_is_no_bundle_is_refused(tmp_path: Path) -> None:
    """Each kind by its own error, before anything is fitted."""
    with pytest.raises(BundleMissing, match="no bundle here"):
        read_whole(tmp_path / "nowhere")
    with pytest.raises(BundleForeign, match="not a Bidworthy bundle"):
        read_whole(_broken(tmp_path / "list", manifest=[1]))
    with pytest.raises(BundleOutdated, match="format 1, but this version writes"):
        read_whole(_broken(tmp_path / "old", format=1))
    with pytest.raises(BundleCorrupt, match="bytes are not those"):
        read_whole(_broken(tmp_path / "digest", files={}))
    changed = _broken(tmp_path / "missing")
    (changed / "risk.json").unlink()
    with pytest.raises(BundleTruncated, match=r"risk.json: No such file"):
        read_whole(changed)
    (changed / "manifest.json").write_bytes(b"{")
    with pytest.raises(BundleCorrupt, match="cannot be read as JSON"):
        read_whole(changed)


def test_a_ghost_model_without_its_record_is_refused(snapshots: Path) -> None:
    """A bundle of other settings than this version's."""
    bundle = read_whole(DEFAULT_BUNDLE)
    other = Whole(bundle.folder, bundle.manifest, bundle.files | {"ghost.json": b"{}"})
    with pytest.raises(BundleCorrupt, match="new_client_logit_offset"):
        refit(snapshots, other, CONFIG, lambda _: None)


@pytest.mark.parametrize("hazard", [{}, [1], {"edges_days": [0, 30]}])
def test_damaged_hazards_are_a_damaged_bundle(hazard: Any, tmp_path: Path) -> None:
    """One error that names the bundle, no traceback."""
    bundle = read_whole(DEFAULT_BUNDLE)
    ghost = json.dumps(bundle.settings("ghost.json") | {"hazard": hazard}).encode()
    write_copy(bundle, tmp_path, {"ghost.json": ghost}, label="x", data={}, figures=[], settings={}, commit="unknown")
    with pytest.raises(BundleCorrupt, match="train it again"):
        Scorer(load_bundle(tmp_path))


def test_published_is_the_day_that_looks_count_from() -> None:
    """The support of these tests says what it means."""
    assert look(2.0)["observed_at"] == (PUBLISHED + timedelta(days=2)).isoformat()
