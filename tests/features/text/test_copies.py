"""A signature tells near-copies from other texts, everywhere alike."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.folding import fold_posting
from features.posting import read_posting
from features.text.copies import BANDS, FORMAT, LEAST_WORDS, NEAR, SIZE, Signature, bands, likeness, signature
from tests.support.texts import ANOTHER_JOB, BOILERPLATE, CHANGED, ORIGINAL, SHORT

_PRINT = (
    "from tests.features.text.test_copies import signed; from tests.support.texts import ORIGINAL; "
    "print(signed(ORIGINAL).values.hex())"
)
WORDS = st.lists(
    st.sampled_from(["river", "lantern", "Copper", "weaving", "orchard", "Sailing", "gravel", "thunder", "plum", "meadow"]),
    min_size=LEAST_WORDS,
    max_size=60,
)
#: What may stand around a word and change nothing of what it says.
BETWEEN = st.sampled_from([" ", ", ", " - ", "! ", "\n", " 45 ", " ($1,200) ", " “", "” ", " • ", "; ", "\u200b "])


def signed(description: str, title: str = "") -> Signature:
    """Return the signature of a text that is long enough."""
    made = signature(fold_posting(read_posting({"title": title, "description": description})))
    assert made is not None
    return made


def _like(one: str, other: str) -> float:
    return float(likeness(signed(one).values, [signed(other).values])[0])


@pytest.mark.parametrize("changed", CHANGED.values(), ids=list(CHANGED))
def test_a_changed_copy_is_near(changed: str) -> None:
    """It reaches the threshold and shares a band, by which it is found."""
    assert _like(ORIGINAL, changed) >= NEAR
    assert set(bands(signed(ORIGINAL).values)) & set(bands(signed(changed).values))


@pytest.mark.parametrize("what", ["the amount", "the case", "look-alike letters", "invisible characters", "markup"])
def test_what_is_no_word_changes_nothing(what: str) -> None:
    """Amounts, capitals and disguises leave every value as it is."""
    assert signed(CHANGED[what]) == signed(ORIGINAL)


def test_two_jobs_with_one_boilerplate_are_not_near() -> None:
    """A paragraph that a company puts under everything does not make one text of two."""
    one, other = f"{ORIGINAL}\n\n{BOILERPLATE}", f"{ANOTHER_JOB}\n\n{BOILERPLATE}"
    assert 0.2 < _like(one, other) < NEAR


def test_two_jobs_are_not_alike() -> None:
    """They have next to nothing in common."""
    assert _like(ORIGINAL, ANOTHER_JOB) < 0.1


def test_the_same_words_in_another_order_are_another_text() -> None:
    """What counts is which word follows which."""
    assert _like(ORIGINAL, " ".join(reversed(ORIGINAL.split()))) < NEAR


def test_the_title_counts() -> None:
    """It is part of the text, wherever the page puts it."""
    assert signed(ORIGINAL, title="Order form") != signed(ORIGINAL)


@pytest.mark.parametrize("text", [SHORT, "1 2 3 " * 40, "?!", " ".join(["word"] * (LEAST_WORDS - 1))])
def test_too_few_words_tell_nothing(text: str) -> None:
    """Short texts are alike by chance; figures and signs are no words."""
    assert signature(fold_posting(read_posting({"title": "", "description": text}))) is None


def test_the_fewest_words_that_tell() -> None:
    """One more, and there is a signature of known size."""
    made = signed(" ".join(["word"] * LEAST_WORDS))
    assert (made.words, len(made.values), len(bands(made.values))) == (LEAST_WORDS, SIZE, BANDS)


@pytest.mark.parametrize(
    "text",
    ["パン屋の注文フォームを作り直してくれる人を探しています。", "Нужен разработчик, который переделает форму заказа " * 4],
)
def test_any_script_is_read(text: str) -> None:
    """Where no spaces stand between words, each character counts as one."""
    assert _like(text, text + "!!") == 1.0


@given(words=WORDS, signs=st.lists(BETWEEN, min_size=60, max_size=60), upper=st.booleans())
def test_signs_figures_and_case_never_matter(words: list[str], signs: list[str], upper: bool) -> None:
    """Whatever stands between the words, the signature is that of the words."""
    noisy = "".join(word + sign for word, sign in zip(words, signs, strict=False))
    assert signed(noisy.upper() if upper else noisy) == signed(" ".join(words))


@given(words=WORDS, where=st.data())
def test_disguised_letters_never_matter(words: list[str], where: st.DataObject) -> None:
    """Look-alike letters and characters that cannot be seen, anywhere."""
    number = where.draw(st.integers(0, len(words) - 1))
    hidden = [*words]
    hidden[number] = hidden[number].replace("e", "\u0435").replace("r", "r\u200d")
    assert signed(" ".join(hidden)) == signed(" ".join(words))


@given(text=st.text(max_size=400))
def test_any_text_has_one_signature_or_none(text: str) -> None:
    """The same text, the same bytes; bands are whole numbers that every database holds."""
    folded = fold_posting(read_posting({"title": "x", "description": text.replace("\0", "")}))
    first, second = signature(folded), signature(folded)
    assert first == second
    assert first is None or all(0 <= number < 2**52 for number in bands(first.values))


def test_another_process_makes_the_same_signature() -> None:
    """Nothing depends on the seed of Python's hashes or on what ran before."""
    found = [
        subprocess.run(
            [sys.executable, "-c", _PRINT],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert {line.strip() for line in found} == {signed(ORIGINAL).values.hex()}


def test_signatures_of_this_format_are_these() -> None:
    """If this fails, kept signatures have become worthless: give `FORMAT` another number."""
    assert (FORMAT, sha256(signed(ORIGINAL).values).hexdigest()[:16]) == ("1.2", "e9a8fa85781f3ce1")
