"""The page: whole in itself, safe with strangers' words, and what is missing is said."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from tests.training.drift.conftest import NOTHING, Training
from training.drift.figures import figures
from training.drift.matured import Matured
from training.drift.report import drift_report, headline
from training.drift.run import Drift, find_drift
from training.drift.sides import Side

HOSTILE = "<img src=x onerror=alert(1)> $a$ 設計\x1b[2J"


def _strange(side: Side) -> Side:
    postings = [posting.model_copy(update={"category": HOSTILE, "tier": None}) for posting in side.postings]
    return replace(side, postings=postings)


@pytest.fixture(scope="module")
def drifted(training: Training) -> Drift:
    """Return a comparison with drift, strange words among the categories, and outcomes."""
    rng = np.random.default_rng(1)
    stated = rng.beta(2, 2, 300)
    matured = Matured(
        stated, (rng.random(300) < stated).astype(np.float64), [str(i) for i in range(300)], ["b"] * 300, 320, 7
    )
    half = np.arange(len(training.side.postings)) % 2 == 0
    sides = training.side.take(np.flatnonzero(half)), training.side.take(np.flatnonzero(~half))
    return find_drift(_strange(sides[0]), sides[1], training.known, matured, draws=1_999)


def test_the_page_is_whole_in_itself(drifted: Drift) -> None:
    """It loads nothing, has every section, and is the same each time."""
    page = drift_report(drifted)
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert re.findall(r"<h2>(.*?)</h2>", page) == [
        "In short",
        "Fields",
        "Unknown values",
        "Texts",
        "Stated chances",
        "Chances and outcomes",
        "How this is judged",
    ]
    assert page.count("<svg") >= 5
    assert drift_report(drifted) == page


def test_words_of_strangers_are_text(drifted: Drift) -> None:
    """No markup on the page, and nothing that steers a terminal in what is said."""
    page = drift_report(drifted)
    assert "<img" not in page
    assert "&lt;img src=x" in page
    assert "\x1b" not in page + "".join(one.said for one in drifted.findings)


def test_the_first_words_say_what_was_found(drifted: Drift, training: Training) -> None:
    """How many of how many, or that there is nothing; and each thing by name."""
    assert re.fullmatch(r"Drift: \d+ of \d+ figures beyond noise, \d+ of these large\.", headline(drifted))
    assert "<b>category</b>" in drift_report(drifted)
    same = find_drift(training.side, training.side, training.known, NOTHING, draws=199)
    assert headline(same) == f"No drift: none of {len(same.findings)} figures is beyond noise."
    assert "Whether chances are real cannot be said yet: 50 more outcomes" in drift_report(same)


def test_the_figures_are_json(drifted: Drift) -> None:
    """All that the page shows, with what was tested."""
    found = json.loads(json.dumps(figures(drifted), allow_nan=False))
    assert found["drift"] is True
    assert {one["name"] for one in found["findings"] if one["drift"]} == {one.name for one in drifted.drifted}
    assert found["calibration"]["outcomes"] == 300
    assert found["calibration"]["slope"]["low"] < found["calibration"]["slope"]["high"]
    (category,) = (one for one in found["fields"] if one["name"] == "category")
    assert category["stability_index"] > category["expected_without_drift"] > 0
    assert sum(category["training"]) == found["training"]["postings"]
