"""``bidworthy explain``: one answer as a card that says what the answer says, and nothing that steers a terminal."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from features.posting import read_posting
from serving.cli import main
from serving.explain.card import card
from serving.scorer import Scorer
from serving.texts import load_texts
from tests.conftest import ROOT

SAMPLE = ROOT / "data" / "sample" / "postings.jsonl"
STYLE = re.compile(r"\x1b\[[0-9;]*m")


def _run(*words: str, **more: Any) -> Result:
    return CliRunner().invoke(main, ["explain", *words], **more)


def _lines(scorer: Scorer, posting: dict[str, Any], width: int = 100) -> list[str]:
    read = read_posting(posting)
    return [STYLE.sub("", line) for line in card(read, scorer.score(read), load_texts(), width)]


def _added_up(lines: list[str]) -> float:
    """Return the sum of the column of amounts but the last, which says that sum."""
    amounts = [found for line in lines if (found := re.match(r"([+-])\$([\d,.]+)  ", line))]
    *parts, last = (float(f"{found[1]}{found[2].replace(',', '')}") for found in amounts)
    assert sum(parts) == pytest.approx(last, abs=0.005)
    return last


def test_every_sample_has_a_card_that_says_its_answer(scorer: Scorer, sample: list[dict[str, Any]]) -> None:
    """Verdict, chances, the sum and the heaviest reasons, in the words of the answer."""
    texts = load_texts()
    for raw in sample:
        answer = scorer.score(raw)
        told = " ".join(" ".join(_lines(scorer, raw)).split())
        assert told.startswith(texts["verdict"][answer.verdict])
        assert f"{round(100 * answer.ghost.probability)}%" in told
        assert f"by: {answer.ghost.basis}." in told
        for reason in answer.reasons[:10]:
            assert " ".join(reason.text.split()) in told
        if answer.worth.expected_value_usd is not None:
            assert _added_up(_lines(scorer, raw)) == pytest.approx(answer.worth.expected_value_usd, abs=0.006)
        for missing in answer.missing:
            assert missing.field in told
        for change in answer.would_change:
            assert change["text"] in told


def test_lines_keep_to_the_width(scorer: Scorer, sample: list[dict[str, Any]]) -> None:
    """On a narrow terminal too; the title alone stands on one line."""
    for raw in sample:
        for line in _lines(scorer, raw, width=48)[1:]:
            assert len(line) <= 48 or " " not in line[14:].strip()


@pytest.mark.parametrize("hostile", ["\x1b[2J\x1b[31mAPPLY", "a\x9b31mb", "x‮evil", "one\r\ntwo\tthree", "\x07" * 20])
def test_a_title_steers_no_terminal(scorer: Scorer, hostile: str) -> None:
    """Escape sequences, marks of direction and line ends of a stranger are taken out."""
    read = read_posting({"title": hostile + " logo", "description": "Message me on Telegram."})
    lines = [STYLE.sub("", line) for line in card(read, scorer.score(read), load_texts(), 80)]
    assert not [c for line in lines for c in line if ord(c) < 32 or 127 <= ord(c) < 160 or c in "‪‫‬‭‮⁦⁧⁨⁩"]
    assert lines[0].endswith("logo")


def test_a_quote_stands_beside_its_reason(scorer: Scorer) -> None:
    """The words that a reason rests on."""
    told = " ".join(_lines(scorer, {"title": "Typing", "description": "Please message me on Telegram to start."}))
    assert "“" in told
    assert "Telegram" in told


def test_the_first_posting_or_the_one_named(scorer: Scorer, sample: list[dict[str, Any]]) -> None:
    """By id; the first without one."""
    first, other = sample[0], next(raw for raw in sample[1:] if raw.get("id"))
    assert first["title"] in _run(str(SAMPLE)).output
    assert other["title"] in _run(str(SAMPLE), "--id", other["id"]).output


def test_colour_on_a_terminal_only() -> None:
    """Piped, the card is plain."""
    assert not STYLE.search(_run(str(SAMPLE)).output)
    assert STYLE.search(_run(str(SAMPLE), color=True).output)


def test_it_reads_a_packed_file(tmp_path: Path) -> None:
    """And says in one sentence when it is broken."""
    packed = gzip.compress(b'{"title": "Tidy a spreadsheet", "description": "Ten rows are attached."}')
    (tmp_path / "in.jsonl.gz").write_bytes(packed)
    assert "Tidy a spreadsheet" in _run(str(tmp_path / "in.jsonl.gz")).output
    (tmp_path / "in.jsonl.gz").write_bytes(packed[:-9])
    result = _run(str(tmp_path / "in.jsonl.gz"))
    assert (result.exit_code, "cannot be unpacked" in result.output) == (2, True)


def test_it_reads_a_pipe() -> None:
    """JSONL on standard input."""
    result = _run("-", input=json.dumps({"title": "Logo", "description": "A logo."}) + "\n")
    assert (result.exit_code, "Logo" in result.output) == (0, True)


@pytest.mark.parametrize(
    ("rows", "words", "told"),
    [
        ("", [], "holds no posting"),
        ('{"title": ""}\n', [], "row 1: "),
        ('{"id": "a", "title": "x"}\n', ["--id", "b"], "no posting with the id 'b' among its 1 rows"),
        ("{\n", ["--id", "b"], "no posting with the id"),
    ],
)
def test_a_wrong_call_is_one_sentence(tmp_path: Path, rows: str, words: list[str], told: str) -> None:
    """Exit status 2; the thing and its value named."""
    path = tmp_path / "in.jsonl"
    path.write_text(rows, encoding="utf-8")
    result = _run(str(path), *words)
    assert result.exit_code == 2
    assert told in result.output
    assert "Traceback" not in result.output


def test_a_profile_counts(tmp_path: Path) -> None:
    """As in every other answer."""
    profile = tmp_path / "me.json"
    profile.write_text('{"max_connects": 1}', encoding="utf-8")
    assert _run(str(SAMPLE), "--profile", str(profile)).output.startswith("Skip")
