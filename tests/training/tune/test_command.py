"""``bidworthy-train tune`` from end to end, on the sample."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.training.conftest import QUICK
from training.cli import cli
from training.config import Config, read_config
from training.tune.bar import bar

ROOT = Path(__file__).parents[3]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a new folder, in which commands are called on the sample."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BIDWORTHY_DATA_DIR", raising=False)
    (tmp_path / "quick.toml").write_text(f"folds = {QUICK.folds}\n", encoding="utf-8")
    return tmp_path


def _tune(*words: str) -> Result:
    return CliRunner().invoke(cli, ["tune", *words, "--config", "quick.toml"])


@pytest.mark.slow
def test_what_is_found_is_a_file_that_config_takes(here: Path) -> None:
    """All else stays. Called again, it tries nothing and says the same; with more tries, it goes on."""
    first = _tune("pay", "--trials", "3")
    assert first.exit_code == 0, first.output
    assert first.stdout.endswith("settings: runs/tune/pay.toml\n")
    found = read_config([here / "quick.toml", here / "runs" / "tune" / "pay.toml"])
    assert (found.folds, found.risk, found.ghost) == (QUICK.folds, Config().risk, Config().ghost)
    assert re.search(rf"^pay\.trees +60 +{found.pay.trees}$", first.stdout, re.MULTILINE)
    again = _tune("pay", "--trials", "3")
    assert again.stdout == first.stdout
    assert "data as made ready in runs/cache/pay-" in again.stderr
    assert "4 tries" in _tune("pay", "--trials", "4").stdout


@pytest.mark.slow
def test_a_study_with_other_settings_is_refused(here: Path) -> None:
    """Before anything slow: one sentence that names the file, what differs and the next step; status 2."""
    assert _tune("pay", "--trials", "1").exit_code == 0
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BIDWORTHY_")}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "training.cli", "tune", "pay", "--trials", "1"],
        cwd=here, env=environment | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "bidworthy-train: runs/tune/pay.db was made with other settings of what is not searched (folds), and its scores "
        "cannot be compared; move it away, or name another folder with --runs\n"
    )


def test_help_imports_nothing_slow() -> None:
    """Neither the search nor what it searches with."""
    seen = subprocess.run(
        [sys.executable, "-c", "import sys, training.cli; print(*sys.modules)"],
        env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert not {"optuna", "numpy", "sklearn", "pandas", "rich"} & set(seen)


@pytest.mark.parametrize("terminal", [True, False])
def test_the_bar_is_for_terminals(
    terminal: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file gets nothing."""
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    if terminal:
        monkeypatch.setenv("FORCE_COLOR", "1")
    with bar(3) as seen:
        seen(2, 1, 0.25)
    said = capsys.readouterr().err
    assert (said != "") is terminal
    assert terminal is ("1 given up, best 0.25000" in said)


@pytest.mark.parametrize("name", ["tune", "settings"])
def test_examples_can_be_copied(name: str) -> None:
    """One line a command, as it was written."""
    lines = CliRunner().invoke(cli, [name, "--help"]).output.splitlines()
    at = lines.index("  Example:")
    assert all("bidworthy-train " in line for line in lines[at + 1 : at + 3])
