"""The report of the pay models: loss beside simpler ones, calibration, market bands, and readers' judgement of the pay."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from features.bundle_format import QUANTILES
from features.pay.fair import FAIR_INPUTS
from training.config import Config
from training.fit.fair import JudgedPay, far_below_auc, judged_pay
from training.fit.pay_data import Kind
from training.fit.pay_figures import PayAnswers, coverage, large_sources, model_comparison
from training.metrics import Array, expected_calibration_error, group_interval
from training.report.page import page, paragraph, picture, table
from training.sources.labels import PAY_LABELS

__all__ = ["pay_report"]

_UNITS: dict[Kind, str] = {"hourly": "US dollars an hour", "fixed": "US dollars"}
_LEAST_CATEGORY = 100
#: Percentiles that part the columns of the confusion table: the ends of the market band and its middle.
_BANDS = (10, 25, 50, 75)


def pay_report(answers: Mapping[Kind, PayAnswers], labels: Mapping[str, str], config: Config) -> str:
    """Return the report as one HTML page.

    Parameters
    ----------
    answers : mapping of kind to PayAnswers
        Held out by client.
    labels : mapping of str to str
        Readers' judgements by posting key; may be empty.
    config : Config
        Its folds and its seed.
    """
    sections = [("What this is", paragraph(_INTRODUCTION))]
    for kind, of in answers.items():
        sections += [
            (f"{kind.capitalize()}: loss beside simpler models", _losses(of, config.seed)),
            (f"{kind.capitalize()}: are stated shares real?", _calibration(of)),
            (f"{kind.capitalize()}: the market by category", _bands(of)),
        ]
    sections.append(("Readers' judgement of the pay", _judgement(answers, labels, config)))
    return page("What such work is paid: how good the market figures are", sections)


_INTRODUCTION = (
    "Every figure is on postings whose client was not in training. The market is what postings offer, in US dollars; not "
    "what was paid in the end. A quantile is calibrated when the stated share of pay lies under it."
)


def _losses(answers: PayAnswers, seed: int) -> str:
    rows = [
        [name, f"{loss:.4f}", f"{ratio:.3f}" + (f" ({low:.3f} to {high:.3f})" if low < high else "")]
        for name, loss, ratio, low, high in model_comparison(answers, seed)
    ]
    years = answers.data.years[np.isfinite(answers.data.years)]
    age = (
        f" {len(answers.data.log_pay):,} postings of {years.min():.0f} to {np.quantile(years, 0.99):.0f}."
        if len(years)
        else ""
    )
    text = "Pinball loss of log pay, mean of the five quantiles; lower is better. The interval is 95%, over clients." + age
    return paragraph(text) + table(["model", "loss", "over that of category and tier"], rows)


def _calibration(answers: PayAnswers) -> str:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4.2), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="#999", linewidth=1, label="as stated")
    everything = np.ones(len(answers.data.log_pay), dtype=np.bool_)
    parts = {"all": everything, **large_sources(answers.data)}
    rows = []
    for name, of in parts.items():
        shares, n = coverage(answers, of), int(of.sum())
        rows.append([name, f"{n:,}", *(f"{100 * share:.1f}%" for share in shares)])
        doubt = [1.96 * np.sqrt(level * (1 - level) / n) for level in QUANTILES]
        style: dict[str, Any] = {"linewidth": 2, "color": "#0b5394"} if name == "all" else {"linewidth": 0.8, "alpha": 0.7}
        axes.errorbar(
            QUANTILES, shares[:-1], yerr=doubt, marker="o", markersize=3, capsize=2, label=f"{name}, {n:,}", **style
        )
    axes.set(xlabel="stated share under the quantile", ylabel="real share", xlim=(0, 1), ylim=(0, 1))
    axes.legend(fontsize=8, frameon=False)
    head = ["postings", "number", *(f"p{100 * level:.0f}" for level in QUANTILES), "p10 to p90"]
    return picture(figure, "Stated and real share, with 95% of chance alone.") + table(head, rows)


def _bands(answers: PayAnswers) -> str:
    from matplotlib.figure import Figure
    from matplotlib.ticker import LogLocator, NullFormatter

    data = answers.data
    categories = np.array(data.categories)
    names, sizes = np.unique(categories, return_counts=True)
    kept = [name for name, size in zip(names, sizes, strict=True) if size >= _LEAST_CATEGORY and name]
    middle = {name: float(np.median(answers.log_quantiles[categories == name, 2])) for name in kept}
    kept.sort(key=lambda name: middle[name])
    if not kept:
        return paragraph(f"No category has {_LEAST_CATEGORY} postings.")
    figure = Figure(figsize=(8, 0.9 + 0.38 * len(kept)), layout="constrained")
    axes = figure.subplots()
    for place, name in enumerate(kept):
        here = categories == name
        low, left, centre, right, high = np.exp(np.median(answers.log_quantiles[here], axis=0))
        axes.plot([low, high], [place, place], color="#9fc5e8", linewidth=5, solid_capstyle="round")
        axes.plot([left, right], [place, place], color="#0b5394", linewidth=5, solid_capstyle="round")
        axes.plot(centre, place, marker="|", color="white", markersize=9, markeredgewidth=2)
        axes.plot(np.exp(np.median(data.log_pay[here])), place, marker="D", color="#b45f06", markersize=4)
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axes.xaxis.set_major_formatter(lambda value, _: f"${value:,.0f}")
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_yticks(range(len(kept)), [f"{name} ({int((categories == name).sum()):,})" for name in kept])
    axes.set_xlabel(_UNITS[data.kind])
    caption = (
        "The middle posting's market band: from the 10th to the 90th percentile (light), from the 25th to the 75th (dark). "
        "Diamond: the median of what was offered."
    )
    return picture(figure, caption)


def _judgement(answers: Mapping[Kind, PayAnswers], labels: Mapping[str, str], config: Config) -> str:
    every = judged_pay(list(answers.values()), labels)
    chance = every.far_below(config.folds, config.seed)
    if chance is None or len(set(every.labels.tolist())) < len(PAY_LABELS):
        return paragraph("Too few postings have a judged pay.")
    is_fixed = every.inputs[:, FAIR_INPUTS.index("fixed_price")] > 0
    parts = {"all": np.ones(len(chance), dtype=np.bool_), "hourly": ~is_fixed, "fixed": is_fixed}
    head = ["postings", "judged", "far below", "Spearman with the percentile", "AUC of the percentile", "AUC of the chance"]
    rows = [[name, *_agreement(every.take(of), chance[of], config.seed)] for name, of in parts.items()]
    columns = np.searchsorted(_BANDS, every.percentile, side="right")
    names = [f"{a} to {b}" for a, b in pairwise([0, *_BANDS, 100])]
    counts = [
        [label, *(str(int(((every.labels == i) & (columns == c)).sum())) for c in range(len(names)))]
        for i, label in enumerate(PAY_LABELS)
    ]
    return (
        paragraph(_JUDGED)
        + table(head, rows)
        + paragraph("Percentile of the pay, by judgement:")
        + table(["judged", *names], counts)
        + paragraph("Chance that a reader calls it far below, by stated chance:")
        + _stated_chances(every, chance)
    )


_JUDGED = (
    "Readers judged the stated pay against the described work. The percentile places it among what such work is "
    "offered, which is another question: where most offers are under a fair price, their middle is still low. The chance "
    "that a reader calls the pay far below (under about half of a fair price) is learnt from the judgements themselves, "
    "held out by client. AUC: far below against fair or above."
)
_CHANCES = (0.05, 0.2, 0.4, 0.6)


def _agreement(judged: JudgedPay, chance: Array, seed: int) -> list[str]:
    """Return counts, rank correlation with the percentile, and both AUC with their intervals."""

    def shown(figure: Callable[[NDArray[np.int64]], float]) -> str:
        low, high = group_interval(figure, judged.groups, seed=seed)
        return f"{figure(np.arange(len(judged.labels))):.2f} ({low:.2f} to {high:.2f})"

    return [
        f"{len(judged.labels):,}",
        f"{int((judged.labels == 0).sum()):,}",
        shown(lambda i: float(spearmanr(judged.labels[i], judged.percentile[i]).statistic)),
        shown(lambda i: far_below_auc(judged.labels[i], -judged.percentile[i])),
        shown(lambda i: far_below_auc(judged.labels[i], chance[i])),
    ]


def _stated_chances(judged: JudgedPay, chance: Array) -> str:
    columns, truth = np.searchsorted(_CHANCES, chance, side="right"), judged.labels == 0
    rows = []
    for column, (low, high) in enumerate(pairwise([0, *_CHANCES, 1])):
        here = columns == column
        shares = [f"{100 * value.mean():.0f}%" for value in (chance[here], truth[here])] if here.any() else ["", ""]
        rows.append([f"{100 * low:.0f} to {100 * high:.0f}%", f"{int(here.sum()):,}", *shares])
    gap = expected_calibration_error(truth.astype(np.float64), chance)
    return table(["stated", "postings", "mean stated", "called far below"], rows) + paragraph(
        f"Mean gap between stated and real share over ten equal parts: {100 * gap:.1f} points."
    )
