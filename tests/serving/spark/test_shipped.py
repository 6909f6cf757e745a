"""A bundle is checked where it arrives."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from features.errors import BundleCorrupt, BundleTruncated, CallError
from serving.assumptions import load_assumptions
from serving.batch.command import ScoreCall
from serving.bundle import DEFAULT_BUNDLE
from serving.spark.command import score_on
from serving.spark.shipped import Shipped, scorer_of, ship
from tests.support.bundles import manifest_of, rewrite

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

POSTING = '{"title": "Logo", "description": "Draw a logo for my bakery."}\n'


@pytest.fixture
def call(tmp_path: Path) -> ScoreCall:
    """Return a call with a bundle of its own, which no executor has loaded."""
    bundle = tmp_path / "bundle"
    shutil.copytree(DEFAULT_BUNDLE, bundle)
    rewrite(bundle, "card.md", f"A card of {tmp_path}".encode())
    (tmp_path / "in.jsonl").write_text(POSTING)
    return ScoreCall(
        (str(tmp_path / "in.jsonl"),), str(tmp_path / "out.parquet"), bundle=bundle, columns=("verdict", "versions")
    )


def _on_executors(spark: SparkSession, shipped: Shipped, name: str, body: bytes | None) -> None:
    """Change a file of a bundle that has arrived: other bytes, or fewer."""

    def tamper(_: Iterable[int]) -> Iterable[int]:
        path = shipped.folder / name
        path.write_bytes(path.read_bytes()[:-10] if body is None else body)
        return [path.stat().st_size]

    assert spark.sparkContext.parallelize([0], 1).mapPartitions(tamper).collect()


def test_another_byte_on_an_executor_is_refused(spark: SparkSession, call: ScoreCall, tmp_path: Path) -> None:
    """The job fails with the executor's own word, and nothing is written."""
    shipped = ship(spark.sparkContext, call.bundle)
    name = "pay.safetensors"
    body = bytearray((shipped.folder / name).read_bytes())
    body[-1] ^= 1
    _on_executors(spark, shipped, name, bytes(body))
    with pytest.raises(BundleCorrupt, match=r"on the executor .*pay\.safetensors: its bytes are not those") as told:
        score_on(spark, call)
    assert "\n" not in str(told.value)
    assert not [path for path in tmp_path.iterdir() if path.name not in ("in.jsonl", "bundle")]


@pytest.mark.slow
def test_half_a_file_on_an_executor_is_refused(spark: SparkSession, call: ScoreCall) -> None:
    """A copy that was cut off."""
    _on_executors(spark, ship(spark.sparkContext, call.bundle), "risk.safetensors", None)
    with pytest.raises(BundleTruncated, match=r"on the executor .*risk\.safetensors"):
        score_on(spark, call)


@pytest.mark.slow
def test_another_whole_bundle_on_an_executor_is_refused(spark: SparkSession, call: ScoreCall) -> None:
    """Its digests hold among themselves; that of its manifest is not the one that came with the work."""
    shipped = ship(spark.sparkContext, call.bundle)
    _on_executors(spark, shipped, "card.md", (DEFAULT_BUNDLE / "card.md").read_bytes())
    _on_executors(spark, shipped, "manifest.json", (DEFAULT_BUNDLE / "manifest.json").read_bytes())
    with pytest.raises(BundleCorrupt, match="not the bundle that was sent"):
        score_on(spark, call)


def test_a_bad_bundle_is_refused_before_it_is_sent(spark: SparkSession, call: ScoreCall, tmp_path: Path) -> None:
    """No executor hears of it."""
    (tmp_path / "bundle" / "card.md").write_bytes(b"?" * 100_000)
    with pytest.raises(BundleCorrupt, match=r"^(?!on the executor).*card\.md"):
        score_on(spark, call)


def test_the_bundle_that_is_named_scores(spark: SparkSession, call: ScoreCall, tmp_path: Path) -> None:
    """And one that takes its place in the same folder is another one."""
    assert call.bundle is not None
    for version in ("7.0.0", "7.0.1"):
        (call.bundle / "manifest.json").write_text(json.dumps(manifest_of(call.bundle) | {"version": version}))
        target = tmp_path / f"{version}.jsonl"
        score_on(spark, ScoreCall(call.sources, str(target), bundle=call.bundle, columns=("versions",)))
        assert version in next(target.glob("part-*")).read_text()


def test_wrong_assumptions_are_told_before_the_work(spark: SparkSession, call: ScoreCall, tmp_path: Path) -> None:
    """They are read where the command is given."""
    (tmp_path / "mine.toml").write_text("weeks = -1\n")
    with pytest.raises(CallError, match="weeks is -1"):
        score_on(spark, ScoreCall(call.sources, call.target, assumptions=tmp_path / "mine.toml"))


def test_a_process_makes_its_scorer_once(spark: SparkSession, call: ScoreCall, tmp_path: Path) -> None:
    """For a bundle and its assumptions; other assumptions make another."""
    shipped = ship(spark.sparkContext, call.bundle)
    made = scorer_of(shipped, load_assumptions())
    assert scorer_of(Shipped(shipped.archive, shipped.digest), load_assumptions()) is made
    (tmp_path / "mine.toml").write_text("weeks = 7\n")
    other = scorer_of(shipped, load_assumptions(tmp_path / "mine.toml"))
    assert other is not made
    assert other.assumptions["weeks"] == 7
