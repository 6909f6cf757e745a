"""The guideline: about everything that may be answered, and shown as plain text."""

from __future__ import annotations

import re
import tomllib
from fnmatch import fnmatch

import pytest

from tests.conftest import ROOT
from training.label.choices import PAY, RISKS, TYPES, told
from training.label.guideline import GUIDELINE, guideline_blocks
from training.label.labels import LONGEST_QUOTE

TEXT = GUIDELINE.read_text(encoding="utf-8")
BLOCKS = guideline_blocks(TEXT)
CODES = {piece[1] for block in BLOCKS for item in block["items"] for piece in item if piece[0] == "code"}


def test_it_explains_every_answer() -> None:
    """Each type, each judgement of the pay, each risk, each key that has no label on the page's own lists."""
    assert {choice.name for choice in (*TYPES, *PAY)} <= CODES
    assert {"e", "l", "s", "u"} <= CODES
    strong = [piece[1] for block in BLOCKS for item in block["items"] for piece in item if piece[0] == "strong"]
    assert [risk.name for risk in RISKS] == [text[0] for text in strong[:3]]
    assert f"({LONGEST_QUOTE} characters at most)" in " ".join(TEXT.split())


@pytest.mark.parametrize("word", ["country", "Newness", "Shortness"])
def test_it_says_what_never_counts(word: str) -> None:
    """As the project promises everywhere."""
    (at,) = [n for n, block in enumerate(BLOCKS) if block["items"] == [[["text", "What never counts"]]]]
    assert any(word in piece[1] for item in BLOCKS[at + 1]["items"] for piece in item)


def test_all_its_words_are_shown_and_no_sign_of_markup() -> None:
    """What is shown, put together, is the file without its signs."""
    shown = " ".join("".join(text for _, text in item) for block in BLOCKS for item in block["items"])
    plain = re.sub(r"^(#+ |- )|\*\*|`", "", TEXT, flags=re.MULTILINE)
    assert shown.split() == plain.split()
    assert {block["kind"] for block in BLOCKS} == {"h1", "h2", "p", "ul"}


def test_hostile_text_stays_text() -> None:
    """The guideline is ours, but nothing of it becomes markup either way."""
    (block,) = guideline_blocks("<b>x</b> [y](javascript:z)")
    assert block == {"kind": "p", "items": [[["text", "<b>x</b> [y](javascript:z)"]]]}


def test_every_choice_has_words_and_a_key() -> None:
    """Also when the contract gets another type: then this list must name it."""
    assert all(choice["key"] and choice["text"] for choices in told().values() for choice in choices)


def test_the_package_brings_its_page_and_guideline() -> None:
    """An installed program has every file that it serves."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = settings["tool"]["setuptools"]["package-data"]["training"]
    folder = ROOT / "training" / "label"
    files = [path.relative_to(ROOT / "training").as_posix() for path in (GUIDELINE, *(folder / "page").iterdir())]
    assert len(files) > 5
    assert [name for name in files if not any(fnmatch(name, pattern) for pattern in patterns)] == []
