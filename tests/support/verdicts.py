"""How good each verdict is, for tests."""

from __future__ import annotations

from serving.answer import Verdict
from serving.judge.verdict import RANKS, VERDICTS

__all__ = ["RANK"]

RANK: dict[Verdict, int] = dict(zip(VERDICTS, RANKS.tolist(), strict=True))
