"""Folding shows what a reader sees, and keeps every place in the original."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.folding import _folded, fold, fold_posting, needs_folding
from features.posting import read_posting
from features.text.sentences import sentences, spans
from features.text.words import END, plain_word, read_words

READ_AS = [
    ("Find me on Tеlеgram", "find me on telegram"),  # Cyrillic letters
    ("t e l e g r a m", "telegram"),
    ("P-a-y-P-a-l works", "paypal works"),
    ("wh4tsapp or whats*pp", "whatsapp or whatsapp"),
    ("Tele\u200bgram", "telegram"),
    ("Tele<b>gram</b>", "telegram"),
    ("pay&amp;amp;go &#116;oday", "pay&go today"),
    ("casting (at) example (dot) org", "casting@example.org"),
    ("casting at example dot com", "casting@example.com"),
    ("ＴＥＬＥＧＲＡＭ", "telegram"),
    ("𝓽𝓮𝓵𝓮𝓰𝓻𝓪𝓶", "telegram"),
    ("Ⓣelegram", "telegram"),
    ("café", "cafe"),
]
LEFT_ALONE = [
    "The B2B model 3D-prints v2.0 parts.",
    "AT&T, H&M and R&D",
    "Ask at the desk. In the dot plot",
    "5 < 6 and 7 > 4",
]


@pytest.mark.parametrize(("text", "wanted"), READ_AS)
def test_reads_as(text: str, wanted: str) -> None:
    """A disguised word reads as what it means."""
    assert fold(text).text == wanted


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_left_alone(text: str) -> None:
    """Honest text only becomes lower case, and nothing is marked."""
    assert (fold(text).text, fold(text).marks) == (text.lower(), ())


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("on Tеlegram now", "look_alike", "Tеlegram"),
        ("on tele\u200bgram now", "invisible", "tele\u200bgram"),
        ("on t e l e g r a m now", "spaced", "t e l e g r a m"),
        ("on t3legram now", "leet", "t3legram"),
        ("a \u202eb", "direction", "\u202e"),
    ],
)
def test_marks_what_is_hidden(text: str, kind: str, place: str) -> None:
    """Each kind of hiding is told with its place in the original."""
    assert [(mark.kind, text[mark.start : mark.end]) for mark in fold(text).marks] == [(kind, place)]


@pytest.mark.parametrize(
    "text", ["Пишем тексты", "نكتب نصوصا", "👩‍💻 wanted", "naïve Müller", "E-E-A-T and F.A.N.G.", "\ufeffHello"]
)
def test_other_scripts_are_no_disguise(text: str) -> None:
    """A word of another script, an emoji or initials hide nothing."""
    assert fold(text).marks == ()


@given(st.text())
def test_every_character_stands_for_a_slice_of_the_original(text: str) -> None:
    """Places lie inside the text, never go back, and are never empty."""
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))


@given(st.text(alphabet=st.sampled_from("ab14@. -|?!\n\x01;:é'’<>&(")))
def test_the_quick_words_are_those_of_the_sentences(text: str) -> None:
    """Both readings find the same words."""
    low = fold(text).text
    exact = [plain_word(token.text) for s in sentences(low) for token in s.tokens if token.text.isalnum()]
    assert [word for word in read_words([[low]]).listed()[1:] if word != END] == exact


@given(st.text(alphabet=st.sampled_from("ab14@. -|?!\n\r\t\x01\x02;:é'’")))
def test_the_sentences_of_both_readings_are_the_same(text: str) -> None:
    """The words of the n-th sentence are those of the n-th slice, the empty ones too."""
    low = fold(text).text
    quick: list[list[bytes]] = [[]]
    for word in read_words([[low]]).listed()[1:]:
        quick.append([]) if word == END else quick[-1].append(word)
    assert quick == [read_words([[low[start:end]]]).listed()[1:] for start, end in spans(low)]


HIDING = st.lists(
    st.sampled_from(
        [*"abcDE 12.,!?'\"$%()[]-:;\n@&#x", " at ", " dot ", "com", "io", "&Tab;", "(at)", "\u212e", "\u00d7", "<b>"]
    )
).map("".join)


@given(HIDING)
def test_text_that_needs_no_folding_is_only_lowered(text: str) -> None:
    """What the quick look lets pass, the full way changes in nothing but capitals, and signs that stand by themselves."""
    if not needs_folding(text):
        plain = _folded(text).text.replace("e", "\u212e").replace("x", "\u00d7")
        assert plain == text.lower().replace("e", "\u212e").replace("x", "\u00d7")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("john [at] example.com", "john@example.com"),
        ("john(at)example.com", "john@example.com"),
        ("john at example.io", "john@example.io"),
        ("john @ example . COM", "john@example.com"),
        ("tele&ZeroWidthSpace;gram", "telegram"),
        ("t\u212el\u212egram", "telegram"),
        ("1\u00bd hours", "11\u20442 hours"),
    ],
)
def test_what_hides_is_looked_at(text: str, expected: str) -> None:
    """Each of these once passed the quick look, or was misread."""
    assert fold(text).text == expected


@pytest.mark.parametrize(
    "piece",
    [
        "t ",
        "a-",
        "&amp;",
        "<b>",
        "(at)",
        "x@y . ",
        "t3",
        "\u200b",
        "<!--",
        "a\u3164",
        "a\u115f",
        "a\u00ad",
        "<a " + "x" * 499,
    ],
)
def test_hostile_repetition_ends(piece: str) -> None:
    """The longest allowed text of any one piece is folded."""
    assert isinstance(fold((piece * 50_000)[:50_000]).text, str)


TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


@given(TEXT, TEXT)
def test_a_posting_folds_as_its_fields_do(title: str, description: str) -> None:
    """One look at both for what needs folding finds what two looks find."""
    folded = fold_posting(read_posting({"title": "x" + title, "description": description}))
    assert folded == {"title": fold("x" + title), "description": fold(description)}
