"""The rules find dangerous requests in their places, leave honest neighbours alone, and read all text the same way."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.errors import RuleError
from features.folding import FoldedPostings
from features.posting import Posting, read_posting
from features.rules import Finder, Rule, finder, load_rules, ruleset
from features.rules.files import FOLDER
from features.rules.lint import problems
from features.rules.notation import NotationError, expand_words, matcher_pattern, required_items
from features.rules.prefilter import Prefilter, words_of
from features.text.lexicon import Lexicon
from features.text.sentences import MOST_WORDS, STEP
from features.text.words import read_words

EXAMPLES = [(rule, text) for rule in ruleset().rules for text in rule.fires]
NEIGHBOURS = [(rule, text) for rule in ruleset().rules for text in rule.quiet]
#: Words that patterns use, for texts that come near to matching.
WORDS = sorted({word for rule in ruleset().rules for p in rule.patterns for words in required_items(p) for word in words})
PIECES = st.one_of(
    st.sampled_from(WORDS), st.sampled_from(["$", "50", "@", ". ", "\n", "don't", "never", '"', "é", "t e l e g r a m"])
)


def _loud(rule: Rule, text: str) -> bool:
    return any(hit.rule.id == rule.id and hit.excuse is None for hit in finder().find("description", text))


@pytest.mark.parametrize(("rule", "text"), EXAMPLES, ids=lambda value: value.id if isinstance(value, Rule) else None)
def test_a_dangerous_request_is_found(rule: Rule, text: str) -> None:
    """The rule fires on its example."""
    assert _loud(rule, text)


@pytest.mark.parametrize(("rule", "text"), NEIGHBOURS, ids=lambda value: value.id if isinstance(value, Rule) else None)
def test_an_honest_neighbour_is_left_alone(rule: Rule, text: str) -> None:
    """The rule stays quiet, or is excused."""
    assert not _loud(rule, text)


@pytest.mark.parametrize(
    "text",
    [
        "Build a Telegram bot that posts football scores to our channel.",
        "We need a WhatsApp Business API integration for our support desk.",
        "Crypto wallet development in Flutter: send and receive screens, seed phrase backup.",
        "Write an article about phishing: how people are tricked into sending their passport.",
        "We will never ask you to message us on Telegram or to pay a fee.",
        "Integrate PayPal and Stripe checkout into our shop.",
        "Do not contact me on WhatsApp; use the marketplace's messages.",
        "Review our onboarding: is the identity check clear to users?",
    ],
)
def test_look_alikes_are_left_alone(text: str) -> None:
    """No rule at all fires on honest work with risky words."""
    assert [hit.rule.id for hit in finder().find("description", text) if hit.excuse is None] == []


def test_the_linter_is_content() -> None:
    """Form and examples of every rule are right."""
    assert list(problems(finder())) == []


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=30).map(" ".join))
def test_the_quick_way_equals_spacy_on_everything(text: str) -> None:
    """What the prefilter leaves out, spaCy would not have found."""
    assert finder().find("description", text) == finder().find_slowly("description", text)


@settings(deadline=None)
@given(st.text())
def test_places_lie_inside_any_text(text: str) -> None:
    """A hit cuts a piece out of the text itself."""
    assert all(0 <= hit.start < hit.end <= len(text) for hit in finder().find("description", text))


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["send ", "pay me on ", "a@", "message me ", "t e l e g r a m ", "1", "free ", "passport your "]
)
def test_hostile_repetition_ends(piece: str) -> None:
    """The longest allowed text of any one piece is judged; a sentence's work has a bound."""
    assert isinstance(finder().find("description", (piece * 50_000)[:50_000]), list)


@pytest.mark.slow
def test_the_quick_way_equals_spacy_on_long_texts() -> None:
    """The same, on texts longer than a window."""
    draw = random.Random(7)  # noqa: S311 - no secret
    for _ in range(20):
        text = " ".join(draw.choices(WORDS, k=150))
        assert finder().find("description", text) == finder().find_slowly("description", text)


def test_an_enterprise_client_may_be_met_outside() -> None:
    """The marketplace allows it, so the rule is excused."""
    raw = {"title": "Designer", "description": "Please message me on Telegram.", "client": {"enterprise": True}}
    posting = read_posting(raw)
    assert {hit.excuse for hit in finder().find_in(posting)} == {"enterprise"}


def test_a_quotation_is_no_request() -> None:
    """Words in quotation marks are somebody else's."""
    hits = finder().find("description", 'Translate the warning: mails such as "message me on Telegram to apply" are a scam.')
    assert hits
    assert all(hit.excuse for hit in hits)


def test_a_rule_stands_once_at_its_first_unexcused_place() -> None:
    """The excused place before it does not hide it."""
    text = "We never ask you to message us on WhatsApp. Message me on Telegram. Message me on Signal."
    (hit,) = [hit for hit in finder().find("description", text) if hit.rule.id == "contact_on_app"]
    assert (hit.excuse, text[hit.start : hit.end]) == (None, "Message me on Telegram")


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("", "no items"),
        ("..2 send", "begins or ends"),
        ("send id?", "begins or ends"),
        ("/x+/ @", "no item of plain words"),
        ("send ..99 id", "is no gap"),
        ("Send id", "is no word"),
        ("<nothing> id", "names no list"),
        ("send /(/ id", "no regular expression"),
        ("send !# id", "excludes an expression"),
    ],
)
def test_a_pattern_that_cannot_be_read_is_told(pattern: str, said: str) -> None:
    """The message says which item and why."""
    with pytest.raises(NotationError, match=said):
        matcher_pattern(pattern, {})


def test_a_list_of_words_that_cannot_be_read_is_told() -> None:
    """Capitals and signs are no words."""
    with pytest.raises(NotationError, match="is no word"):
        expand_words("pay Send")


_RULE = """[[rule]]
id = "one"
type = "other"
text = "A sentence."
weight = 2.0
source = "Own"
patterns = ["send ..2 id"]
excuses = []
fires = ["send me id"]
quiet = ["nothing"]
"""


def _folder(path: Path, rule: str) -> Path:
    for name in ("words.toml", "excuses.toml", "version.toml"):
        (path / name).write_text((FOLDER / name).read_text(encoding="utf-8"), encoding="utf-8")
    (path / "other.toml").write_text(rule, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[[rule]]", "[[rule", "cannot be read as TOML"),
        ('id = "one"\n', "", r"\(no id\): id missing"),
        ('source = "Own"\n', 'source = "Own"\nsauce = 1\n', "sauce unknown"),
        ('type = "other"', 'type = "bad"', "type 'bad' is none of"),
        ("excuses = []", 'excuses = ["moon"]', "no excuse is named moon"),
        ("send ..2 id", "Send", "'Send' is no word"),
    ],
)
def test_a_broken_rule_file_is_told_by_file_and_rule(tmp_path: Path, old: str, new: str, said: str) -> None:
    """One clear sentence that names the place."""
    with pytest.raises(RuleError, match=said):
        load_rules(_folder(tmp_path, _RULE.replace(old, new)))


def test_a_folder_without_its_lists_is_told(tmp_path: Path) -> None:
    """The three files that every folder needs are named."""
    with pytest.raises(RuleError, match=r"words.toml is missing"):
        load_rules(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "one"', 'id = "One!"', "rename it"),
        ("weight = 2.0", "weight = 9.0", "natural log odds"),
        ("A sentence.", "A sentence", "full stop"),
        ('"Own"', '""', "no source"),
        ('["send ..2 id"]', "[]", "never fire"),
        ('["nothing"]', "[]", "at least one example"),
        ('["send me id"]', '["hello"]', "must fire on 'hello'"),
        ('["nothing"]', '["send the id"]', "must stay quiet"),
        ('["send ..2 id"]', '["send ..2 id", "send ..2 id"]', "stands twice"),
    ],
)
def test_the_linter_tells_what_is_wrong(tmp_path: Path, old: str, new: str, said: str) -> None:
    """Each fault is one sentence."""
    found = list(problems(Finder(load_rules(_folder(tmp_path, _RULE.replace(old, new))))))
    assert any(said in line for line in found), found


def test_spacy_is_not_loaded_by_a_harmless_text() -> None:
    """A text without a candidate costs no import; `warm` loads it on purpose."""
    script = (
        "import sys; from features.rules import finder; f = finder(); f.find('description', 'Nice red bricks.'); "
        "a = 'spacy' in sys.modules; f.warm(); print(a, 'spacy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


TEXT = st.lists(PIECES, max_size=30).map(" ".join)
POSTINGS = st.builds(
    lambda title, text, questions: read_posting({"title": f"Work {title}", "description": text, "questions": questions}),
    TEXT,
    TEXT,
    st.lists(TEXT, max_size=3),
)
BIG = Lexicon([*words_of(finder().chains), "other", "other words"])


@given(st.lists(POSTINGS, max_size=3))
@settings(deadline=None)
def test_a_page_in_a_larger_lexicon_has_the_same_hits(postings: list[Posting]) -> None:
    """Candidates looked for in all postings at once, beside the words of the models, give what each has by itself."""
    look = Prefilter(finder().chains, BIG)
    folded = FoldedPostings.of(postings)
    reading = BIG.read(read_words(folded.texts()))
    found = finder().confirm(folded, reading, look.candidates(reading))
    assert found == finder().find_all(postings) == [finder().find_in(posting) for posting in postings]


def test_questions_are_read() -> None:
    """A request in a screening question is found and quoted there."""
    raw = {"title": "Typist", "description": "", "questions": ["Can you type?", "What is your social security number?"]}
    posting = read_posting(raw)
    hit = next(hit for hit in finder().find_in(posting) if hit.rule.type == "identity_harvest")
    assert hit.field == "questions.1"
    assert "social security number" in posting.text_of(hit.field)[hit.start : hit.end]


def test_questions_are_numbered_as_they_were_given() -> None:
    """Empty ones keep their places, and spaces count."""
    posting = read_posting(
        {"title": "Typist", "description": "", "questions": ["", " ", "\n  Message me on Telegram first?"]}
    )
    hit = next(hit for hit in finder().find_in(posting) if hit.rule.id == "contact_on_app")
    assert hit.field == "questions.2"
    assert posting.text_of("questions.2")[hit.start : hit.end] == "Message me on Telegram"


def test_a_sentence_said_again_changes_nothing() -> None:
    """Neither a request said twice nor one that is quoted first."""
    request = "Please message me on Telegram."
    assert finder().find("description", f"{request} {request}") == finder().find("description", request)
    twice = f'They wrote "{request} " and that is a scam. {request}'
    assert finder().find("description", twice) == finder().find_slowly("description", twice)
    assert finder().find("description", twice)[0].excuse is None


def test_windows_share_more_than_any_match_may_be_long() -> None:
    """Otherwise a match at the seam of two windows would lie in neither."""
    rules = ruleset()
    patterns = [p for rule in rules.rules for p in rule.patterns] + [p for e in rules.excuses for p in e.patterns]
    assert max(pattern.longest for pattern in patterns) <= MOST_WORDS - STEP


def test_a_request_deep_in_an_endless_sentence_is_found() -> None:
    """Wherever it stands in a sentence of 200 words."""
    request = "please make one full logo for free as a sample of your work before we decide"
    for before in range(150):
        text = " ".join([*["word"] * before, request, *["word"] * 50])
        assert any(hit.rule.id == "free_sample" for hit in finder().find("description", text)), before
