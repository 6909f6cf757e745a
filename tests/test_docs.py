"""What the documents say is so: snippets run, commands and files exist, assumptions have a source."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import click
import pytest

import serving.cli
import training.cli
from features.posting import read_posting
from serving.assumptions import load_assumptions
from serving.ledger.events import outcome_of
from serving.scorer import Scorer

ROOT = Path(__file__).parents[1]
PROGRAMS: dict[str, click.Command] = {"bidworthy": serving.cli.main, "bidworthy-train": training.cli.cli}
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`((?:bidworthy|bidworthy-train) [^`\n]+)`")
_LINK = re.compile(r"\]\(([^()\s]+)\)")
_VERDICTS = {"apply", "consider", "skip", "not_enough_evidence"}


def _documents() -> list[Path]:
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*.md"))
    return sorted(path for path in found if not {part[0] for part in path.parts} & {"."} and path.parts[0] != "runs")


def _blocks(name: str, language: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return [body for kind, body in _FENCE.findall(text) if kind == language]


def _commands() -> Iterator[tuple[str, str]]:
    """Yield document and command line: of fenced blocks and of inline code."""
    for path in _documents():
        text = (ROOT / path).read_text(encoding="utf-8")
        lines = [line for kind, body in _FENCE.findall(text) if kind == "sh" for line in body.splitlines()]
        for line in lines + _SPAN.findall(text):
            words = shlex.split(line, comments=True) if "bidworthy" in line else []
            if any(word.rpartition("/")[2] in PROGRAMS for word in words):
                yield str(path), line


def _links() -> Iterator[tuple[str, str]]:
    for path in _documents():
        for target in _LINK.findall(_FENCE.sub("", (ROOT / path).read_text(encoding="utf-8"))):
            if "://" not in target and not target.startswith("#"):
                yield str(path), unquote(target.partition("#")[0])


def _unknown(line: str) -> list[str]:
    """Return the words of a command line that its program does not know."""
    words = shlex.split(line, comments=True)
    start = next(i for i, word in enumerate(words) if word.rpartition("/")[2] in PROGRAMS)
    command = PROGRAMS[words[start].rpartition("/")[2]]
    unknown = []
    for word in words[start + 1 :]:
        if word.startswith("-") and word != "-":
            unknown += [] if word.partition("=")[0] in _options(command) else [word]
        elif isinstance(command, click.Group):
            if word not in command.commands:
                return [*unknown, word]
            command = command.commands[word]
    return unknown


def _options(command: click.Command) -> set[str]:
    return {"-h", "--help"} | {name for option in command.params for name in (*option.opts, *option.secondary_opts)}


def test_the_python_snippet_runs() -> None:
    """README's example, pasted into a new process, ends in a verdict."""
    (snippet,) = _blocks("README.md", "python")
    result = subprocess.run(
        [sys.executable, "-c", snippet + "\nprint(answer.verdict)"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.stdout.strip() in _VERDICTS, result.stderr


def test_the_curl_example_is_scored(scorer: Scorer) -> None:
    """The JSON that README sends is a posting, and its fields are all known to the contract."""
    (block,) = [block for block in _blocks("README.md", "sh") if "curl" in block and "/v1/score" in block]
    posting = json.loads(shlex.split(block)[-1])
    assert scorer.score(posting).verdict in _VERDICTS
    read = read_posting(posting)
    assert set(posting) <= set(type(read).model_fields)
    assert set(posting["client"]) <= set(type(read.client).model_fields)
    assert set(posting["activity"]) <= set(type(read.activity).model_fields)


def test_the_outcome_that_readme_tells_can_be_kept() -> None:
    """Its JSON is read as it stands."""
    (line,) = [line for block in _blocks("README.md", "sh") for line in block.splitlines() if "/v1/outcomes" in line]
    told = outcome_of(json.loads(shlex.split(line)[-1]))
    assert (told.what, told.details) == ("sent", {"connects": 12})


def test_there_are_commands_to_check() -> None:
    """Both programs are shown in the documents."""
    shown = {word.rpartition("/")[2] for _, line in _commands() for word in shlex.split(line, comments=True)}
    assert set(PROGRAMS) <= shown


@pytest.mark.parametrize(("document", "line"), sorted(set(_commands())))
def test_a_command_line_is_understood(document: str, line: str) -> None:
    """Its subcommand and every option exist."""
    assert _unknown(line) == [], document


@pytest.mark.parametrize("line", ["bidworthy scores x", "bidworthy score x --out y", "bidworthy-train train --fast"])
def test_a_wrong_command_line_would_be_found(line: str) -> None:
    """The check above can fail."""
    assert _unknown(line) != []


@pytest.mark.parametrize("name", [f"{program} {command}" for program, group in PROGRAMS.items()
                                  for command in getattr(group, "commands", {})])  # fmt: skip
def test_every_command_is_documented(name: str) -> None:
    """Somebody who reads the documents meets each command."""
    assert any(name in line for _, line in _commands())


@pytest.mark.parametrize(("document", "target"), sorted(set(_links())))
def test_a_link_leads_somewhere(document: str, target: str) -> None:
    """Every relative link names a file or a folder of the project."""
    assert (ROOT / document).parent.joinpath(target).exists()


def test_every_folder_of_the_house_exists() -> None:
    """README's table names folders that are there, and each Python package is in it."""
    house = (ROOT / "README.md").read_text(encoding="utf-8").partition("## The house")[2]
    folders = re.findall(r"^\| \[?`([\w/]+)/`", house, re.MULTILINE)
    assert all((ROOT / folder).is_dir() for folder in folders)
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} <= set(folders)


def test_every_make_target_of_the_documents_exists() -> None:
    """`make something` in a document is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for path in _documents():
        text = (ROOT / path).read_text(encoding="utf-8")
        named = re.findall(r"(?:^|`)(?:\w+=\S+ +)?make ([a-z]+)\b", text, re.MULTILINE)
        assert set(named) <= targets, path


@pytest.mark.parametrize("assumption", load_assumptions().records.values(), ids=lambda record: record.name)
def test_an_assumption_is_bounded_and_has_a_source(assumption: Any) -> None:
    """Its value lies within its bounds, its grade is one of four, its source is a sentence."""
    assert assumption.low <= assumption.value <= assumption.high
    assert assumption.grade in {"A", "B", "C", "D"}
    assert assumption.source.endswith(".")


def test_every_assumption_is_used() -> None:
    """No assumption is listed that no code looks up; bands are looked up by their model's name."""
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "serving").rglob("*.py"))
    bands = {f"{model}_{level}" for model in ("ghost", "scam", "low_budget") for level in ("medium", "high")}
    unused = [name for name in load_assumptions().records if f'"{name}"' not in code and name not in bands]
    assert unused == []


def test_every_sentence_is_whole() -> None:
    """Every text of an answer ends as a sentence does; labels and parts of sentences are none."""
    texts = tomllib.loads((ROOT / "serving" / "texts.toml").read_text(encoding="utf-8"))
    for labels in ("card", "verdict", "phrase", "rank_labels", "profile_examples"):
        texts.pop(labels)
    assert not [text for group in texts.values() for text in group.values() if not text.endswith((".", "?"))]
