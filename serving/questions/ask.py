"""Asking: one question after the other, each until its answer can be used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from features.errors import CallError, InputError
from serving.plain import plain
from serving.questions.fields import FIELDS, check_together, is_list, read_answer, shown_value, usual
from serving.texts import Texts

__all__ = ["ask_all"]

_CLEAR = "-"
_PROMPT = "> "
#: Of a kept value beside the prompt, in characters; the question shows more of it.
_BESIDE = 40
#: Of a value that is shown, in characters.
_LONGEST = 300

#: Tells a line, and shows a prompt and returns the answer to it.
Say = Callable[[str], None]
Listen = Callable[[str], str]


def ask_all(known: Mapping[str, Any], texts: Texts, say: Say, listen: Listen) -> dict[str, Any]:
    """Ask for every field of a profile and return those that have a value.

    Parameters
    ----------
    known : mapping
        Values that an empty answer keeps.
    texts : dict
        From `serving.texts.load_texts`.
    say : callable
        Tells a line.
    listen : callable
        Shows a prompt and returns what is typed; raises ``EOFError`` where nothing more comes.

    Raises
    ------
    CallError
        Where the answers end before the last question.
    """
    values: dict[str, Any] = dict(known)
    place = 0
    while place < len(FIELDS):
        field = FIELDS[place]
        values |= {field: _ask(field, values.get(field), texts, say, listen)}
        place += 1
        try:
            check_together({name: values[name] for name in FIELDS[:place] if values.get(name) is not None})
        except InputError as error:
            # Which of the two is wrong only the person knows.
            say(f"{_sentence('again', texts, problem=error.problem)} {texts['profile']['again_both']}")
            place = _first_named(error.problem, field)
    return {field: value for field, value in values.items() if value is not None and value != []}


def _first_named(problem: str, last: str) -> int:
    """Return the place of the first field that a contradiction names."""
    words = problem.replace(";", " ").split()
    return min(FIELDS.index(name) for name in {last, *(set(FIELDS) & set(words))})


def _ask(field: str, value: Any, texts: Texts, say: Say, listen: Listen) -> Any:
    """Ask for one field until the answer can be used; return its value, None where there is none."""
    words = texts["profile"]
    example = words["example"].format(example=texts["profile_examples"][field])
    kept = f"[{plain(shown_value(value), _BESIDE)}] " if value is not None and value != [] else ""
    say("")
    say(f"{words[field]} {example} {_enter(field, value, texts)}")
    while True:
        answer = _listen(field, kept + _PROMPT, listen).strip()
        if not answer:
            return value
        if answer == _CLEAR:
            return None
        try:
            return read_answer(field, answer)
        except InputError as error:
            say(f"{_sentence('again', texts, problem=f'{error.field}: {error.problem}')} {example}")


def _listen(field: str, prompt: str, listen: Listen) -> str:
    try:
        return listen(prompt)
    except EOFError:
        raise CallError(
            f"the answers ended before the one to {field}; nothing was written, so start again and answer every question "
            "(an empty line is an answer)"
        ) from None


def _enter(field: str, value: Any, texts: Texts) -> str:
    """Say what an empty answer does."""
    words = texts["profile"]
    if value is not None and value != []:
        return words["keeps"].format(value=plain(shown_value(value), _LONGEST))
    if is_list(field):
        return words["none"]
    return words["unknown"] if usual(field) is None else words["usual"].format(value=f"{usual(field):g}")


def _sentence(code: str, texts: Texts, *, problem: str) -> str:
    return texts["profile"][code].format(problem=problem.rstrip("."))
