"""Whether a bundle is fit to be used: small, quick, the same each time, and what its pipeline was."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pandas as pd

from features.bundle_format import QUANTILES
from training.expected import EXPECTED, sample_fields
from training.gate.condition import Condition
from training.gate.settings import GateConfig
from training.served import FIGURES, served

__all__ = ["parity", "quick_enough", "same_each_time", "small_enough"]

#: Postings and rounds of the measurement.
_TIMED, _ROUNDS = 1_000, 4
#: The scorer prints chances to four digits and dollars to the cent.
_PRINTED_CHANCE, _PRINTED_USD = 6e-5, 0.006


def small_enough(bundle: Path, config: GateConfig) -> Condition:
    """Return whether its files are together no larger than the limit."""
    size = sum(path.stat().st_size for path in bundle.iterdir())
    said = f"{size:,} bytes of at most {config.largest_bytes:,}"
    more = "" if size <= config.largest_bytes else "; fewer terms (vocabulary.min_groups) or trees make it smaller"
    return Condition("small enough", size <= config.largest_bytes, said + more)


def quick_enough(champion: Path, challenger: Path, postings: list[dict[str, Any]], config: GateConfig) -> Condition:
    """Return whether it answers about as fast as the champion, the two taking turns."""
    some = (postings * (_TIMED // max(1, len(postings)) + 1))[:_TIMED]
    took: list[list[float]] = [[], []]
    for _ in range(_ROUNDS):
        for seconds, bundle in zip(took, (champion, challenger), strict=True):
            seconds.append(_seconds(bundle, some))
    # The quickest of each: whatever else the machine does only ever adds.
    ratio = min(took[1]) / min(took[0])
    said = f"{ratio:.2f} times the champion's time for {_TIMED:,} postings, at most {config.slowest:g}"
    more = "" if ratio <= config.slowest else "; fewer trees or leaves make it quicker"
    return Condition("quick enough", ratio <= config.slowest, said + more)


def _seconds(bundle: Path, postings: list[dict[str, Any]]) -> float:
    start = time.perf_counter()
    served(bundle, postings)
    return time.perf_counter() - start


def same_each_time(challenger: Path, postings: list[dict[str, Any]], answers: pd.DataFrame) -> Condition:
    """Return whether the same postings get the same answers again: backwards, by two processes."""
    again = served(challenger, postings[::-1], jobs=2).iloc[::-1].reset_index(drop=True)
    differ = int((~((again == answers) | (again.isna() & answers.isna()))).any(axis=1).sum())
    said = f"{differ:,} of {len(postings):,} postings got another answer, asked in another order"
    return Condition("the same each time", differ == 0, said)


def parity(challenger: Path) -> Condition:
    """Return whether the scorer answers what the fitted pipeline said at training."""
    name, path = "served as it was trained", challenger / EXPECTED
    try:
        expected: Mapping[str, Any] = orjson.loads(path.read_bytes())
        danger, markets = np.array(expected["danger"]), {kind: np.array(expected[kind]) for kind in ("hourly", "fixed")}
    except (OSError, ValueError, KeyError) as error:
        return Condition(name, False, f"{path.name} of the bundle cannot be read ({error}); train it with this version")
    said = served(challenger, sample_fields(), columns=(*FIGURES, "low_budget.market.unit"))
    if len(said) != len(danger):
        return Condition(name, False, f"{path.name} is of another sample; train it with this version")
    found = said["scam.probability"].to_numpy(np.float64)
    gaps = [("danger", np.abs(found - danger) - _PRINTED_CHANCE - 1e-3 * danger)]
    for kind, unit in (("hourly", "usd_per_hour"), ("fixed", "usd")):
        here = (said["low_budget.market.unit"] == unit).to_numpy()
        for place, level in enumerate(QUANTILES):
            usd = said[f"low_budget.market.p{round(100 * level)}"].to_numpy(np.float64)
            gap = np.abs(usd - markets[kind][:, place]) - _PRINTED_USD - 1e-3 * markets[kind][:, place]
            gaps.append((f"{kind} pay", np.where(here, gap, -1.0)))
    worst, gap = max(((what, of) for what, of in gaps), key=lambda pair: float(pair[1].max()))
    number = int(gap.argmax())
    if gap[number] <= 0:
        return Condition(name, True, f"danger and pay of {len(said)} sample postings are those of the pipeline")
    return Condition(
        name, False,
        f"the {worst} of sample posting {said['id'][number]} is off by {gap[number]:.3f} from what the pipeline said at "
        "training: a feature is missing, or computed otherwise, where it is served; train and serve with one version",
    )  # fmt: skip
