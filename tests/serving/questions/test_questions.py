"""``bidworthy profile``: questions, refusals, and a file that is written whole and for its owner only."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from features.errors import CallError, InputError
from features.profile import Profile, read_profile
from serving.cli import main
from serving.questions.ask import ask_all
from serving.questions.fields import FIELDS, read_answer
from serving.texts import load_texts
from tests.conftest import ROOT

#: An answer to each question, by field; what is not here is left empty.
ANSWERS = {
    "hourly_rate_usd": "$45", "min_fixed_usd": "1,150.50", "skills": "Python,  SQL , ,Python", "proposals_sent": "60",
    "hires": "2", "minutes_per_proposal": "20", "blocked_clients": "1735960000000000000, b", "max_connects": "30",
}  # fmt: skip
WRITTEN = {
    "hourly_rate_usd": 45, "min_fixed_usd": 1150.5, "skills": ["Python", "SQL"], "proposals_sent": 60, "hires": 2,
    "minutes_per_proposal": 20, "blocked_clients": ["1735960000000000000", "b"], "max_connects": 30,
}  # fmt: skip


def _lines(answers: dict[str, str]) -> str:
    return "".join(f"{answers.get(field, '')}\n" for field in FIELDS)


def _run(path: Path, answers: str) -> Result:
    return CliRunner().invoke(main, ["profile", str(path)], input=answers)


def _words(result: Result) -> str:
    return " ".join(result.output.split())


def test_answers_become_a_profile(tmp_path: Path) -> None:
    """In the order of the questions, as indented JSON, without what was left unknown."""
    path = tmp_path / "me.json"
    result = _run(path, _lines(ANSWERS))
    assert result.exit_code == 0, result.output
    text = path.read_text(encoding="utf-8")
    assert json.loads(text) == WRITTEN
    assert list(json.loads(text)) == [field for field in FIELDS if field in WRITTEN]
    assert text.startswith('{\n  "hourly_rate_usd": 45,\n')
    assert read_profile(text).max_connects == 30
    assert f"--profile {path}" in result.output


def test_every_field_has_a_question_and_an_example_that_is_taken() -> None:
    """No field of a profile is forgotten, and nobody is shown an example that would be refused."""
    texts = load_texts()
    for field in Profile.model_fields:
        assert texts["profile"][field].endswith(("?", "."))
        assert read_answer(field, texts["profile_examples"][field])


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    """Rate and record are nobody else's business, whoever could read the file before."""
    path = tmp_path / "me.json"
    path.write_text("{}")
    path.chmod(0o644)
    assert _run(path, _lines(ANSWERS)).exit_code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in tmp_path.iterdir()] == ["me.json"]


def test_enter_keeps_and_a_dash_clears(tmp_path: Path) -> None:
    """What stands in the file is the default; keys that are not a profile's stay, whatever they hold."""
    path = tmp_path / "me.json"
    extra = {"note": {"für": "später"}, "nothing": None}
    path.write_text(json.dumps({**extra, **WRITTEN, "trusted_clients": None}), encoding="utf-8")
    result = _run(path, _lines({"hourly_rate_usd": "50", "skills": "-", "hires": "-", "max_connects": "-"}))
    assert "Enter keeps Python, SQL." in result.output
    kept = {key: value for key, value in WRITTEN.items() if key not in {"skills", "hires", "max_connects"}}
    assert json.loads(path.read_text(encoding="utf-8")) == {**kept, **extra, "hourly_rate_usd": 50}
    assert "später" in path.read_text(encoding="utf-8")


def test_nothing_answered_is_an_empty_profile(tmp_path: Path) -> None:
    """The usual fee and price are not written down: they may change, and the answer names them as defaults."""
    path = tmp_path / "me.json"
    result = _run(path, _lines({}))
    assert (result.exit_code, path.read_text()) == (0, "{}\n")
    assert "the usual 0.15" in result.output


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("hourly_rate_usd", "much"),
        ("hourly_rate_usd", "45,5"),
        ("hourly_rate_usd", "nan"),
        ("min_fixed_usd", "-3"),
        ("min_fixed_usd", "10000000"),
        ("proposals_sent", "2.5"),
        ("proposals_sent", "12345678901"),
        ("service_fee_percent", "101"),
        ("connect_price_usd", "0.15 0.2"),
        ("max_connects", "\x1b[2J"),
    ],
)
def test_a_wrong_answer_is_refused_and_asked_again(tmp_path: Path, field: str, wrong: str) -> None:
    """The field, the value and an example are named; the next answer counts."""
    path = tmp_path / "me.json"
    result = _run(path, _lines({field: f"{wrong}\n7"}))
    assert result.exit_code == 0, result.output
    assert f"Not taken: {field}: {wrong!a}" in _words(result)
    assert load_texts()["profile_examples"][field] in result.output
    assert json.loads(path.read_text()) == {field: 7}


def test_more_hires_than_proposals_are_asked_again_from_the_first(tmp_path: Path) -> None:
    """Which of the two is wrong only the person knows, so both can be corrected."""
    path = tmp_path / "me.json"
    result = _run(path, _lines({"proposals_sent": "5", "hires": "9\n90\n"}))
    assert result.exit_code == 0, result.output
    assert "hires is 9 but proposals_sent is 5" in _words(result)
    assert json.loads(path.read_text()) == {"proposals_sent": 90, "hires": 9}


def test_fewer_proposals_than_the_hires_on_file_can_be_answered(tmp_path: Path) -> None:
    """A contradiction with what has not been asked yet is none."""
    path = tmp_path / "me.json"
    path.write_text('{"proposals_sent": 60, "hires": 20}')
    result = _run(path, _lines({"proposals_sent": "10", "hires": "3"}))
    assert "Not taken" not in result.output
    assert json.loads(path.read_text()) == {"proposals_sent": 10, "hires": 3}


def test_a_value_on_file_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    """And asked for like an unknown one."""
    path = tmp_path / "me.json"
    path.write_text('{"hourly_rate_usd": "a lot", "min_fixed_usd": 50}')
    result = _run(path, _lines({}))
    assert "hourly_rate_usd: 'a lot' cannot be used" in _words(result)
    assert json.loads(path.read_text()) == {"min_fixed_usd": 50}


def test_what_is_on_file_steers_no_terminal(tmp_path: Path) -> None:
    """Escape sequences of a file that somebody sent are not printed."""
    path = tmp_path / "me.json"
    path.write_text(json.dumps({"skills": ["\x1b[2J\x9bPython", "‮SQL"]}))
    result = _run(path, _lines({}))
    assert result.exit_code == 0
    assert not [char for char in result.output if char in "\x1b\x9b‮"]


@pytest.mark.parametrize("answered", range(len(FIELDS)))
def test_answers_that_end_early_write_nothing(tmp_path: Path, answered: int) -> None:
    """Status 2, the question named, and the file as it was."""
    path = tmp_path / "me.json"
    path.write_text('{"hourly_rate_usd": 1}')
    result = _run(path, "".join("expert\n" if field == "tier" else "9\n" for field in FIELDS[:answered]))
    assert result.exit_code == 2
    assert f"ended before the one to {FIELDS[answered]}; nothing was written" in _words(result)
    assert path.read_text() == '{"hourly_rate_usd": 1}'
    assert [found.name for found in tmp_path.iterdir()] == ["me.json"]


def test_an_interrupt_writes_nothing(tmp_path: Path) -> None:
    """Ctrl-C in the middle: said in one line, with the usual status."""
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "serving.cli", "profile", "me.json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        # A shell's background job hands on that it ignores interrupts.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(b"45\n")
        process.stdin.flush()
        while b"fixed-price" not in process.stdout.readline():  # the second question: it waits for its answer now
            pass
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        assert process.stderr.read() == b"\nStopped. Nothing was written.\n"
        assert process.wait() == 130
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("folder", ["folder", "is a folder"]),
        ("none/me.json", ["none", "cannot be written"]),
        ("-", ["FILE is -"]),
        ("broken.json", ["broken.json", "is not JSON", "another FILE"]),
        ("list.json", ["list.json", "a list of 2", "another FILE"]),
    ],
)
def test_a_place_that_cannot_be_used_is_told_before_the_first_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, words: list[str]
) -> None:
    """Nobody answers a dozen questions for nothing, and no other file is written over."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "broken.json").write_text('{"hires": ')
    (tmp_path / "list.json").write_text("[1, 2]")
    before = {path.name: path.is_dir() or path.read_bytes() for path in tmp_path.iterdir()}
    result = CliRunner().invoke(main, ["profile", name], input=_lines(ANSWERS))
    assert result.exit_code == 2
    for word in words:
        assert word in result.output
    assert "charge an hour" not in result.output
    assert {path.name: path.is_dir() or path.read_bytes() for path in tmp_path.iterdir()} == before


def test_the_file_is_profile_json_unless_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the folder where one is."""
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["profile"], input=_lines(ANSWERS)).exit_code == 0
    assert json.loads((tmp_path / "profile.json").read_text()) == WRITTEN


def test_answers_of_another_encoding_are_told(tmp_path: Path) -> None:
    """Latin-1 from a pipe is no crash, and writes nothing."""
    result = subprocess.run(
        [sys.executable, "-m", "serving.cli", "profile", "me.json"],
        input="\n\nCafé\n".encode("latin-1"),
        capture_output=True,
        cwd=tmp_path,
        env=os.environ
        | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "0", "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8:strict"},
        check=False,
    )
    assert result.returncode == 2
    assert b"not UTF-8" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_half_a_character_is_refused() -> None:
    """What a terminal hands on of bytes that are not UTF-8 could not be written."""
    with pytest.raises(InputError, match="not UTF-8"):
        read_answer("skills", "Caf\udce9")


@given(st.lists(st.text(alphabet=st.sampled_from("0123456789.,-$% aé\x1b\x00\n‮"), max_size=12), max_size=30))
def test_whatever_is_typed_gives_a_profile_or_ends(typed: list[str]) -> None:
    """No answer breaks the questions; what they return is a profile, and JSON."""
    answers: Iterator[str] = iter(typed)

    def listen(prompt: str) -> str:
        try:
            return next(answers)
        except StopIteration:
            raise EOFError from None

    said: list[str] = []
    try:
        values: dict[str, Any] = ask_all({}, load_texts(), said.append, listen)
    except CallError as error:
        assert "nothing was written" in str(error)
        return
    assert read_profile(json.dumps(values)).model_fields_set == set(values)
    assert not [line for line in said if "\x1b" in line or "‮" in line]
