"""Why a posting is not in the chosen set, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from serving.rank.entry import Entry
from serving.texts import Texts, usd

__all__ = ["KINDS", "why_left_out"]

#: Kinds of being left out, in the order in which they are told: what came near first.
KINDS = ("less", "over_budget", "not_above_zero", "no_evidence", "same", "skip")


def why_left_out(entry: Entry, chosen: Sequence[Entry], same_as: int | None, budget: int, texts: Texts) -> tuple[str, str]:
    """Return the kind of a posting's being left out, one of `KINDS`, and the sentence.

    Parameters
    ----------
    entry : Entry
        Not one of the chosen.
    chosen : sequence of Entry
    same_as : int or None
        The row that stands for it, where it is there twice.
    budget : int
        In Connects.
    texts : dict
        From `serving.texts.load_texts`.
    """
    words = texts["rank"]
    if same_as is not None:
        return "same", words["same"].format(row=same_as)
    if entry.verdict == "skip":
        return "skip", _skip(entry, texts)
    if entry.verdict == "not_enough_evidence" or entry.value_usd is None:
        fields = ", ".join(entry.missing)
        return "no_evidence", words["no_evidence"].format(fields=fields) if fields else words["no_evidence_at_all"]
    if entry.value_usd <= 0:
        text = words["not_above_zero_assumed" if entry.assumed else "not_above_zero"]
        return "not_above_zero", text.format(value=usd(entry.value_usd), connects=entry.connects)
    if entry.connects > budget:
        text = words["over_budget_assumed" if entry.assumed else "over_budget"]
        return "over_budget", text.format(connects=entry.connects, budget=f"{budget:,}")
    return "less", _less(entry, [other for other in chosen if other.connects], words)


def _skip(entry: Entry, texts: Texts) -> str:
    return entry.against or texts["rank"]["skip"]


def _less(entry: Entry, paid: Sequence[Entry], words: dict[str, str]) -> str:
    """Compare by the Connect, which is why most are left out; the others are better by that, and yet do not fit."""
    # Were none paid for, this one would fit and be chosen.
    least = min(paid, key=lambda other: other.usd_per_connect)
    rate = usd(entry.usd_per_connect)
    if entry.usd_per_connect < least.usd_per_connect:
        return words["less"].format(rate=rate, least=usd(least.usd_per_connect), row=least.row)
    return words["crowds_out"].format(rate=rate, connects=entry.connects)
