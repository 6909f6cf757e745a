"""Risk labels from feedback."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from training.ledger.records import Seen

__all__ = ["RISK", "labels_of"]

#: Feedback that says whether a posting is a danger, and the risk that it stands for.
RISK = {"dangerous": 2, "worth_it": 0}


def labels_of(postings: Iterable[Seen]) -> list[dict[str, Any]]:
    """Return a label for each posting of which feedback says whether it is a danger, in the form of ``labels.jsonl``.

    - ``dangerous`` ("Dangerous or against the rules") becomes risk 2, a clear danger or breach of the rules. Of which type
      was not told, so ``types`` is empty, and so is ``evidence``.
    - ``worth_it`` ("Worth it") becomes risk 0: who would bid on it read it and found no danger.
    - All other words say nothing of danger, neither for nor against: ``just_not_interested``, ``vague_description``,
      ``unrealistic_expectations``, ``too_many_applicants``, ``posted_too_long_ago``, ``poor_client_reviews``,
      ``not_my_skills``, ``overqualified``, ``not_my_location``; nor does ``wrong_score``, which does not say what is wrong,
      nor ``budget_too_low``, which is held against one person's own rates: ``pay`` stays ``unknown``.
    - Outcomes say nothing of danger either: a scam may well "hire".

    Where both were told, the last word counts. A posting that was never seen has no text to learn from and gives none.
    """
    told = (
        (seen, [event.what for event in seen.events if event.kind == "feedback" and event.what in RISK]) for seen in postings
    )
    return [_label(seen.name, RISK[words[-1]]) for seen, words in told if words and seen.looks]


def _label(name: str, risk: int) -> dict[str, Any]:
    return {"id": name, "risk": risk, "types": [], "evidence": [], "lookalike": False, "pay": "unknown"}
