"""All figures of the report, and the JSON file that holds them: no text of a posting, and no time, is among them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from training.fit.result import rounded
from training.gate.condition import Condition
from training.rebundle import Whole, digest_of
from training.report.held_out.asked import Asked, Chance
from training.report.held_out.changes import Changes, changes_of
from training.report.held_out.costs import Cost, costs_of
from training.report.held_out.draws import Estimate
from training.report.held_out.importance import Importance, importance_of
from training.report.held_out.leaks import alarms_of
from training.report.held_out.market import Market, log_pay_of_training, market_of
from training.report.held_out.mistakes import Mistake, mistakes_of
from training.report.held_out.numbered import Told, told_by_ids
from training.report.held_out.ranking import Ranking, ranking_of
from training.report.held_out.reliability import Reliability, reliability_of
from training.report.held_out.sliced import Slice, slices_of_asked
from training.report.held_out.thresholds import Errors, errors_of

__all__ = ["ChanceFigures", "Figures", "as_bytes", "figures_of", "name_of"]

_FORMAT = 1


@dataclass(frozen=True)
class ChanceFigures:
    """All of one paper that asks for a chance."""

    name: str
    rows: int
    clients: int
    base_rate: Estimate
    losses: dict[str, Estimate]
    ranking: Ranking
    reliability: Reliability
    errors: list[Errors]
    costs: list[Cost]


@dataclass(frozen=True)
class Figures:
    """Everything that was measured; ``not_judged`` are papers with one answer only."""

    format: int
    bundle: dict[str, str]
    champion: dict[str, str] | None
    split: str
    data: dict[str, str]
    seed: int
    draws: int
    postings: int
    chances: list[ChanceFigures]
    markets: list[Market]
    not_judged: list[str]
    slices: list[Slice]
    too_small: list[str]
    mistakes: list[Mistake]
    importance: list[Importance]
    changes: Changes | None
    told_by_ids: list[Told]
    alarms: list[Condition]


def figures_of(asked: Asked, bundle: Path, say: Callable[[str], None]) -> Figures:
    """Return every figure.

    Parameters
    ----------
    bundle : Path
        Its folder: it is asked again for `importance`.
    """
    say("figures")
    chances, training = asked.chances(), log_pay_of_training(asked.folder)
    judged = {chance.paper.name for chance in chances} | {paper.name for paper in asked.markets()}
    slices, too_small = slices_of_asked(asked)
    told = told_by_ids(asked)
    return Figures(
        format=_FORMAT,
        bundle=name_of(asked.ours.bundle),
        champion=None if asked.champion is None else name_of(asked.champion.bundle),
        split=asked.exam.split,
        data=asked.folder.digests(),
        seed=asked.seed,
        draws=asked.config.draws,
        postings=len(asked.exam.postings),
        chances=[_of_chance(asked, chance) for chance in chances],
        markets=[market_of(asked, paper, training[paper.name]) for paper in asked.markets()],
        not_judged=[paper.name for paper in asked.exam.papers if paper.name not in judged],
        slices=slices,
        too_small=too_small,
        mistakes=mistakes_of(asked),
        importance=importance_of(asked, bundle, say),
        changes=changes_of(asked),
        told_by_ids=told,
        alarms=alarms_of(asked, told),
    )


def name_of(bundle: Whole) -> dict[str, str]:
    """Return what a bundle is called, and the digest that tells it from every other."""
    said = bundle.manifest
    return {"name": str(said["name"]), "version": str(said["version"]), "digest": digest_of(said)}


def _of_chance(asked: Asked, chance: Chance) -> ChanceFigures:
    draws = chance.draws
    return ChanceFigures(
        chance.paper.name,
        len(chance.truth),
        draws.groups,
        draws.mean(chance.truth),
        {loss: draws.mean(values) for loss, values in asked.losses(chance.paper).items()},
        ranking_of(chance),
        reliability_of(chance),
        errors_of(chance, asked.config),
        costs_of(chance, asked.config),
    )


def as_bytes(figures: Figures) -> bytes:
    """Return the figures as JSON: the same figures give the same bytes. What is not known is null."""
    return orjson.dumps(_plain(asdict(figures)), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _plain(value: Any) -> Any:
    if isinstance(value, float | np.floating):
        return rounded(float(value)) if math.isfinite(value) else None
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, np.ndarray):
        return [_plain(one) for one in value.tolist()]
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return _plain(value._asdict())
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
