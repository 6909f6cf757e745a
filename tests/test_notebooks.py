"""Notebooks run from top to bottom, and their sums are really checked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "notebooks" / "read_an_answer.py"
LAST_LINE = "Every sum by hand agrees with the answer."
#: A step of each sum, and the same step done wrong.
MISTAKES = [
    ("max(chance, market)", "min(chance, market)"),
    ("node = left if", "node = right if"),
    ("+ sum(step.log_odds for step in ghost.steps)", ""),
    ("- worth.connects_cost_usd", "+ worth.connects_cost_usd"),
]


def _run(path: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, str(path)], cwd=path.parent, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def test_the_answer_is_read_to_its_end() -> None:
    """It prints its way through the posting, and ends with all sums agreeing."""
    result = _run(NOTEBOOK)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines()[-1] == LAST_LINE


@pytest.mark.parametrize(("step", "mistake"), MISTAKES)
def test_a_wrong_sum_stops_it(tmp_path: Path, step: str, mistake: str) -> None:
    """With one step done wrong, the notebook fails and does not say that the sums agree."""
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert text.count(step) == 1
    (tmp_path / "wrong.py").write_text(text.replace(step, mistake), encoding="utf-8")
    result = _run(tmp_path / "wrong.py")
    assert result.returncode == 1
    assert LAST_LINE not in result.stdout
