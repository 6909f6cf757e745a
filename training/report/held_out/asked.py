"""What is looked at: the exam, and what the bundle and its champion answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from training.gate.exam import Exam, Paper, exam_of
from training.gate.losses import chances, losses_of
from training.gate.settings import GateConfig
from training.metrics import Array
from training.rebundle import Whole, read_whole
from training.report.held_out.draws import Draws
from training.served import served
from training.sources.folder import DataFolder

__all__ = ["Answered", "Asked", "Chance", "ask"]


@dataclass(frozen=True)
class Answered:
    """A bundle and its answers to the postings of the exam, a row each."""

    bundle: Whole
    answers: pd.DataFrame


@dataclass(frozen=True)
class Chance:
    """A paper that asks for a chance, with what was answered, shape (n,)."""

    paper: Paper
    said: Array
    draws: Draws

    @property
    def truth(self) -> Array:
        """1 where it came, else 0; shape (n,)."""
        return self.paper.truth

    @property
    def weight(self) -> Array:
        """How many postings of its pool a row stands for, shape (n,)."""
        return self.paper.weight

    @cached_property
    def base_rate(self) -> float:
        """The weighted share in which it came."""
        return float(np.average(self.truth, weights=self.weight))


@dataclass(frozen=True)
class Asked:
    """All that the figures are made of."""

    folder: DataFolder
    exam: Exam
    ours: Answered
    champion: Answered | None
    config: GateConfig
    seed: int
    _draws: dict[str, Draws] = field(default_factory=dict)

    def draws(self, paper: Paper) -> Draws:
        """Return the samples of a paper's clients: the same for every figure."""
        if paper.name not in self._draws:
            made = Draws(paper.groups, paper.weight, seed=self.seed, draws=self.config.draws)
            self._draws[paper.name] = made
        return self._draws[paper.name]

    def chances(self) -> list[Chance]:
        """Return the papers that ask for a chance and can be judged: both answers are among their rows."""
        papers = [one for one in self.exam.papers if one.asks != "market" and 0 < one.truth.mean() < 1]
        return [Chance(one, chances(one, self.ours.answers), self.draws(one)) for one in papers]

    def markets(self) -> list[Paper]:
        """Return the papers that ask for a market."""
        return [one for one in self.exam.papers if one.asks == "market"]

    def losses(self, paper: Paper) -> dict[str, Array]:
        """Return the bundle's losses on each row of a paper, by name."""
        return losses_of(paper, self.ours.answers, self.config)


def ask(
    folder: DataFolder, bundle: Path, champion: Path | None, config: GateConfig, seed: int, say: Callable[[str], None]
) -> Asked:
    """Have both answer the exam.

    Raises
    ------
    DataError
        If the folder is not prepared, or holds nothing that can be asked.
    BundleError
        If a bundle is not whole, or the scorer does not take it.
    """
    ours, other = read_whole(bundle), None if champion is None else read_whole(champion)
    exam = exam_of(folder)
    say(f"the bundle answers {len(exam.postings):,} postings")
    answered = Answered(ours, served(bundle, exam.postings))
    if champion is None or other is None:
        return Asked(folder, exam, answered, None, config, seed)
    say("the champion answers them")
    return Asked(folder, exam, answered, Answered(other, served(champion, exam.postings)), config, seed)
