"""The page's part on what changed against the champion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from training.report.held_out.changes import Changes
from training.report.held_out.figures import Figures
from training.report.held_out.parts import card, folded, long_table
from training.report.held_out.told_texts import texts_of
from training.report.held_out.told_who import whole_told
from training.report.page import paragraph

__all__ = ["changes_told"]


def changes_told(figures: Figures, postings: Sequence[dict[str, Any]] | None) -> str:
    """Return settings, figures and verdicts that differ."""
    of = figures.changes
    if of is None:
        return paragraph("No champion was named: --champion DIR sets a bundle beside this one.")
    parts = ["<h3>Settings</h3>", _table(of.settings, "Every setting is the champion's.")]
    parts += ["<h3>Verdicts</h3>", paragraph(_flips(of, figures.postings)), _verdicts(of)]
    if of.examples:
        parts.append(folded(f"The {len(of.examples)} that moved most", "".join(_examples(of, postings))))
    own = folded(f"{len(of.figures)} figures of their own cross-validation differ", _table(of.figures, "None."))
    parts.append("<h3>Figures</h3>" + whole_told(figures) + own)
    return "".join(parts)


def _flips(of: Changes, postings: int) -> str:
    return f"{of.flips:,} of {postings:,} postings get another verdict ({of.flips / postings:.1%})."


def _table(changed: Mapping[str, tuple[object, object]], none: str) -> str:
    if not changed:
        return paragraph(none)
    rows = [[name, *("–" if value is None else str(value) for value in values)] for name, values in changed.items()]
    return long_table(["", "champion", "bundle"], rows)


def _verdicts(of: Changes) -> str:
    names = sorted({*of.verdicts, *(name for row in of.verdicts.values() for name in row)})
    rows = [[name, *(f"{of.verdicts.get(name, {}).get(other, 0):,}" for other in names)] for name in names]
    return long_table(["champion's, by the bundle's", *map(_words, names)], [[_words(row[0]), *row[1:]] for row in rows])


def _words(verdict: str) -> str:
    return verdict.replace("_", " ")


def _examples(of: Changes, postings: Sequence[dict[str, Any]] | None) -> list[str]:
    found = []
    for flip in of.examples:
        moved = ", ".join(
            f"{name.partition('.')[0].replace('_', ' ')} {_chance(was)} → {_chance(now)}"
            for name, was, now in zip(of.chances, flip.chances_before, flip.chances_now, strict=True)
            if _chance(was) != _chance(now)
        )
        meta = f"row {flip.posting + 1}: {_words(flip.before)} → {_words(flip.now)}; {moved}"
        found.append(card(meta, *texts_of(postings, flip.posting)))
    return found


def _chance(value: float) -> str:
    # Not a number: there is no such chance.
    return "none" if value != value else f"{value:.1%}"
