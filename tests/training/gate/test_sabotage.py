"""Challengers that must not pass are refused, each with the sentence that says why; an honest one passes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from features.bundle_format import sha256
from serving.bundle import load_bundle
from tests.training.gate.conftest import QUICK, Market, changed
from training.bundle import as_json
from training.cli import cli
from training.fit.ghost import fit_ghost
from training.fit.hiring_inputs import hiring_inputs
from training.gate.alarms import not_too_good
from training.gate.settings import GateConfig
from training.rebundle import read_whole
from training.sources.outcomes import load_outcomes

pytestmark = pytest.mark.slow
NAME = "invented_market"


def _ghost(value: dict[str, Any], **settings: float) -> None:
    value["markets"][NAME].update(settings)


@pytest.fixture(scope="module")
def poor(market: Market, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a champion that hardly looks at a client's record."""
    out = tmp_path_factory.mktemp("poor") / "bundle"
    return changed(market.bundle, out, settings={"ghost.json": lambda ghost: _ghost(ghost, slope=0.05)})


def _promote(market: Market, champion: Path, challenger: Path, place: Path, runs: Path) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BIDWORTHY_DATA_DIR", str(market.folder.path))
        words = ["promote", str(challenger), "--champion", str(champion), "--place", str(place), "--runs", str(runs)]
        return CliRunner().invoke(cli, words)


def _refused(market: Market, champion: Path, challenger: Path, folder: Path, condition: str, *said: str) -> Result:
    """Assert that a challenger is refused for one reason, which says these words, and that nothing is put in place."""
    result = _promote(market, champion, challenger, folder / "place", folder / "runs")
    lines = [line for line in result.output.splitlines() if line.startswith(f"FAILS  {condition}: ")]
    assert (result.exit_code, len(lines)) == (4, 1), result.output
    assert all(words in lines[0] for words in said), lines[0]
    assert not (folder / "place").exists()
    return result


def test_an_honest_one_that_is_better_passes(market: Market, poor: Path, tmp_path: Path) -> None:
    """It is put in place as it is; what was there comes back with one command, and the model is read by serving."""
    place, runs = tmp_path / "place", tmp_path / "runs"
    first = _promote(market, poor, market.bundle, place, runs)
    assert first.exit_code == 0, first.output
    assert "FAILS" not in first.output
    assert load_bundle(place).manifest == read_whole(market.bundle).manifest
    assert f"better in Brier of no hire: {NAME}" in first.output
    old = changed(poor, tmp_path / "old", settings={})
    for path in old.iterdir():
        (place / path.name).write_bytes(path.read_bytes())
    assert _promote(market, poor, market.bundle, place, runs).exit_code == 0
    back = CliRunner().invoke(cli, ["promote", "--rollback", "--place", str(place), "--runs", str(runs)])
    assert (back.exit_code, back.output.startswith("in use again: bidworthy-")) == (0, True)
    assert load_bundle(place).manifest == read_whole(poor).manifest


def test_the_same_again_is_refused(market: Market, tmp_path: Path) -> None:
    """There is nothing to gain by a change, and that is the one reason."""
    result = _refused(market, market.bundle, market.bundle, tmp_path, "better", "nothing to gain")
    assert result.output.count("FAILS") == 1, result.output


@pytest.mark.parametrize("split", [None, "f" * 64])
def test_a_leaky_split(market: Market, poor: Path, tmp_path: Path, split: str | None) -> None:
    """It was trained on all rows, or on another split than the one that it is judged by."""
    leaky = changed(market.bundle, tmp_path / "leaky", manifest=lambda said: said.update(split=split))
    _refused(market, poor, leaky, tmp_path, "challenger held out", "may have learnt the rows that it is judged by")


def test_a_champion_of_before_is_judged_by_what_it_never_saw(market: Market, poor: Path, tmp_path: Path) -> None:
    """Of files that it has learnt from nothing is asked; where that is all, the sentence says what to do."""

    def of_before(inputs: list[str]) -> Path:
        def change(said: dict[str, Any]) -> None:
            said.update(split=None, inputs=inputs)

        return changed(poor, tmp_path / str(len(inputs)), manifest=change)

    inputs = market.folder.inputs
    result = _promote(market, of_before(inputs), market.bundle, tmp_path / "place", tmp_path / "runs")
    assert "bidworthy-train train --like" in str(result.exception)
    outcomes = market.folder.origins["base/outcomes.csv"]
    result = _promote(market, of_before([one for one in inputs if one != outcomes]), market.bundle, tmp_path / "p", tmp_path)
    assert (result.exit_code, "FAILS" in result.output) == (0, False), result.output
    assert "of files that it has never seen" in result.output
    assert "danger" not in result.output.split("holds  calibrated")[1].split("holds  behaviour")[0]


def test_figures_too_good_to_be_true(market: Market) -> None:
    """Where a bundle says that it was held out, and knows the answers all the same."""
    exam, rng = market.exam, np.random.default_rng(1)
    from training.served import served

    answers, manifest = served(market.bundle, exam.postings), read_whole(market.bundle).manifest
    assert not_too_good(exam, answers, manifest, GateConfig(), 1).holds
    for paper in exam.papers:
        if paper.asks in ("ghost.probability", "scam.probability"):
            knows = answers.copy()
            chance = knows[paper.asks].to_numpy(copy=True)
            chance[paper.rows] = np.clip(paper.truth + rng.normal(0, 0.02, len(paper.rows)), 0.001, 0.999)
            found = not_too_good(exam, knows.assign(**{paper.asks: chance}), manifest, GateConfig(), 1)
            assert not found.holds
            assert f"{paper.name}: " in found.said
            assert "too good to be true" in found.said


def test_shuffled_labels(market: Market, tmp_path: Path) -> None:
    """A ghost model fitted to outcomes that were dealt out anew knows nothing, and is worse than one that does."""
    (outcomes,) = load_outcomes(market.folder)
    shuffled = replace(outcomes, ghost=np.random.default_rng(5).permutation(outcomes.ghost))
    inputs = hiring_inputs(shuffled, lambda _, postings: np.zeros(len(postings)))
    settings = fit_ghost([shuffled], {shuffled.market: inputs}, QUICK).settings
    challenger = changed(market.bundle, tmp_path / "shuffled", settings={"ghost.json": lambda ghost: ghost.update(settings)})
    _refused(market, market.bundle, challenger, tmp_path, "no worse", f"worse in Brier of no hire: {NAME}")


def test_a_feature_dropped_at_serving(market: Market, poor: Path, tmp_path: Path) -> None:
    """The riskiest sentence counted at training, and the scorer leaves it out."""
    challenger = changed(
        market.bundle, tmp_path / "dropped", settings={"risk.json": lambda risk: risk.update(request_weight=0.0)}
    )
    _refused(
        market,
        poor,
        challenger,
        tmp_path,
        "served as it was trained",
        "the danger of sample posting",
        "a feature is missing",
    )


def test_overconfident_chances(market: Market, poor: Path, tmp_path: Path) -> None:
    """The log odds of no hire three times what they should be."""
    slope = read_whole(market.bundle).settings("ghost.json")["markets"][NAME]["slope"]
    challenger = changed(
        market.bundle, tmp_path / "sure", settings={"ghost.json": lambda ghost: _ghost(ghost, slope=3 * slope)}
    )
    _refused(market, poor, challenger, tmp_path, "calibrated", f"no hire: {NAME}: slope", "is overconfident")


def test_better_for_all_but_new_clients(market: Market, tmp_path: Path) -> None:
    """The whole is better than a champion that trusts every record; those who have none yet would pay for it."""
    champion = changed(
        market.bundle,
        tmp_path / "trusting",
        settings={"ghost.json": lambda ghost: _ghost(ghost, mean=0.95, strength_posts=500)},
    )
    challenger = changed(
        market.bundle, tmp_path / "unfair", settings={"ghost.json": lambda ghost: _ghost(ghost, new_client_mean=0.04)}
    )
    result = _refused(market, champion, challenger, tmp_path, "no worse", "new clients")
    assert f"holds  better: better in Brier of no hire: {NAME}" in result.output


def test_a_tampered_bundle(market: Market, poor: Path, tmp_path: Path) -> None:
    """One byte of an array, or a manifest that vouches for one that no scorer takes."""
    challenger = changed(market.bundle, tmp_path / "tampered")
    path = challenger / "risk.safetensors"
    body = bytearray(path.read_bytes())
    body[-7] ^= 1
    path.write_bytes(bytes(body))
    _refused(market, poor, challenger, tmp_path, "whole", "its bytes are not those the manifest names")

    def vouch(manifest: dict[str, Any]) -> None:
        manifest["files"]["risk.safetensors"] = {"bytes": 4, "sha256": sha256(b"oops")}

    forged = changed(market.bundle, tmp_path / "forged", manifest=vouch)
    (forged / "risk.safetensors").write_bytes(b"oops")
    _refused(market, poor, forged, tmp_path, "whole", "cannot be read")


def test_a_wrong_call_is_a_sentence(market: Market, tmp_path: Path) -> None:
    """Nothing to promote, nothing to go back to, a champion that is none, data that is not split."""
    calls = [
        (["promote"], "name the folder of the bundle to promote"),
        (["promote", "x", "--rollback"], "leave x out"),
        (["promote", "--rollback", "--runs", str(tmp_path)], "nothing to go back to"),
    ]
    for words, said in calls:
        assert said in str(CliRunner().invoke(cli, words).exception)
    result = _promote(market, tmp_path, market.bundle, tmp_path / "place", tmp_path / "runs")
    assert "no bundle here" in str(result.exception)
    raw = market.folder.path.parent / "raw"
    result = CliRunner().invoke(cli, ["compare", "x"], env={"BIDWORTHY_DATA_DIR": str(raw)})
    assert "is not split yet" in str(result.exception)


def test_compare_shows_both(market: Market, poor: Path) -> None:
    """Every figure of all rows with its interval, and promotes nothing."""
    env = {"BIDWORTHY_DATA_DIR": str(market.folder.path)}
    result = CliRunner().invoke(cli, ["compare", str(market.bundle), "--champion", str(poor)], env=env)
    assert result.exit_code == 0, result.output
    for name in ("danger", "hourly pay", "fixed pay", f"no hire: {NAME}"):
        assert f"| {name} | all |" in result.output
    assert "| better |" in result.output
    assert as_json(read_whole(poor).manifest)
