"""One training run from a data folder to a bundle; the flow that `training` describes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from features.errors import DataError
from features.text.terms import Vocabulary
from training.bundle import git_commit, write_bundle
from training.card import figure_table, write_card
from training.config import Config
from training.expected import expected_of
from training.fit.ghost import fit_ghost
from training.fit.ghost_card import ghost_card
from training.fit.ghost_held_out import all_held_out, ghost_figures, ours
from training.fit.ghost_rivals import RIVALS
from training.fit.hiring_inputs import hiring_inputs, middle_by
from training.fit.pay import fit_pay, pay_answers
from training.fit.requests import RequestTexts, fit_texts, read_texts
from training.fit.result import Figure, Fitted
from training.fit.risk import fit_risk
from training.report.ghost import ghost_report
from training.report.pay import pay_report
from training.sources.folder import DataFolder
from training.sources.labels import load_pay_labels
from training.sources.outcomes import load_outcomes
from training.sources.postings import PostingRow, load_postings
from training.sources.risk import RiskRow, load_risk
from training.sources.written import as_written, load_written, load_written_postings
from training.vocabulary import build_vocabulary

__all__ = ["Run", "Say", "fit_all", "ghost_page", "pay_page", "read_postings", "read_risk", "risk_report", "train"]

Say = Callable[[str], None]


@dataclass(frozen=True)
class Run:
    """What a run made."""

    manifest: dict[str, Any]
    figures: list[Figure]
    pipelines: dict[str, Any]


@dataclass(frozen=True)
class _Fit:
    vocabulary: Vocabulary
    risk: Fitted
    pay: Fitted
    ghost: Fitted
    rows: dict[str, int]

    @property
    def reports(self) -> str:
        """The models' own tables, as Markdown."""
        return self.risk.report + self.pay.report + self.ghost.report

    @property
    def figures(self) -> list[Figure]:
        return self.risk.figures + self.pay.figures + self.ghost.figures


def fit_all(folder: DataFolder, config: Config, say: Say) -> _Fit:
    """Read the folder and fit the three models, with their held-out figures."""
    postings, vocabulary = read_postings(folder, config, say)
    labelled, risk = _fit_risk(folder, postings, vocabulary, config, say)
    markets = load_outcomes(folder)
    say("pay: quantile forests, hourly and fixed price")
    pay = fit_pay(postings, vocabulary, config, load_pay_labels(folder))
    say("ghost: the client's record and the layer above it")
    inputs = {market.market: hiring_inputs(market, middle_by(pay.pipeline, vocabulary)) for market in markets}
    ghost = fit_ghost(markets, inputs, config)
    ghost = replace(ghost, figures=ghost_figures(markets, inputs, config), report=ghost_card(ghost.settings))
    rows = {
        "postings": len(postings),
        "labels": len(labelled),
        "dangers": sum(row.risk == 2 and row.weight > 0 for row in labelled),
        "outcomes": sum(len(m.ghost) for m in markets),
    }
    return _Fit(vocabulary, risk, pay, ghost, rows)


def risk_report(folder: DataFolder, config: Config, say: Say) -> str:
    """Fit the danger model alone and return its figures and its table, as Markdown."""
    postings, vocabulary = read_postings(folder, config, say)
    _, risk = _fit_risk(folder, postings, vocabulary, config, say)
    return figure_table(risk.figures) + risk.report


def pay_page(folder: DataFolder, config: Config, say: Say) -> str:
    """Fit the pay models alone and return their report, as one HTML page."""
    postings, vocabulary = read_postings(folder, config, say)
    say("pay: held-out quantiles, hourly and fixed price")
    return pay_report(pay_answers(postings, vocabulary, config), load_pay_labels(folder), config)


def ghost_page(folder: DataFolder, config: Config, say: Say) -> str:
    """Fit the pay models and the ghost model and return the report of the latter, as one HTML page.

    Raises
    ------
    DataError
        If no marketplace has enough outcomes of both kinds to hold some out.
    """
    postings, vocabulary = read_postings(folder, config, say)
    say("pay: quantile forests, hourly and fixed price")
    pay = fit_pay(postings, vocabulary, config, load_pay_labels(folder))
    markets, middle = load_outcomes(folder), middle_by(pay.pipeline, vocabulary)
    inputs = {market.market: hiring_inputs(market, middle) for market in markets}
    say("ghost: held-out outcomes, beside simpler models")
    held = all_held_out(markets, inputs, {"ours": ours(config)} | RIVALS, config)
    if not held:
        raise DataError("no marketplace has outcomes of both kinds in every part; there is nothing to report on")
    return ghost_report(held, config.seed)


def read_postings(folder: DataFolder, config: Config, say: Say) -> tuple[list[PostingRow], Vocabulary]:
    """Return the postings of a folder and the terms that the models know."""
    say(f"reading {folder.path}")
    postings = load_postings(folder)
    say(f"choosing terms from {len(postings):,} postings")
    least = 2 if folder.is_sample else config.vocabulary.min_groups
    return postings, build_vocabulary([row.posting for row in postings], [row.group for row in postings], least)


def _fit_risk(
    folder: DataFolder, postings: list[PostingRow], vocabulary: Vocabulary, config: Config, say: Say
) -> tuple[list[RiskRow], Fitted]:
    labelled, texts = read_risk(folder, postings, config, say)
    requests = fit_texts(texts, config)
    say(f"risk: {len(labelled):,} labelled texts, {len(vocabulary.terms):,} terms")
    return labelled, fit_risk(labelled, vocabulary, requests, config)


def read_risk(
    folder: DataFolder, postings: list[PostingRow], config: Config, say: Say
) -> tuple[list[RiskRow], RequestTexts]:
    """Return the labelled texts, and what the request models read: none of their labels, but for those of written cases."""
    labelled = load_risk(folder, postings)
    read = {row.posting.description for row in labelled}
    unlabelled = [row.posting for row in postings if row.posting.description and row.posting.description not in read]
    say("requests: written sentences and postings")
    return labelled, read_texts(load_written(), load_written_postings() + as_written(labelled), unlabelled, config)


def train(folder: DataFolder, out: Path, config: Config, say: Say) -> Run:
    """Fit everything and write the bundle to ``out``."""
    fit = fit_all(folder, config, say)
    pipelines = {"risk": fit.risk.pipeline, "pay": fit.pay.pipeline, "ghost": fit.ghost.pipeline}
    manifest = write_bundle(
        out,
        vocabulary=fit.vocabulary,
        risk=fit.risk,
        pay=fit.pay,
        ghost=fit.ghost,
        card=write_card(config, fit.figures, fit.rows, folder.is_sample, fit.reports),
        config=config,
        data=folder.digests(),
        commit=git_commit(Path(__file__).parents[1]),
        split=folder.split,
        inputs=folder.inputs,
        expected=expected_of(pipelines, fit.vocabulary),
    )
    return Run(manifest, fit.figures, pipelines)
