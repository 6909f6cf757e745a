"""The page in a real Chromium against a real scorer: what a person sees, and that hostile text stays text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.support.browser import chromium
from tests.support.server import ROOT, serving

pytestmark = pytest.mark.browser

SAMPLE = ROOT / "data" / "sample"
WORDS = {"apply": "Apply", "consider": "Consider", "skip": "Skip"}
HOSTILE = {
    "title": "🙂 <script>document.title = 'owned'</script> שלום",
    "description": (
        "👩‍🚀 Data entry 𝔽𝕒𝕤𝕥 <img src=x onerror=\"document.title='owned'\"> مرحبا \u202e reversed \u202c.\n"
        "<svg onload=alert(1)> 🙂 Message me on Telegram before we start. </p></section><b>bold</b> &amp;\n"
        "<a href=\"javascript:document.title='owned'\">Read</a> <iframe srcdoc='<script>parent.document.title=1</script>'>\n"
        "You pay a refundable security deposit of $50. " + "W" * 300
    ),
    "skills": ["<b>Python</b>"],
    "client": {"hire_rate_percent": 40, "jobs_posted": 20, "country": "<i>nowhere</i>"},
    "id": "<u>x</u>",
}
#: For each text block of the answer: its text, and start and end of each mark in code points.
READ_MARKS = """() => [...document.querySelectorAll("#source .posting-text")].map((block) => {
  const before = (mark) => {
    const range = document.createRange();
    range.setStart(block, 0);
    range.setEndBefore(mark);
    return Array.from(range.toString()).length;
  };
  const marks = [...block.querySelectorAll("mark")].map((mark) => [before(mark), Array.from(mark.textContent).length]);
  return { text: block.textContent, marks };
})"""


@dataclass
class Visit:
    """One opened page and what it did on its own."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Write down errors, dialogs and every request to another address."""
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: None if self._own(request.url) else self.foreign.append(request.url))

    def _own(self, url: str) -> bool:
        return url.startswith(self.address)

    def judge(self, text: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Paste a text, press the button, and return the posting that was sent and the answer that came."""
        self.page.fill("#paste", text)
        return self.press("#judge")

    def press(self, button: str, path: str = "v1/score") -> tuple[dict[str, Any], dict[str, Any]]:
        """Press a button that scores, and return what was sent and what came."""
        with self.page.expect_response(self.address + path) as waiting:
            self.page.click(button)
        response: Response = waiting.value
        sent, answer = json.loads(response.request.post_data or ""), response.json()
        expect(self.page.locator("#judge-form")).to_have_attribute("aria-busy", "false")
        return sent, answer


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Return the address of a scorer that runs for these tests."""
    with serving() as (_, address):
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return the machine's own Chromium; nothing is downloaded."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Return the page, opened by a new visitor, and check at the end that it was quiet."""
    with browser.new_context(locale="en-US") as context:
        context.set_default_timeout(10_000)
        visit = Visit(context.new_page(), address)
        visit.watch()
        visit.page.goto(address)
        yield visit
    assert visit.foreign == []
    assert visit.complaints == []


def _covered(marks: list[list[int]]) -> set[int]:
    return {point for start, length in marks for point in range(start, start + length)}


def _check_marks(page: Page, posting: dict[str, Any], answer: dict[str, Any]) -> int:
    """Assert that exactly the quoted code points are marked, and return how many quotes there are."""
    quotes = [reason for reason in answer["reasons"] if reason["quote"] is not None]
    blocks = {block["text"]: block["marks"] for block in page.evaluate(READ_MARKS)}
    for name in {"title", "description"} & posting.keys():
        text = posting[name]
        wanted = [reason for reason in quotes if reason["field"] == name]
        assert all(text[reason["start"] : reason["end"]] == reason["quote"] for reason in wanted)
        assert _covered(blocks[text]) == {n for reason in wanted for n in range(reason["start"], reason["end"])}
    return len(quotes)


def test_a_pasted_page_gets_its_verdict(visit: Visit) -> None:
    """The copied text is read, scored and told: verdict, risks, money, reasons, versions."""
    posting, answer = visit.judge((SAMPLE / "page.txt").read_text(encoding="utf-8"))
    page = visit.page
    expect(page.locator("#verdict-word")).to_have_text(WORDS[answer["verdict"]])
    expect(page.locator("#summary")).not_to_be_empty()
    expect(page.locator("#reasons li")).to_have_count(len(answer["reasons"]))
    expect(page.locator("#risks .risk")).to_have_count(3)
    expect(page.locator("#versions")).to_contain_text(answer["versions"]["bundle"])
    expect(page.locator("#problem")).to_be_empty()
    assert page.input_value("#field-connects") == "14 Connects"
    _check_marks(page, posting, answer)


def test_the_quotes_are_marked_where_they_are(visit: Visit, sample: list[dict[str, Any]]) -> None:
    """In every sample posting that has some: the marked words are the answer's quotes."""
    found = 0
    for raw in [one for one in sample if "elegram" in json.dumps(one) or "deposit" in json.dumps(one)][:4]:
        posting, answer = visit.judge(json.dumps(raw))
        assert posting["description"] == raw["description"]
        found += _check_marks(visit.page, posting, answer)
    assert found > 2


@pytest.mark.parametrize(
    "pasted", [json.dumps(HOSTILE), f"{HOSTILE['title']}\n\n{HOSTILE['description']}"], ids=["json", "text"]
)
def test_hostile_text_stays_text(visit: Visit, pasted: str) -> None:
    """Tags make no element, no script runs, and marks count code points, not UTF-16 units."""
    posting, answer = visit.judge(pasted)
    page = visit.page
    assert _check_marks(page, posting, answer) > 0
    assert any("Telegram" in (reason["quote"] or "") for reason in answer["reasons"])
    for made in ("img", "script", "b", "i", "u", "iframe", "[href]", "[onerror]", "[onload]"):
        expect(page.locator(f"#answer {made}, #verdict {made}")).to_have_count(0)
    for shown in ("<img src=x onerror=", "<svg onload=", '<a href="javascript:', "<iframe srcdoc="):
        expect(page.locator("#source")).to_contain_text(shown)
    expect(page).to_have_title("Bidworthy: is this posting worth its Connects?")


def test_a_quote_can_be_found_from_its_reason(visit: Visit) -> None:
    """The button beside a reason brings its words into view."""
    _, answer = visit.judge(json.dumps(HOSTILE))
    page = visit.page
    page.locator("#reasons").get_by_role("button", name="show in the text").first.click()
    marked = page.locator("#source .source-text mark:focus")
    expect(marked).to_have_count(1)
    assert any(marked.inner_text() in (reason["quote"] or "") for reason in answer["reasons"])


def test_correcting_a_field_scores_again(visit: Visit) -> None:
    """What a person corrects is sent, the old answer is marked as old, and the new one replaces it."""
    _, before = visit.judge((SAMPLE / "page.txt").read_text(encoding="utf-8"))
    page = visit.page
    shown = page.locator("#risk-ghost .figure").inner_text()
    page.click("#read summary")
    page.fill("#field-client-hire-rate-percent", "3")
    page.fill("#field-pay-min", "20")
    expect(page.locator("#stale")).to_be_visible()
    posting, after = visit.press("#judge-again")
    assert posting["client"]["hire_rate_percent"] == "3"
    assert posting["pay"]["min"] == "20"
    assert after["ghost"]["probability"] > before["ghost"]["probability"]
    expect(page.locator("#risk-ghost .figure")).not_to_have_text(shown)
    expect(page.locator("#stale")).to_be_hidden()


def test_what_was_not_touched_is_sent_as_it_came(visit: Visit, sample: list[dict[str, Any]]) -> None:
    """The form shows a posting without changing it."""
    posting, _ = visit.judge(json.dumps(sample[0]))
    assert posting == sample[0]


def test_the_profile_is_used_and_kept(visit: Visit) -> None:
    """One's own rate goes with the posting, and is there after loading the page again."""
    page = visit.page
    page.click("#you summary")
    page.fill("#you-hourly-rate-usd", "$45")
    page.fill("#paste", (SAMPLE / "page.txt").read_text(encoding="utf-8"))
    sent, _ = visit.press("#judge", "v1/score/page")
    assert sent["profile"] == {"hourly_rate_usd": 45}
    page.reload()
    assert page.input_value("#you-hourly-rate-usd") == "$45"


def test_a_number_that_is_none_is_told_at_its_field(visit: Visit) -> None:
    """Before anything is sent, with the next step, and with the field open and ready."""
    page = visit.page
    page.click("#you summary")
    page.fill("#you-hourly-rate-usd", "much")
    page.fill("#paste", "Fix a shop")
    page.click("#judge")
    expect(page.locator("#problem")).to_contain_text("much")
    expect(page.locator("#you-hourly-rate-usd")).to_be_focused()
    expect(page.locator("#answer")).to_be_empty()


def test_an_empty_box_is_told(visit: Visit) -> None:
    """Nothing pasted is no error of the scorer."""
    visit.page.click("#judge")
    expect(visit.page.locator("#problem")).to_contain_text("nothing to judge yet")
    expect(visit.page.locator("#paste")).to_be_focused()


def test_what_the_scorer_refuses_is_told(visit: Visit) -> None:
    """Its own words, with the field and the value; correcting the field heals it."""
    page = visit.page
    visit.judge(json.dumps({"title": "Fix a shop", "description": "", "connects": "<b>many</b>"}))
    expect(page.locator("#problem")).to_contain_text("connects: '<b>many</b>'")
    expect(page.locator("#problem b")).to_have_count(0)
    expect(page.locator("#answer")).to_be_empty()
    page.click("#read summary")
    page.fill("#field-connects", "6")
    visit.press("#judge-again")
    expect(page.locator("#problem")).to_be_empty()
    expect(page.locator("#verdict-word")).to_be_visible()
    # The browser itself notes the refusal; nothing else may be noted.
    (note,) = visit.complaints
    assert note.startswith("Failed to load resource: the server responded with a status of 422")
    visit.complaints.clear()


def test_the_example_is_judged_and_cleared(visit: Visit) -> None:
    """A first visitor sees an answer in two presses, and an empty page in one more."""
    page = visit.page
    page.click("#example")
    _, answer = visit.press("#judge")
    assert answer["level"] == "page"
    page.click("#clear")
    expect(page.locator("#answer")).to_be_empty()
    expect(page.locator("#verdict-word")).to_have_count(0)
    assert (page.input_value("#paste"), page.input_value("#field-title")) == ("", "")


@pytest.mark.parametrize("source", ["page.txt", "hostile"])
def test_a_phone_shows_it_without_sideways_scrolling(visit: Visit, source: str) -> None:
    """At 360 pixels, everything opened, with a word of 300 letters too; the verdict comes into view."""
    page = visit.page
    page.set_viewport_size({"width": 360, "height": 740})
    visit.judge(json.dumps(HOSTILE) if source == "hostile" else (SAMPLE / source).read_text(encoding="utf-8"))
    expect(page.locator("#verdict-word")).to_be_in_viewport()
    page.click("#read summary")
    page.click("#you summary")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_it_works_by_keyboard_alone(visit: Visit) -> None:
    """Tab reaches the button, Enter judges, and every input has a name."""
    page = visit.page
    page.focus("#paste")
    page.keyboard.insert_text((SAMPLE / "page.txt").read_text(encoding="utf-8"))
    page.keyboard.press("Tab")
    expect(page.locator("#judge")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#verdict-word")).to_be_visible()
    unnamed = "[...document.querySelectorAll('input, select, textarea')].filter((one) => !one.labels.length).length"
    assert page.evaluate(unnamed) == 0
