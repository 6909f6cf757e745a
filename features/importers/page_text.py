"""What a person copies from a job page becomes the contract: select all, copy, paste.

The flow: lines → sections by their headings → labelled lines out (`features.importers.page_labels`) → the line above
"Posted … ago", or else the first that stays, is the title, and what stands below it the description. Values stay the
page's own texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from features.errors import InputError
from features.importers.page_labels import CAPTION, LABELS, LONGEST, OWN_WORDS, RESUMES, SECTIONS, Label
from features.importers.placing import place

__all__ = ["read_page_text"]

_LIMIT = 500_000
_TITLE_LIMIT = 200
_SKILL_LIMIT, _MOST_SKILLS = 60, 100
_MOST_QUESTIONS = 50
_NUMBERING = re.compile(r"[0-9]{1,2}[.)] ?")
#: A job page's address, alone on its line; its id tells the posting's true age.
_ADDRESS = re.compile(r"https?://\S{1,200}~0[12][0-9a-f]{16,19}\S{0,100}")
_AMOUNT = re.compile(r"[$£€] ?[0-9][0-9.,]{0,14}")


@dataclass(slots=True)
class _Page:
    """The lines of a page, in reading order; ``taken`` are those that filled a field or say nothing."""

    lines: list[str]
    sections: list[str] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    found: dict[str, Any] = field(default_factory=dict)
    posted: int | None = None


def read_page_text(text: str) -> dict[str, Any]:
    r"""Return the text of a job page in the shape of the contract.

    Parameters
    ----------
    text : str
        What was copied. Labels and values may stand on one line or on two, in either order. Text without any label is
        a title (its first line, up to 200 characters) and a description.

    Raises
    ------
    InputError
        For more than 500,000 characters.

    Examples
    --------
    >>> page = "Clean a sheet\nPosted 2 hours ago\nTwelve columns, please.\nProposals:\n20 to 50\n179 jobs posted"
    >>> read_page_text(page)["activity"], read_page_text(page)["description"]
    ({'proposals': '20 to 50'}, 'Twelve columns, please.')
    """
    if len(text) > _LIMIT:
        raise InputError("", f"has {len(text):,} characters and at most {_LIMIT:,} are read; copy one job page only")
    page = _Page([line.rstrip() for line in _joined_ranges(text.splitlines())])
    _find_sections(page)
    _take_own_words(page)
    _take_labels(page)
    _take_lists(page)
    _take_address(page)
    return _told(page)


def _joined_ranges(lines: list[str]) -> list[str]:
    """Return the lines with an amount, a dash and an amount on three lines put on one."""
    joined: list[str] = []
    for line in lines:
        joined.append(line)
        last = [part.strip() for part in joined[-3:]]
        if len(last) == 3 and last[1] in ("-", "–") and _AMOUNT.fullmatch(last[0]) and _AMOUNT.fullmatch(last[2]):
            joined[-3:] = [f"{last[0]} - {last[2]}"]
    return joined


def _find_sections(page: _Page) -> None:
    section = "main"
    for index, line in enumerate(page.lines):
        heading = _heading(line.strip())
        if heading:
            section = heading
            page.taken.add(index)
        elif section == "history" and len(line) <= LONGEST and RESUMES.fullmatch(line.strip()):
            section = "main"
        page.sections.append(section)


def _heading(line: str) -> str | None:
    if not line or len(line) > LONGEST:
        return None
    return next((name for name, pattern in SECTIONS if pattern.fullmatch(line.removesuffix(":"))), None)


def _short(page: _Page) -> list[tuple[int, str]]:
    """Return the lines that may hold a label: short, not taken, and not of another job."""
    return [
        (index, plain)
        for index, line in enumerate(page.lines)
        if index not in page.taken
        and page.sections[index] != "history"
        and (plain := " ".join(line.split()))
        and len(plain) <= LONGEST
    ]


def _take_own_words(page: _Page) -> None:
    for index, line in _short(page):
        for words in OWN_WORDS:
            match = words.line.fullmatch(line)
            if match:
                page.taken.add(index)
                for name, value in zip(words.fields, match.groups(), strict=True):
                    place(page.found, name, value)
                if words.fields == ("posted_at",) and page.posted is None:
                    page.posted = index
                break


def _take_labels(page: _Page) -> None:
    lines = _unlabelled(page)
    alone = [(place_, label) for place_, (_, line) in enumerate(lines) if (label := _label(line))]
    step = _step(lines, alone)
    for at, label in alone:
        if 0 <= at + step < len(lines):
            index, value = lines[at + step]
            if index not in page.taken and label.value.fullmatch(value):
                place(page.found, label.field, value)
                page.taken.update((index, lines[at][0]))
    page.taken.update(index for index, line in _short(page) if CAPTION.fullmatch(line.removesuffix(":")))


def _unlabelled(page: _Page) -> list[tuple[int, str]]:
    """Take the labels whose value stands on their own line, and return the lines that remain."""
    remaining = []
    for index, line in _short(page):
        name, colon, value = line.partition(":")
        label = _label(name) if colon and value else None
        if label and label.value.fullmatch(value.strip()):
            place(page.found, label.field, value.strip())
            page.taken.add(index)
        else:
            remaining.append((index, line))
    return remaining


def _label(line: str) -> Label | None:
    name = line.removesuffix(":").strip()
    return next((label for label in LABELS if label.name.fullmatch(name)), None)


def _step(lines: list[tuple[int, str]], alone: list[tuple[int, Label]]) -> int:
    """Return where values stand: 1 after their labels, -1 before, whichever fits more of them."""
    fits = {
        step: sum(0 <= at + step < len(lines) and bool(label.value.fullmatch(lines[at + step][1])) for at, label in alone)
        for step in (1, -1)
    }
    return -1 if fits[-1] > fits[1] else 1


def _take_lists(page: _Page) -> None:
    skills: list[str] = []
    questions: list[str] = []
    open_skills = True
    for index, line in enumerate(page.lines):
        plain, section = line.strip(), page.sections[index]
        if not plain or index in page.taken:
            continue
        if section == "skills":
            open_skills = open_skills and len(plain) <= _SKILL_LIMIT and len(skills) < _MOST_SKILLS
            if open_skills:
                skills.append(plain)
                page.taken.add(index)
        elif section == "questions" and len(questions) < _MOST_QUESTIONS:
            questions.append(_NUMBERING.sub("", plain, count=1))
            page.taken.add(index)
    place(page.found, "skills", skills or None)
    place(page.found, "questions", questions or None)


def _take_address(page: _Page) -> None:
    for index, line in enumerate(page.lines):
        if len(line) <= LONGEST and _ADDRESS.fullmatch(line.strip()):
            page.found["url"] = line.strip()
            page.taken.add(index)
            return


def _told(page: _Page) -> dict[str, Any]:
    dropped = _panels(page) | {"history"}
    kept = [index for index in range(len(page.lines)) if index not in page.taken and page.sections[index] not in dropped]
    title = _title(page, kept)
    lines = [page.lines[index] for index in kept if title is None or index > title]
    name = "" if title is None else page.lines[title].strip()
    return {"title": name, "description": "\n".join(lines).strip(), **_with_pay(page.found)}


def _title(page: _Page, kept: list[int]) -> int | None:
    """Return the line of the title: the last one before "Posted … ago", under the site's menus; or else the first."""
    said = [index for index in kept if page.lines[index].strip()]
    above = [index for index in said if page.posted is not None and index < page.posted]
    title = next(iter(above[-1:] or said[:1]), None)
    return title if title is not None and len(page.lines[title].strip()) <= _TITLE_LIMIT else None


def _panels(page: _Page) -> set[str]:
    """Return the panels that are the page's: without one filled field, such a heading is the posting's own text."""
    return {name for name in ("client", "activity") if name in page.found}


def _with_pay(found: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with the pay's pieces as one line for its reader."""
    pay = found.pop("pay", None)
    if pay:
        found["pay"] = pay.get("line") or " ".join(pay[name] for name in ("type", "amount") if name in pay)
    return found
