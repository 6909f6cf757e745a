"""The labelling page in a real Chromium against a real session: by keyboard alone, by mouse, and with hostile words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import chromium
from tests.training.label.serving_labels import Labelling, labelling
from training.cli import cli
from training.label.store import read_store

pytestmark = pytest.mark.browser

#: 👩‍🚀 is three code points of five UTF-16 units, each letter of 𝔽𝕒𝕤𝕥 one of two.
DANGER = "👩‍🚀 𝔽𝕒𝕤𝕥 work! Message me on Telegram before we start. 🙂 Then send us 40 five-star reviews."
HOSTILE = (
    "<img src=x onerror=\"document.title='owned'\"> <script>document.title='owned'</script> מרחב \u202e back \u202c\n"
    "</div></article><b>bold</b> &amp; <a href='javascript:1'>link</a> " + "W" * 300
)
POSTINGS = [
    {"id": "danger", "title": "🙂 Quick job", "description": DANGER, "pay": {"type": "hourly", "min": 15, "max": 30}},
    {
        "id": "hostile",
        "title": "<u>Title</u> 🙂",
        "description": HOSTILE,
        "skills": ["<b>Python</b>"],
        "questions": ["Your <i>Telegram</i>?"],
        "client": {"country": "Neverland"},
    },
    {"id": "good", "title": "Tidy a spreadsheet", "description": "Two sheets of figures become one.", "pay": "$200"},
]


@dataclass
class Visit:
    """One opened page and what it did on its own."""

    page: Page
    out: Path
    home: str
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Write down errors, dialogs and every request to another address."""
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda m: self.complaints.append(m.text) if self._complains(m.type, m.text) else None)
        self.page.on("request", lambda r: None if r.url.startswith(self.home) else self.complaints.append(r.url))

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def answered(self, done: int) -> None:
        """Wait until so many have an answer."""
        expect(self.page.locator("#count")).to_have_text(f"{done} done, {3 - done} left")

    def asks(self, title: str) -> None:
        """Wait until the posting with this title is asked, its caret where reading begins."""
        expect(self.page.locator('[data-field="title"]')).to_have_text(title)
        expect(self.page.locator('[data-field="description"]')).to_be_focused()

    @staticmethod
    def _complains(kind: str, text: str) -> bool:
        # A refused label is an answer with status 422, which the browser writes down by itself.
        return kind in ("error", "warning") and "status of 422" not in text


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return the machine's own Chromium; nothing is downloaded."""
    with chromium() as browser:
        yield browser


def _rows(folder: Path) -> str:
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in POSTINGS), encoding="utf-8")
    return str(path)


@contextmanager
def _visited(browser: Browser, running: Labelling, out: Path) -> Iterator[Visit]:
    with browser.new_context(locale="en-US") as context:
        context.set_default_timeout(10_000)
        visit = Visit(context.new_page(), out, running.home)
        visit.watch()
        visit.page.goto(running.address)
        visit.answered(0)
        yield visit
    assert visit.complaints == []


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Labelling, Path]]:
    """Return a session on three postings, in which nobody saves a label."""
    folder = tmp_path_factory.mktemp("labels")
    with labelling(folder / "anna.jsonl", "--postings", _rows(folder)) as running:
        yield running, folder / "anna.jsonl"


@pytest.fixture
def visit(browser: Browser, session: tuple[Labelling, Path]) -> Iterator[Visit]:
    """Return its page, every skip of the visits before taken back."""
    running, out = session
    with running.client() as client:
        while client.post("/api/undo", json={}).status_code == 200:
            pass
    with _visited(browser, running, out) as visit:
        yield visit


def _title(page: Page) -> str:
    return str(page.locator('[data-field="title"]').text_content())


def _to_the_danger(visit: Visit) -> None:
    """Skip until the dangerous posting is asked: which is first is for the model to say."""
    while _title(visit.page) != "🙂 Quick job":
        before = _title(visit.page)
        visit.press("s")
        expect(visit.page.locator('[data-field="title"]')).not_to_have_text(before)


def test_a_danger_is_labelled_by_keyboard_alone(browser: Browser, tmp_path: Path) -> None:
    """Evidence after astral characters, a refusal, undo, a reload, and the export of it all."""
    out = tmp_path / "anna.jsonl"
    with labelling(out, "--postings", _rows(tmp_path)) as running, _visited(browser, running, out) as visit:
        _label_by_keyboard(visit)
    _check_export(out, tmp_path / "labels.jsonl")


def _label_by_keyboard(visit: Visit) -> None:
    page = visit.page
    _to_the_danger(visit)
    visit.asks("🙂 Quick job")
    skipped = len(read_store(visit.out).answers)
    visit.press("2", "c", "7", "Enter")
    expect(page.locator("#problem")).to_have_text(re.compile("Evidence is missing: risk 2 rests on exact words"))
    expect(page.locator("#evidence")).to_have_attribute("data-wrong", "")
    # Words are passed with the caret, then selected, as in any text.
    at = DANGER.index("Message")
    visit.press("Home", *["ArrowRight"] * len("👩 𝔽𝕒𝕤𝕥 work! "), *["Shift+ArrowRight"] * len("Message me on Telegram"))
    expect(page.locator("#take")).to_be_visible()
    visit.press("e")
    expect(page.locator("#quotes q")).to_have_text("Message me on Telegram")
    assert page.evaluate("[...CSS.highlights.get('evidence')].map(String)") == ["Message me on Telegram"]
    visit.press("Enter")
    visit.answered(skipped + 1)
    (label,) = read_store(visit.out).labels.values()
    assert (label.risk, label.types, label.pay, label.lookalike) == (2, ("off_platform_contact",), "fair", False)
    (quote,) = label.evidence
    assert (quote.field, quote.start, quote.end) == ("description", at, at + len("Message me on Telegram"))
    assert DANGER[quote.start : quote.end] == quote.quote == "Message me on Telegram"

    visit.press("u")
    visit.asks("🙂 Quick job")
    visit.answered(skipped)
    expect(page.locator("#risk input:checked")).to_have_value("2")
    expect(page.locator("#quotes q")).to_have_text("Message me on Telegram")
    page.reload()
    visit.answered(skipped)
    expect(page.locator("#quotes q")).to_have_text("Message me on Telegram")
    # Another passage from the text's end, to the end: with the keyboard that is End, and back with Shift.
    visit.press("Control+End", "ArrowLeft", *["Shift+ArrowLeft"] * len("40 five-star reviews"), "e", "f", "5", "Enter")
    visit.answered(skipped + 1)
    (label,) = read_store(visit.out).labels.values()
    assert [one.quote for one in label.evidence] == ["Message me on Telegram", "40 five-star reviews"]
    assert (label.types, label.pay) == (("off_platform_contact", "fake_engagement"), "far_below")

    while page.locator("#work").is_visible():
        before = page.locator("#count").text_content()
        visit.press("0", "l", "9", "Enter")
        expect(page.locator("#count")).not_to_have_text(before or "")
    visit.answered(3)
    expect(page.locator("#over")).to_be_focused()


def _check_export(store: Path, out: Path) -> None:
    CliRunner().invoke(cli, ["label", "--export", str(out), str(store)], catch_exceptions=False)
    rows: list[dict[str, Any]] = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert {
        "id": "danger",
        "risk": 2,
        "types": ["off_platform_contact", "fake_engagement"],
        "evidence": ["Message me on Telegram", "40 five-star reviews"],
        "lookalike": False,
        "pay": "far_below",
    } in rows
    others = [row for row in rows if row["id"] != "danger"]
    assert len(others) == len(read_store(store).labels) - 1
    assert all((row["risk"], row["lookalike"], row["pay"]) == (0, True, "unknown") for row in others)


def test_evidence_is_taken_with_the_mouse_and_away_again(visit: Visit) -> None:
    """A double click selects a word; the button under it takes it, and the one beside the quote takes it away."""
    page = visit.page
    _to_the_danger(visit)
    box = page.evaluate(
        """() => {
          const node = document.querySelector('[data-field="description"]').firstChild;
          const at = node.data.indexOf("Telegram");
          const range = new Range();
          range.setStart(node, at);
          range.setEnd(node, at + 8);
          const { x, y, width, height } = range.getBoundingClientRect();
          return [x + width / 2, y + height / 2];
        }"""
    )
    page.mouse.dblclick(*box)
    page.click("#take")
    expect(page.locator("#quotes q")).to_have_text(["Telegram"])
    page.click("#quotes button")
    expect(page.locator("#quotes q")).to_have_count(0)
    expect(page.locator("#no-evidence")).to_be_visible()


def test_a_selection_that_is_no_evidence_gets_a_sentence(visit: Visit) -> None:
    """None, one that is too long, and one over two fields."""
    page = visit.page
    visit.press("e")
    expect(page.locator("#problem")).to_have_text(re.compile("No words are selected"))
    while _title(page) != "<u>Title</u> 🙂":
        before = _title(page)
        visit.press("s")
        expect(page.locator('[data-field="title"]')).not_to_have_text(before)
    visit.press("Control+a", "e")
    expect(page.locator("#problem")).to_have_text(re.compile("at most 120 are kept"))
    page.evaluate(
        """() => getSelection().setBaseAndExtent(
          document.querySelector('[data-field="title"]').firstChild, 1,
          document.querySelector('[data-field="description"]').firstChild, 9)"""
    )
    visit.press("e")
    expect(page.locator("#problem")).to_have_text(re.compile("lies in two fields"))


def test_hostile_words_stay_words_and_nobody_can_write_in_them(visit: Visit) -> None:
    """Markup is shown as it stands, typing changes nothing, and what must not count is not shown."""
    page = visit.page
    while _title(page) != "<u>Title</u> 🙂":
        before = _title(page)
        visit.press("s")
        expect(page.locator('[data-field="title"]')).not_to_have_text(before)
    assert page.locator('[data-field="description"]').text_content() == HOSTILE
    page.evaluate("window.before = document.querySelector('[data-field=description]').firstChild")
    visit.press("z", "Backspace", "Delete", "Control+x", "Shift+Enter", "q", "Space")
    page.keyboard.insert_text("owned")
    assert page.locator('[data-field="description"]').text_content() == HOSTILE
    assert page.evaluate("document.querySelector('[data-field=description]').firstChild === window.before")
    assert page.title() == "Bidworthy: labels"
    assert page.locator("#work img, #work script, #work b, #work a, #work i, #work u").count() == 0
    assert "Neverland" not in (page.text_content("body") or "")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # Shift+Enter saves as Enter does; without a risk it is refused.
    expect(page.locator("#problem")).to_have_text(re.compile("press 0, 1 or 2"))


def test_the_guideline_is_at_hand(visit: Visit) -> None:
    """By g or ?, readable with the keyboard, and while it is open no key answers anything."""
    page = visit.page
    for key in ("g", "?"):
        visit.press(key)
        expect(page.locator("#guideline")).to_be_visible()
        expect(page.locator("#guideline-text")).to_be_focused()
        visit.press("2", "s", "Enter")
        visit.press("Escape" if key == "g" else "?")
        expect(page.locator("#guideline")).to_be_hidden()
    expect(page.locator("#guideline-text h3")).to_have_count(7)
    visit.answered(0)
    assert page.locator("#risk input:checked").count() == 0


def test_a_page_without_its_token_says_so(visit: Visit) -> None:
    """And shows no posting."""
    page = visit.page
    page.goto("about:blank")
    page.goto(visit.home)
    expect(page.locator("#stuck-why")).to_have_text(re.compile("token is missing or old"))
    assert "Quick job" not in (page.text_content("body") or "")
    visit.complaints = [text for text in visit.complaints if "403" not in text and text != "about:blank"]


def test_places_are_counted_in_code_points(visit: Visit) -> None:
    """Against Python's own counting, for every slice of a text with astral characters, joined ones and a broken half."""
    text = "a🙂 👩‍🚀\n𝔽é"
    units = [len(text[:n].encode("utf-16-le")) // 2 for n in range(len(text) + 1)]
    found = visit.page.evaluate(
        """async ([text, units]) => {
          const { inPoints, inUnits, quoteOf } = await import("/page/offsets.js");
          const slices = units.flatMap((from) => units.filter((to) => to > from).map((to) => quoteOf(text, from, to)));
          const there = units.map((at) => inPoints(text, at));
          return [there, there.map((at) => inUnits(text, at)), slices, quoteOf(text, 2, 3)];
        }""",
        [text, units],
    )
    points, back, slices, inside = found
    assert points == list(range(len(text) + 1))
    assert back == units
    wanted = [text[a:b] for a in range(len(text) + 1) for b in range(a + 1, len(text) + 1)]
    assert [one and one["quote"] for one in slices] == [piece.strip() or None for piece in wanted]
    assert all(one is None or text[one["start"] : one["end"]] == one["quote"] for one in slices)
    assert inside == {"start": 1, "end": 2, "quote": "🙂"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 390])
def test_it_fits_the_window_and_every_answer_can_be_reached(visit: Visit, width: int, scheme: Any) -> None:
    """On a desk and on a phone, in both palettes: nothing runs out at the side."""
    page = visit.page
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    _to_the_danger(visit)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for box in page.locator("#answers label").all():
        box.scroll_into_view_if_needed()
        place = box.bounding_box()
        assert place
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= width
        assert place["height"] >= 32
