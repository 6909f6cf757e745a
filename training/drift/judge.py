"""What is beyond noise: every figure of the report is corrected for all the others.

Three families are corrected within themselves (fields with their unknown shares and the chances; texts; outcomes), then each
for there being the others. So the chance that a report finds anything where nothing drifted is about `LEVEL`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from training.drift.calibration import Calibration
from training.drift.compare import Compared, Shift, Unknown
from training.drift.correct import holm, together
from training.drift.text import Novelty

__all__ = ["LEVEL", "Finding", "Part", "findings_of"]

Part = Literal["field", "unknown", "text", "chance", "calibration"]
#: The chance that anything at all is found where nothing drifted.
LEVEL = 0.05
# What counts as large besides being beyond noise (grade D, our own but for the first): a stability index of 0.25 above what
# chance shows, the folk threshold of credit scoring; ten points of a share; a slope that is off by 0.3.
_LARGE_INDEX, _LARGE_SHARE, _LARGE_SLOPE = 0.25, 0.10, 0.3


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tested.

    Parameters
    ----------
    part, name : str
    said : str
        What was found, in words.
    p, corrected : float
        The p-value by itself, and corrected for all that was tested.
    large : bool
        Whether it would matter.
    """

    part: Part
    name: str
    said: str
    p: float
    large: bool
    corrected: float = 1.0

    @property
    def is_drift(self) -> bool:
        """Whether it is beyond noise."""
        return self.corrected < LEVEL


def findings_of(of: Compared, text: Sequence[Novelty], calibration: Calibration) -> list[Finding]:
    """Return everything that was tested, the surest first."""
    of_sides = [*map(_of_field, of.fields), *map(_of_unknown, of.unknown), *map(_of_chance, of.chances)]
    against = [*(one.index for one in of.fields), *(one.rise for one in of.unknown), *(one.index for one in of.chances)]
    of_text, of_outcomes = [*map(_of_text, text)], _of_calibration(calibration)
    families = [
        (of_sides, together(against)),
        (of_text, together([one.rise for one in text])),
        (of_outcomes, holm([one.p for one in of_outcomes])),
    ]
    number = sum(bool(found) for found, _ in families)
    judged = [
        replace(one, corrected=min(1.0, number * p)) for found, ps in families for one, p in zip(found, ps, strict=True)
    ]
    return sorted(judged, key=lambda one: (one.corrected, one.p))


def _of_field(shift: Shift) -> Finding:
    return Finding("field", shift.name, _moved(shift), shift.index.p, _is_large(shift))


def _of_chance(shift: Shift) -> Finding:
    return Finding("chance", shift.name, _moved(shift), shift.index.p, _is_large(shift))


def _is_large(shift: Shift) -> bool:
    return shift.index.found - shift.index.expected >= _LARGE_INDEX


def _of_unknown(rate: Unknown) -> Finding:
    said = f"unknown in {rate.ledger.share:.0%} of the ledger's postings, in {rate.training.share:.0%} of training"
    return Finding("unknown", rate.name, said, rate.rise.p, rate.rise.found >= _LARGE_SHARE)


def _of_text(one: Novelty) -> Finding:
    said = f"{one.ledger.share:.1%}, in training postings that stood aside {one.training.share:.1%}"
    return Finding("text", one.name, said, one.rise.p, one.rise.found >= _LARGE_SHARE)


def _of_calibration(calibration: Calibration) -> list[Finding]:
    found, gap, slope = list[Finding](), calibration.gap, calibration.slope
    if gap is not None and calibration.p_gap is not None:
        more = "more" if gap > 0 else "fewer"
        said = f"{abs(gap) * 100:.0f} in 100 postings {more} ended without a hire than was stated"
        found.append(Finding("calibration", "level of the chances", said, calibration.p_gap, abs(gap) >= _LARGE_SHARE))
    if slope is not None and calibration.p_slope is not None:
        how = "overconfident" if slope < 1 else "too timid"
        said, large = f"{slope:.2f} where 1 is right: they are {how}", abs(slope - 1) >= _LARGE_SLOPE
        found.append(Finding("calibration", "slope of the chances", said, calibration.p_slope, large))
    return found


def _moved(shift: Shift) -> str:
    """Return the medians where they differ, or else the bin whose share moved most."""
    there, here = shift.middles or (None, None)
    if there is not None and here is not None and there != here:
        return f"median {_number(here)}, in training {_number(there)}"
    p, q = (np.array(counts) / max(1.0, sum(counts)) for counts in (shift.training, shift.ledger))
    most = int(np.argmax(np.abs(q - p)))
    return f"“{shift.labels[most]}” in {q[most]:.0%}, in training {p[most]:.0%}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.2g}"
