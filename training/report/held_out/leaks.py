"""Alarms of a leak: each a condition with its sentence, as the gate has them."""

from __future__ import annotations

from training.gate.alarms import held_out, not_too_good
from training.gate.condition import Condition
from training.report.held_out.asked import Asked
from training.report.held_out.numbered import Told, ids_tell_nothing
from training.report.held_out.overlap import no_overlap

__all__ = ["alarms_of"]


def alarms_of(asked: Asked, told: list[Told]) -> list[Condition]:
    """Return every alarm; one that does not hold is an alarm.

    Parameters
    ----------
    told : list of Told
        How well ids rank the labels.
    """
    ours, champion = asked.ours, asked.champion
    split = [held_out("bundle", ours.bundle.manifest, asked.exam)]
    if champion is not None:
        split.append(held_out("champion", champion.bundle.manifest, asked.exam))
    return [
        *split,
        no_overlap(asked.folder),
        not_too_good(asked.exam, ours.answers, ours.bundle.manifest, asked.config, asked.seed),
        ids_tell_nothing(told),
    ]
