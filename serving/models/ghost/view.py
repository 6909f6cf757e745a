"""What the ghost model says of a posting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from features.client_record import Record
from serving.models.ghost.marketplace import Standpoint

__all__ = ["GhostView", "Ground", "Step"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the log odds of no hire, with the code of its sentence and the numbers in it."""

    code: str
    log_odds: float
    field: str
    values: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of a posting before its page shows any activity.

    ``at`` has the marketplace's level and what the client's record moves, ``layer`` says in sentences what else does.
    ``refund`` is the chance that the posting is cancelled or removed before any hire.
    """

    record: Record
    at: Standpoint
    layer: tuple[Step, ...]
    refund: float


class GhostView(NamedTuple):
    """The chance with its 90% interval, and what it rests on.

    ``level_log_odds`` is that of the marketplace, ``record_log_odds`` what the client's record moves, ``layer`` what else
    was known without the page's activity does, ``steps`` what the activity does. Inside the bounds of any chance they sum
    to the log odds of this one.
    ``refund_probability`` is the chance that the posting is cancelled or removed before any hire, which gives the Connects
    back. A posting that expires, or where somebody was hired, keeps them.
    ``open_hire`` is the chance of a hire as it was before anybody was hired; where nobody was, it is that of a hire.
    """

    probability: float
    low: float
    high: float
    ground: Ground
    steps: tuple[Step, ...]
    taken: bool
    refund_probability: float
    open_hire: float

    @property
    def level_log_odds(self) -> float:
        """Log odds of no hire at the level of the marketplace."""
        return self.ground.at.level

    @property
    def record(self) -> Record:
        """The client's record."""
        return self.ground.record

    @property
    def record_log_odds(self) -> float:
        """What the client's record moves."""
        return self.ground.at.record

    @property
    def layer(self) -> tuple[Step, ...]:
        """What else is known before the page shows any activity."""
        return self.ground.layer

    @property
    def basis(self) -> str:
        """What the chance rests on, in words."""
        pay = [f", pay {step.values['share']} the market's middle" for step in self.layer if step.field == "pay"]
        aged = [step for step in self.layer if step.field == "posted_at"]
        found = [
            f"{step.field.removeprefix('activity.').replace('_', ' ')} {next(iter(step.values.values()), '')}".strip()
            for step in (*aged, *self.steps)
        ]
        return _record_words(self.record) + "".join(pay) + (f", activity: {', '.join(found)}" if found else "")


def _record_words(record: Record) -> str:
    if record.shown is not None:
        return f"client record {record.shown[0]} of {record.shown[1]}"
    return {
        "rate_only": "client hire rate, number of postings unknown",
        "new": "first-time client, judged as a group of its own",
        "counted": "client record",
        "hired_before": "client has hired before, record unknown",
    }.get(record.kind, "client record unknown, marketplace average")
