"""The command as a person calls it: a process, its end, a crash, and calls that cannot work."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.training.label.conftest import answer, safe
from tests.training.label.serving_labels import labelling
from training.label.store import read_store


@pytest.mark.slow
def test_it_serves_survives_a_kill_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    """What was acknowledged before SIGKILL is there when it is started again; no posting's words are printed."""
    out = tmp_path / "labels" / "anna.jsonl"
    with labelling(out, "--overlap", "0.2") as running, running.client() as client:
        order = []
        for _ in range(3):
            key = client.get("/api/state").json()["posting"]["id"]
            client.post("/api/label", json=answer(key, safe())).raise_for_status()
            order.append(key)
        coming = client.get("/api/state").json()["posting"]
        running.process.send_signal(signal.SIGKILL)
        running.process.wait()
    assert list(read_store(out).labels) == order
    out.write_bytes(out.read_bytes() + b'{"what":"lab')
    first = running.address
    with labelling(out, "--overlap", "0.2") as running, running.client() as client:
        state = client.get("/api/state").json()
        assert (state["posting"], state["done"], state["left"]) == (coming, 3, 37)
        # Another token each time, too long to be guessed, where no browser sends it.
        assert running.address.partition("#")[2] != first.partition("#")[2]
        assert len(first.partition("#")[2]) >= 32
        running.process.send_signal(signal.SIGINT)
        told, errors = running.process.communicate()
        assert running.process.returncode == 0
    assert told.splitlines()[-1] == f"3 labels of anna are in {out}"
    assert errors.splitlines() == [
        "40 postings of 40 rows; 0 sealed rows are left out",
        "scoring 37 postings that have no answer yet",
        "comparing 40 texts",
    ]
    assert coming["fields"][0]["text"] not in told + errors


def _refused(folder: Path, *arguments: str) -> str:
    result = subprocess.run(
        [sys.executable, "-m", "training.cli", "label", *arguments],
        capture_output=True,
        text=True,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "BIDWORTHY_DATA_DIR": ""},
        check=False,
    )
    assert (result.returncode, result.stdout) == (2, ""), result
    return result.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "--annotator is missing"),
        (["--annotator", "../anna"], "use up to 40 letters, digits, - and _"),
        (["--annotator", "anna", "file.jsonl"], "files are named for --agreement or --export only"),
        (["--agreement", "one.jsonl"], "compares two files, not 1"),
        (["--agreement", "one.jsonl", "two.jsonl"], "one.jsonl cannot be read"),
        (["--agreement", "--export", "x"], "ask for one at a time"),
        (["--export", "x.jsonl"], "--export needs the files of annotators"),
        (["--annotator", "anna", "--export", "x.jsonl"], "anna.jsonl cannot be read"),
        (["--annotator", "anna", "--postings", "none.csv"], "none.csv cannot be read"),
        (
            ["--annotator", "anna", "--known", str(ROOT / "data" / "sample" / "labels.jsonl")],
            "every posting is labelled already",
        ),
        (["--annotator", "anna", "--overlap", "2"], "Invalid value for '--overlap'"),
    ],
)
def test_a_call_that_cannot_work_gets_one_sentence(tmp_path: Path, arguments: list[str], words: str) -> None:
    """Status 2, and no traceback."""
    assert words in _refused(tmp_path, *arguments)


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    """With the next step."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = _refused(tmp_path, "--annotator", "anna", "--port", str(port))
    assert f"cannot listen on port {port}" in said
    assert "--port" in said


def test_the_files_of_one_annotator_are_no_agreement(tmp_path: Path) -> None:
    """Nobody agrees with oneself."""
    line = json.dumps({"what": "begin", "format": 1, "annotator": "anna"}, separators=(",", ":")) + "\n"
    for name in ("one.jsonl", "two.jsonl"):
        (tmp_path / name).write_text(line, encoding="utf-8")
    assert "both files are of annotator anna" in _refused(tmp_path, "--agreement", "one.jsonl", "two.jsonl")
