"""The report of the pay models: loss beside simpler ones, calibration, market bands, and readers' judgement of the pay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.stats import spearmanr

from features.bundle_format import QUANTILES
from features.pay.standing import percentile
from training.fit.pay_data import Kind
from training.fit.pay_figures import PayAnswers, coverage, large_sources, model_comparison
from training.metrics import Array, group_interval, roc_auc
from training.report.page import page, paragraph, picture, table
from training.sources.pay_labels import PAY_LABELS

__all__ = ["LabelledPay", "labelled_pay", "pay_report"]

_UNITS: dict[Kind, str] = {"hourly": "US dollars an hour", "fixed": "US dollars"}
_LEAST_CATEGORY = 100
#: Percentiles that part the columns of the confusion table: the ends of the market band and its middle.
_BANDS = (10, 25, 50, 75)


class LabelledPay:
    """Postings whose pay readers judged, with the held-out percentile of that pay.

    Parameters
    ----------
    labels : ndarray of int64, shape (n,)
        Position in `PAY_LABELS`.
    percentile : ndarray, shape (n,)
    groups : list of str, length n
    """

    def __init__(self, labels: Array, percentile: Array, groups: list[str]) -> None:
        self.labels, self.percentile, self.groups = labels, percentile, groups

    def correlation(self, rows: Any = slice(None)) -> float:
        """Return Spearman's rank correlation of label and percentile."""
        return float(spearmanr(self.labels[rows], self.percentile[rows]).statistic)

    def far_below_auc(self, rows: Any = slice(None)) -> float:
        """Return the chance that a pay judged far below has a lower percentile than one judged fair or above."""
        labels, percentile = self.labels[rows], self.percentile[rows]
        kept = labels != PAY_LABELS.index("below")
        return roc_auc((labels[kept] == 0).astype(np.float64), -percentile[kept])

    def interval(self, figure: Any, seed: int) -> tuple[float, float]:
        """Return the 95% interval of one of the figures, drawing whole clients."""
        return group_interval(figure, self.groups, seed=seed)


def labelled_pay(answers: Sequence[PayAnswers], labels: Mapping[str, str]) -> LabelledPay:
    """Return the judged postings of some held-out answers."""
    found = []
    for of in answers:
        for key, group, log_pay, quantiles in zip(
            of.data.keys, of.data.groups, of.data.log_pay, of.log_quantiles, strict=True
        ):
            if key in labels:
                found.append((PAY_LABELS.index(labels[key]), percentile(quantiles, float(np.exp(log_pay))), group))
    label, percentiles, groups = zip(*found, strict=True) if found else ((), (), ())
    return LabelledPay(np.array(label, dtype=np.int64), np.array(percentiles, dtype=np.float64), list(groups))


def pay_report(answers: Mapping[Kind, PayAnswers], labels: Mapping[str, str], seed: int) -> str:
    """Return the report as one HTML page.

    Parameters
    ----------
    answers : mapping of kind to PayAnswers
        Held out by client.
    labels : mapping of str to str
        Readers' judgements by posting key; may be empty.
    """
    sections = [("What this is", paragraph(_INTRODUCTION))]
    for kind, of in answers.items():
        sections += [
            (f"{kind.capitalize()}: loss beside simpler models", _losses(of, seed)),
            (f"{kind.capitalize()}: are stated shares real?", _calibration(of)),
            (f"{kind.capitalize()}: the market by category", _bands(of)),
        ]
    sections.append(("Readers' judgement of the pay", _judgement(answers, labels, seed)))
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


def _judgement(answers: Mapping[Kind, PayAnswers], labels: Mapping[str, str], seed: int) -> str:
    parts = {"all": labelled_pay(list(answers.values()), labels)}
    parts |= {kind: labelled_pay([of], labels) for kind, of in answers.items()}
    every = parts["all"]
    if len(set(every.labels.tolist())) < len(PAY_LABELS):
        return paragraph("Too few postings have a judged pay.")
    rows = []
    for name, judged in parts.items():
        low, high = judged.interval(judged.far_below_auc, seed)
        far = int((judged.labels == 0).sum())
        rows.append(
            [
                name,
                f"{len(judged.labels):,}",
                f"{far:,}",
                f"{judged.correlation():.2f}",
                f"{judged.far_below_auc():.2f} ({low:.2f} to {high:.2f})",
            ]
        )
    head = ["postings", "judged", "far below", "Spearman with the percentile", "AUC, far below against fair or above"]
    columns = np.searchsorted(_BANDS, every.percentile, side="right")
    ends = [0, *_BANDS, 100]
    names = [f"{a} to {b}" for a, b in pairwise(ends)]
    counts = [
        [label, *(str(int(((every.labels == i) & (columns == c)).sum())) for c in range(len(names)))]
        for i, label in enumerate(PAY_LABELS)
    ]
    text = (
        "Readers judged the stated pay against the described work. The percentile places it among what such work is "
        "offered, which is another question: where most offers are under a fair price, their middle is still low."
    )
    return (
        paragraph(text)
        + table(head, rows)
        + paragraph("Percentile of the pay, by judgement:")
        + table(["judged", *names], counts)
    )
