"""Spark starts for a command, says what it lacks, and is not loaded for anything else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from features.errors import CallError
from serving.cli import main
from serving.spark.session import open_session
from tests.support.executors import await_true
from tests.support.spark import lines_of, why_no_spark

_NO_SPARK = pytest.mark.skipif(why_no_spark() is not None, reason=str(why_no_spark()))
POSTINGS = '{"title": "Logo", "description": "Draw a logo."}\n{"title": \n'


@_NO_SPARK
@pytest.mark.slow
def test_the_command_scores_and_ends(tmp_path: Path) -> None:
    """Status 3, as one row was rejected; both places are told, and Spark is told nothing of."""
    (tmp_path / "in.jsonl").write_text(POSTINGS)
    command = [sys.executable, "-m", "serving.cli", "score", "in.jsonl", "-o", "out.jsonl", "--engine", "spark"]
    done = subprocess.run([*command, "--master", "local[1]"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stderr
    said = [line for line in done.stderr.splitlines() if "incubator" not in line]
    assert said == ["1 scored, 1 rejected → out.jsonl.rejects.jsonl"]
    assert lines_of(tmp_path / "out.jsonl").count(b"\n") == 1


@_NO_SPARK
@pytest.mark.slow
def test_a_stop_leaves_nothing_behind(tmp_path: Path) -> None:
    """Ctrl-C in the middle: status 130, one word, no file, and no traceback."""
    (tmp_path / "in.jsonl").write_text(POSTINGS * 8_000)
    command = [sys.executable, "-m", "serving.cli", "score", "in.jsonl", "-o", "out.jsonl", "--engine", "spark"]
    with subprocess.Popen([*command, "--master", "local[1]"], cwd=tmp_path, stderr=subprocess.PIPE, text=True) as running:
        await_true(lambda: running.poll() is not None or any(tmp_path.glob(".out.jsonl.*.part/_temporary/0/_temporary/*")))
        running.send_signal(signal.SIGINT)
        _, said = running.communicate()
    assert running.returncode == 130, said
    assert [line for line in said.splitlines() if "incubator" not in line] == ["Stopped."]
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


@_NO_SPARK
def test_a_master_that_there_is_not_is_told(tmp_path: Path) -> None:
    """By its name, with status 2."""
    (tmp_path / "in.jsonl").write_text(POSTINGS)
    command = [sys.executable, "-m", "serving.cli", "score", "in.jsonl", "-o", "out.jsonl", "--engine", "spark"]
    done = subprocess.run([*command, "--master", "moon[1]"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Error: Spark does not start with --master 'moon[1]'" in done.stderr


@_NO_SPARK
@pytest.mark.slow
@pytest.mark.parametrize(("master", "then"), [(None, "local[3]"), ("local[1]", "local[1]")])
def test_settings_of_spark_say_where(tmp_path: Path, master: str | None, then: str) -> None:
    """Unless the call does."""
    (tmp_path / "spark-defaults.conf").write_text("spark.master local[3]\nspark.driver.host 127.0.0.1\n")
    code = (
        f"from serving.spark.session import open_session\nwith open_session({master!r}) as s: print(s.sparkContext.master)"
    )
    environment = os.environ | {"SPARK_CONF_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == then


def test_without_java_the_call_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """And told what to install."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(CallError, match="needs Java 17"), open_session():
        pass


def test_without_pyspark_the_call_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """And told how to get it."""
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(CallError, match=r"pip install '\.\[spark\]'"), open_session():
        pass


def test_a_master_without_its_engine_is_refused() -> None:
    """It would be passed over in silence."""
    done = CliRunner().invoke(main, ["score", "in.jsonl", "--master", "local[2]"])
    assert done.exit_code == 2
    assert "--master is for --engine spark" in done.stderr


def test_nothing_else_loads_spark() -> None:
    """Neither the command line nor any module of serving outside of its package, and none of them MLflow or pandas."""
    code = """
import importlib, pkgutil, sys, serving
for found in pkgutil.walk_packages(serving.__path__, "serving."):
    if ".migrations" not in found.name and found.name != "serving.spark.pyfunc":
        importlib.import_module(found.name)
print([name for name in ("pyspark", "py4j", "pandas", "mlflow") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
