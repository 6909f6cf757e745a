"""The report as its command writes it: one page and one file of figures, always the same, with no text run as markup."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.training.gate.conftest import Market
from training.cli import cli
from training.rebundle import digest_of
from training.report.held_out.asked import Asked
from training.report.held_out.figures import Figures, figures_of
from training.report.held_out.report import held_out_report

pytestmark = pytest.mark.slow
_HOSTILE = "</p><script>alert(1)</script><img src=x onerror=alert(1)> & \"'"


class _Tags(HTMLParser):
    """The elements and attributes of a page outside its drawings."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep them."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


@dataclass(frozen=True)
class _Made:
    page: bytes
    figures: bytes
    said: str


def _evaluate(market: Market, *words: str) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BIDWORTHY_DATA_DIR", str(market.folder.path))
        return CliRunner().invoke(cli, ["evaluate", *words])


def _made(market: Market, out: Path, *words: str) -> _Made:
    result = _evaluate(market, "--bundle", str(market.bundle), "--out", str(out / "report.html"), *words)
    assert result.exit_code == 0, result.output
    return _Made((out / "report.html").read_bytes(), (out / "report.json").read_bytes(), result.output)


@pytest.fixture(scope="module")
def made(market: Market, tmp_path_factory: pytest.TempPathFactory) -> _Made:
    """Return the report of the honest bundle."""
    return _made(market, tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def figures(asked: Asked, market: Market) -> Figures:
    """Return the figures beside a champion."""
    return figures_of(asked, market.bundle, lambda _: None)


def test_the_same_bundle_and_data_give_the_same_bytes(market: Market, made: _Made, tmp_path: Path) -> None:
    """Of the page as of its figures: nothing in them tells when they were made."""
    again = _made(market, tmp_path)
    assert again.figures == made.figures
    assert again.page == made.page


def test_both_name_the_bundle_and_the_split(asked: Asked, made: _Made) -> None:
    """By their digests."""
    figures, digest = json.loads(made.figures), digest_of(asked.ours.bundle.manifest)
    assert (figures["bundle"]["digest"], figures["split"]) == (digest, asked.exam.split)
    assert digest.encode() in made.page
    assert asked.exam.split.encode() in made.page


def test_an_honest_bundle_sets_off_no_alarm(made: _Made) -> None:
    """And the command says so."""
    assert "no alarm" in made.said
    assert all(one["holds"] for one in json.loads(made.figures)["alarms"])


def test_the_page_needs_nothing_beside_it(made: _Made) -> None:
    """No script, no address that is loaded, and no figure that is not a number."""
    body = made.page.decode()
    assert not re.search(r"<(script|link|iframe|img|object)\b", body)
    assert not re.search(r"""(?:src|href)=["'](?!#)""", body)
    assert "url(http" not in body
    assert "nan" not in re.sub(r"<svg.*?</svg>", "", body, flags=re.DOTALL).lower().split()


def test_hostile_words_stay_words(asked: Asked, figures: Figures) -> None:
    """In titles and texts, in the names of marketplaces and of bundles."""
    postings = [one | {"title": _HOSTILE, "description": _HOSTILE * 9} for one in asked.exam.postings]
    chances = [replace(one, name=_HOSTILE) for one in figures.chances]
    mistakes = [replace(one, paper=_HOSTILE) for one in figures.mistakes]
    importance = [replace(one, paper=_HOSTILE) for one in figures.importance]
    slices = [replace(one, paper=_HOSTILE, slice=_HOSTILE) for one in figures.slices]
    bundle = dict.fromkeys(figures.bundle, _HOSTILE)
    hostile = replace(figures, bundle=bundle, chances=chances, mistakes=mistakes, importance=importance, slices=slices)
    body = re.sub(r"<svg.*?</svg>", "", held_out_report(hostile, postings), flags=re.DOTALL)
    parser = _Tags()
    parser.feed(body)
    assert not parser.tags & {"script", "img"}
    assert "onerror" not in parser.attributes
    assert "&lt;script&gt;alert(1)" in body


def test_texts_are_shown_with_a_warning_or_left_out(asked: Asked, figures: Figures) -> None:
    """Title and 300 characters of each; without them only their rows."""
    postings = [one | {"title": "A telling title", "description": "x" * 400} for one in asked.exam.postings]
    shown, left_out = held_out_report(figures, postings), held_out_report(figures, None)
    assert "A telling title" in shown
    assert "x" * 300 + "…" in shown
    assert "x" * 301 not in shown
    assert "not to be published" in shown
    assert "A telling title" not in left_out
    assert "not to be published" not in left_out


def test_figures_hold_no_text(asked: Asked, made: _Made) -> None:
    """Of no posting, whatever the page shows."""
    held = made.figures.decode()
    assert not any(one["title"] in held for one in asked.exam.postings if len(one["title"]) > 20)


def test_the_champion_is_set_beside(figures: Figures) -> None:
    """Flips, marks and both digests are on the page."""
    body = held_out_report(figures, None)
    assert figures.champion is not None and figures.champion["digest"] in body
    assert figures.changes is not None and f"{figures.changes.flips:,} of " in body
    assert '<span class="tag good">better</span>' in body


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--champion", "a"], "--champion is for the report of a bundle"),
        (["--without-texts"], "--without-texts is for the report of a bundle"),
        (["pay", "--bundle", "a"], "leave PART pay out"),
        (["--bundle", "a", "--out", "a.json"], "would both be a.json"),
        (["--bundle", "nowhere"], "no bundle here"),
    ],
)
def test_a_wrong_call_says_what_to_do(
    market: Market, words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything long begins."""
    monkeypatch.chdir(tmp_path)
    result = _evaluate(market, *words)
    assert result.exit_code != 0
    assert said in str(result.exception)


def test_data_that_is_not_split_says_what_to_do(market: Market, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample has nothing held out."""
    monkeypatch.delenv("BIDWORTHY_DATA_DIR", raising=False)
    words = ["evaluate", "--bundle", str(market.bundle), "--out", str(tmp_path / "report.html")]
    result = CliRunner().invoke(cli, words)
    assert "is not split yet; run `bidworthy-train prepare" in str(result.exception)
