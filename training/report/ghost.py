"""The report of the ghost model: beside simpler models on held-out postings, and whether stated chances are real."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import brentq

from training.fit.ghost_held_out import HeldOut
from training.metrics import Array, expected_calibration_error
from training.report.page import page, paragraph, picture, table

__all__ = ["at_level", "calibration_error", "ghost_report", "ghost_tables"]

_BINS = 10
#: Draws of outcomes for the error that a perfectly calibrated model of this size would show.
_DRAWS = 200

_INTRODUCTION = (
    "Ghost: no hire on this posting within 30 days of publication. Every figure is on postings whose client, or whose "
    "time, was not in training. Outcomes are of neighbouring marketplaces; none are known of the large freelance ones, "
    "whose level is a published anchor. ROC-AUC is the chance that a posting without a hire ranks above one with a hire."
)


def ghost_report(held: Sequence[HeldOut], seed: int) -> str:
    """Return the report as one HTML page."""
    head, rows = _beside(held)
    sections = [("What this is", paragraph(_INTRODUCTION)), ("Beside simpler models", table(head, rows))]
    sections.append(("Is the difference more than noise?", table(*_paired(held, seed))))
    sections.append(
        ("Are stated chances real?", paragraph(_CALIBRATION) + table(*_calibration(held, seed)) + _pictures(held))
    )
    return page("How often nobody is hired: how good the chances are", sections)


def ghost_tables(held: Sequence[HeldOut], seed: int) -> str:
    """Return the tables of the report as Markdown."""
    return "\n".join(
        f"{title}\n\n| {' | '.join(head)} |\n|{'---|' * len(head)}\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)
        for title, (head, rows) in (
            ("Brier and ROC-AUC", _beside(held)),
            ("Paired differences, 95% bootstrap over clients", _paired(held, seed)),
            ("Calibration at the level of the held-out rows", _calibration(held, seed)),
        )
    )


def _beside(held: Sequence[HeldOut]) -> tuple[list[str], list[list[str]]]:
    models = list(held[0].said)
    head = ["held out", "rows", "without a hire", *(f"{model}: Brier, AUC" for model in models)]
    return head, [
        [
            of.name,
            f"{len(of.truth):,}",
            f"{of.truth.mean():.1%}",
            *(f"{of.brier(model):.4f}, {of.auc(model):.3f}" for model in models),
        ]
        for of in held
    ]


def _paired(held: Sequence[HeldOut], seed: int) -> tuple[list[str], list[list[str]]]:
    rivals = [model for model in held[0].said if model != "ours"]
    head = ["held out", *(f"Brier over {name}" for name in rivals)]
    head += [f"AUC over {name}" for name in rivals if name != "constant"]
    rows = []
    for of in held:
        briers = ["{:+.4f} ({:+.4f} to {:+.4f})".format(*of.gap("brier", name, seed)) for name in rivals]
        ranks = [name for name in rivals if name != "constant"]
        aucs = ["{:+.3f} ({:+.3f} to {:+.3f})".format(*of.gap("auc", name, seed)) for name in ranks]
        rows.append([of.name, *briers, *aucs])
    return head, rows


_CALIBRATION = (
    "The level of another time or marketplace is set from outside, as an anchor does: the log odds of all rows are moved by "
    "one number, in each held-out part, until their mean is its share without a hire. What is left is the mean gap between "
    "stated and real shares in ten equally filled parts. Few rows show a gap even where every chance is exactly right; that "
    "is the last column, and it is larger still where a client's postings end alike."
)


def at_level(held: HeldOut, model: str = "ours") -> Array:
    """Return chances after, in each fold, the log odds were moved by one number to the fold's share without a hire."""
    moved = held.said[model].copy()
    for fold in np.unique(held.fold):
        here = held.fold == fold
        moved[here] = _moved(held.truth[here], moved[here])
    return moved


def _moved(truth: Array, chance: Array) -> Array:
    share = float(truth.mean())
    if not 0 < share < 1:
        return chance
    odds = np.log(chance / (1 - chance))
    by = float(brentq(lambda move: float((1 / (1 + np.exp(-odds - move))).mean()) - share, -20, 20))
    there: Array = 1 / (1 + np.exp(-odds - by))
    return there


def calibration_error(truth: Array, chance: Array, seed: int) -> tuple[float, float]:
    """Return the calibration error, and the mean of what a perfectly calibrated model of as many rows would show."""
    rng = np.random.default_rng(seed)
    chances = [
        expected_calibration_error((rng.random(len(truth)) < chance).astype(np.float64), chance, _BINS)
        for _ in range(_DRAWS)
    ]
    return expected_calibration_error(truth, chance, _BINS), float(np.mean(chances))


def _calibration(held: Sequence[HeldOut], seed: int) -> tuple[list[str], list[list[str]]]:
    rows = []
    for of in held:
        found, by_chance = calibration_error(of.truth, at_level(of), seed)
        rows.append([of.name, f"{len(of.truth):,}", f"{found:.3f}", f"{by_chance:.3f}"])
    truth = np.concatenate([of.truth for of in held])
    chance = np.concatenate([at_level(of) for of in held])
    found, by_chance = calibration_error(truth, chance, seed)
    rows.append(["all together", f"{len(truth):,}", f"{found:.3f}", f"{by_chance:.3f}"])
    return ["held out", "rows", "calibration error", "of a perfect model"], rows


def _pictures(held: Sequence[HeldOut]) -> str:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 2.9 * ((len(held) + 2) // 3)), layout="constrained")
    for number, of in enumerate(held):
        axes = figure.add_subplot((len(held) + 2) // 3, 3, number + 1)
        axes.plot([0, 1], [0, 1], color="#999", linewidth=1)
        chance = at_level(of)
        parts = [part for part in np.array_split(np.argsort(chance, kind="stable"), _BINS) if len(part)]
        stated, real = (np.array([values[part].mean() for part in parts]) for values in (chance, of.truth))
        doubt = 1.96 * np.sqrt(np.maximum(real * (1 - real), 0.01) / np.array([len(part) for part in parts]))
        axes.errorbar(stated, real, yerr=doubt, fmt="o", markersize=4, capsize=2, color="#0b5394")
        axes.set(xlim=(0, 1), ylim=(0, 1), title=of.name.replace(", held out", "\nheld out"))
        axes.title.set_fontsize(9)
        axes.set_xlabel("stated chance of no hire", fontsize=8)
        axes.set_ylabel("share without a hire", fontsize=8)
    return picture(figure, "Each point is a tenth of the held-out postings; bars are 95% intervals of its share.")
