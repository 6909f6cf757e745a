"""The verdict: every condition, in the order in which they are looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from features.errors import BundleError
from training.gate.alarms import held_out, not_too_good
from training.gate.behaviour import behaviour
from training.gate.calibration import calibration
from training.gate.compared import Compared, Line, compared
from training.gate.condition import Condition
from training.gate.exam import Exam
from training.gate.fitness import parity, quick_enough, same_each_time, small_enough
from training.gate.settings import GateConfig
from training.rebundle import Whole, read_whole
from training.served import served

__all__ = ["Verdict", "judge"]


@dataclass(frozen=True)
class Verdict:
    """All conditions; ``compared`` is None where the challenger could not be asked."""

    conditions: list[Condition]
    compared: Compared | None

    @property
    def holds(self) -> bool:
        """Whether every condition does."""
        return all(condition.holds for condition in self.conditions)

    @property
    def failed(self) -> list[Condition]:
        """Those that do not."""
        return [condition for condition in self.conditions if not condition.holds]


def judge(
    exam: Exam, champion: Path, challenger: Path, config: GateConfig, *, seed: int, say: Callable[[str], None]
) -> Verdict:
    """Return whether a challenger may take the champion's place.

    Raises
    ------
    BundleError
        If the champion cannot be trusted: then nothing can be compared with it.
    """
    old = read_whole(champion)
    say(f"the champion answers {len(exam.postings):,} postings")
    by_champion = served(champion, exam.postings)
    say("the challenger answers them")
    try:
        new = read_whole(challenger)
        by_challenger = served(challenger, exam.postings)
    except BundleError as error:
        return Verdict([Condition("whole", False, str(error))], None)
    found = compared(exam, by_champion, by_challenger, config, seed)
    say("calibration, alarms, parity, behaviour, speed")
    conditions = [
        Condition("whole", True, "every file has its digest, and the scorer takes it"),
        *_apart(exam, old, new),
        not_too_good(exam, by_challenger, new.manifest, config, seed),
        parity(challenger),
        _no_worse(found),
        _better(found),
        calibration(exam, by_challenger, config, seed),
        behaviour(challenger, config),
        same_each_time(challenger, exam.postings, by_challenger),
        small_enough(challenger, config),
        quick_enough(champion, challenger, exam.postings, config),
    ]
    return Verdict(conditions, found)


def _apart(exam: Exam, champion: Whole, challenger: Whole) -> list[Condition]:
    return [held_out("champion", champion.manifest, exam), held_out("challenger", challenger.manifest, exam)]


def _no_worse(found: Compared) -> Condition:
    count = len({line.slice for line in found.lines})
    if found.worse:
        return Condition("no worse", False, f"worse in {_told(found.worse)}; learn from more postings like these")
    return Condition("no worse", True, f"in none of {len(found.lines)} figures over {count} slices is it worse beyond noise")


def _better(found: Compared) -> Condition:
    if found.better:
        return Condition("better", True, f"better in {_told(found.better)}")
    return Condition(
        "better",
        False,
        "no figure is better than the champion's by more than noise: there is nothing to gain",
    )


def _told(lines: list[Line], most: int = 3) -> str:
    more = f"; and in {len(lines) - most} more" if len(lines) > most else ""
    return "; ".join(str(line) for line in lines[:most]) + more
