"""The published table of the danger model: what it catches and whom it accuses wrongly, at each threshold.

Held out: every probability comes from a model that saw neither the posting nor a near-copy of it. Shares are weighted to the
pool that the labelled postings were drawn from; counts are plain.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from training.fit.risk_figures import Written
from training.metrics import Array, group_interval
from training.sources.risk import RiskRow

__all__ = ["THRESHOLDS", "risk_table"]

#: Where the table is read. The shipped bands medium and high begin at 0.08 and 0.6, and the verdict is skip from 0.4 on
#: (``serving/assumptions.toml``).
THRESHOLDS = (0.02, 0.05, 0.08, 0.1, 0.2, 0.4, 0.6, 0.8)
_MEDIUM = 0.08
_HIGH = 0.6
Rows = NDArray[np.int64]
Accused = NDArray[np.bool_]

_HEAD = """
## Danger at each threshold

A posting is accused when its chance of danger reaches the threshold; the bands medium and high begin at 0.08 and 0.6, and
from 0.4 on the verdict is skip. The *band high* also needs a harm named beyond a bad deal (unpaid work, recruitment): nearly
all postings of those two types are labelled suspicious and not a clear danger.
*Recall*: of the postings labelled a clear danger (2), the share accused. *Precision*: of the accused, the share labelled 2;
those labelled suspicious (1) count against it. *False alarms*: of 1,000 postings labelled harmless (0), how many are
accused.
Grouped cross-validation, weighted to the pool, 95% intervals from a bootstrap over clients.

| threshold | recall | precision | false alarms per 1,000 |
|---:|---|---|---|
"""


def risk_table(rows: Sequence[RiskRow], probability: Array, harmful: Accused, written: Written, seed: int) -> str:
    """Return the table as Markdown.

    Parameters
    ----------
    rows : sequence of RiskRow, length n
    probability : ndarray, shape (n,)
        Held-out, calibrated.
    harmful : ndarray of bool, shape (n,)
        Whether a rule found names a harm beyond a bad deal (`features.rules.RuleEvidence`): the band high needs it.
    written : Written
    seed : int
        Of the bootstrap.
    """
    real = np.array([row.weight > 0 for row in rows])
    kept = [row for row in rows if row.weight > 0]
    p = probability[real]
    lines = [_line(f"{threshold:g}", kept, p >= threshold, seed) for threshold in THRESHOLDS]
    lines.append(_line("band high", kept, (p >= _HIGH) & harmful[real], seed))
    return (
        _HEAD
        + "".join(lines)
        + _by_type(kept, p)
        + _by_stratum(kept, p)
        + _cases([row for row in rows if row.weight == 0], probability[~real])
        + _written(written)
    )


def _line(name: str, rows: Sequence[RiskRow], accused: Accused, seed: int) -> str:
    risk, weight = np.array([row.risk for row in rows]), np.array([row.weight for row in rows])
    groups = [row.group for row in rows]

    def share(of: NDArray[np.bool_], base: NDArray[np.bool_]) -> Callable[[Rows], float]:
        def figure(i: Rows) -> float:
            total = weight[i][base[i]].sum()
            return float(weight[i][base[i] & of[i]].sum() / total) if total else float("nan")

        return figure

    def shown(figure: Callable[[Rows], float], scale: float, digits: int) -> str:
        value = figure(np.arange(len(rows)))
        if not np.isfinite(value):
            return "none accused"
        low, high = group_interval(figure, groups, seed=seed)
        return f"{value * scale:.{digits}f} ({low * scale:.{digits}f} to {high * scale:.{digits}f})"

    recall, precision, alarms = share(accused, risk == 2), share(risk == 2, accused), share(accused, risk == 0)
    return f"| {name} | {shown(recall, 1, 2)} | {shown(precision, 1, 2)} | {shown(alarms, 1_000, 1)} |\n"


def _by_type(rows: Sequence[RiskRow], p: Array) -> str:
    lines = []
    for name in sorted({name for row in rows if row.risk == 2 for name in row.types}):
        caught = [chance >= _MEDIUM for row, chance in zip(rows, p, strict=True) if row.risk == 2 and name in row.types]
        lines.append(f"| {name} | {sum(caught)} of {len(caught)} |\n")
    return (
        "\nBy type, at medium or higher (a posting of two types counts in both):\n\n| type | caught |\n|---|---:|\n"
        + "".join(lines)
    )


def _by_stratum(rows: Sequence[RiskRow], p: Array) -> str:
    lines = []
    for name in sorted({row.stratum for row in rows}):
        here = [(row.risk, chance >= _MEDIUM) for row, chance in zip(rows, p, strict=True) if row.stratum == name]
        danger, harmless = [a for risk, a in here if risk == 2], [a for risk, a in here if risk == 0]
        lines.append(f"| {name} | {sum(danger)} of {len(danger)} | {sum(harmless)} of {len(harmless)} |\n")
    return (
        "\nBy the stratum it was drawn from, at medium or higher:\n\n"
        "| stratum | dangers caught | harmless accused |\n|---|---:|---:|\n" + "".join(lines)
    )


def _cases(rows: Sequence[RiskRow], p: Array) -> str:
    if not rows:
        return ""
    accused = p >= _MEDIUM
    danger = np.array([row.risk == 2 for row in rows])
    return (
        f"\nWritten cases (hard on purpose, no base rate), at medium or higher: {int(accused[danger].sum())} of "
        f"{int(danger.sum())} dangers caught, {int(accused[~danger].sum())} of {int((~danger).sum())} harmless neighbours "
        "accused. The rules were written with these cases in sight, so the figure flatters.\n"
    )


def _written(written: Written) -> str:
    """Return the line of each hand, each judged by request models that saw nothing of it."""
    accused = written.probability >= _MEDIUM
    danger = np.array([item.danger for item in written.postings])
    right = np.array([name in item.types for name, item in zip(written.types, written.postings, strict=True)])
    hands = np.array([item.hand for item in written.postings])
    lines = []
    for name in [*sorted(set(hands.tolist())), "all"]:
        here = (hands == name) | (name == "all")
        caught, wrong = here & danger & accused, here & ~danger & accused
        lines.append(
            f"| {name} | {int(caught.sum())} of {int((here & danger).sum())} | {int((caught & right).sum())} | "
            f"{int(wrong.sum())} of {int((here & ~danger).sum())} |\n"
        )
    return (
        "\nOur own written postings, half of them honest neighbours, by the hand that wrote them and judged by request "
        "models that never saw that hand, at medium or higher:\n\n"
        "| hand | dangers caught | of these, type named right | harmless accused |\n|---|---:|---:|---:|\n" + "".join(lines)
    )
