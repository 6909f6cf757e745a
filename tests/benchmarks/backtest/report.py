"""The report: tables in Markdown, and the same as one page with pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from tests.benchmarks.backtest import replay, simulate
from tests.benchmarks.backtest.figures import BUDGET, SHARES, Mean, Played, curve, mean_of, regret, saved, saved_against
from tests.benchmarks.backtest.policies import (
    BY_HAND,
    BY_RATE,
    CHEAPEST,
    EVERYTHING,
    HIRES,
    ORACLE,
    PAID,
    POINTS,
    TAUGHT,
    UNCROWDED,
    VALUE,
    VERDICT,
)
from training.metrics import group_draws
from training.report.page import page, paragraph, picture, table

__all__ = ["Table", "as_markdown", "as_page", "tables"]

Table = tuple[str, str, list[str], list[list[str]]]
#: Policies that sort all postings, so that they can be compared at any number of hires met.
_SORTING = (EVERYTHING, POINTS, BY_RATE, BY_HAND, CHEAPEST, PAID, UNCROWDED)
_GRID = np.linspace(0.01, 0.99, 99)
_DRAWS = 400

_AS_THEY_ARE = """Every posting that the policy chooses is answered (policies that only sort answer all). Connects lost
are those paid on postings where nobody was hired and that gave none back. Means over {seeds} simulated markets of
{postings:,} postings, 95% intervals."""
_EQUAL = """By how much the Connects lost fall against applying to all in any order, when as many hires are met; a policy
that meets fewer has no figure. The last is a model fitted to
30,000 postings of the same market with the truth told; it is no bound."""
_AGAINST = """By how much the Connects lost of "hires" fall against each other policy's, at the hires that this one meets
(policies that sort: at a quarter, half and three quarters of all). Above 0: ours loses fewer. Paired by market."""
_LEARNING = (
    """The same, "hires", for the scorer as it ships and re-fitted on the outcomes of so many postings of the same market."""
)
_MONEY = """What a quarter of the Connects that applying to all takes brings: own contracts × their value, less what the
proposals cost; regret against an oracle that knows what came."""
_REPLAY = """Held-out outcomes; assumed are 6 to 16 Connects by the rank of the pay, that none come back, and that it is you
in 8 of 100 hires. Intervals by bootstrap over clients."""


def tables(
    worlds: Mapping[str, Sequence[Played]], learning: Sequence[Played], replays: Sequence[replay.Replay]
) -> list[Table]:
    """Return every table: title, what it says, head, rows."""
    found: list[Table] = []
    for number, (name, played) in enumerate(worlds.items()):
        if number == 0:
            found.append(_as_they_are(name, played))
        found.append(_equal(name, played))
        found.append(_against(name, played))
        found.append(_money(name, played))
    found.append(_learning(learning))
    for one in replays:
        found.append(_replayed(one))
    return found


def as_markdown(found: Sequence[Table]) -> str:
    """Return tables as Markdown."""
    parts = []
    for title, said, head, rows in found:
        lines = ["| " + " | ".join(cells) + " |" for cells in (head, *rows)]
        parts.append("\n".join([f"## {title}", said, "", lines[0], "|---" * len(head) + "|", *lines[1:]]))
    return "\n\n".join(parts) + "\n"


def as_page(found: Sequence[Table], worlds: Mapping[str, Sequence[Played]], replays: Sequence[replay.Replay]) -> str:
    """Return the report as one page with pictures."""
    sections = [("Connects lost against hires met", _pictures(worlds, replays))]
    sections += [(title, paragraph(said) + table(head, rows)) for title, said, head, rows in found]
    return page("Back-test of bidding policies", sections)


def _as_they_are(name: str, played: Sequence[Played]) -> Table:
    def row(policy: str) -> list[str]:
        runs = [one.runs[policy] for one in played]
        figures: list[tuple[Callable[[int], float], str]] = [
            (lambda i: float(runs[i].spent[-1]), ",.0f"),
            (lambda i: float(runs[i].wasted[-1]), ",.0f"),
            (lambda i: float(runs[i].hires[-1]), ",.0f"),
            (lambda i: float(runs[i].contracts[-1]), ",.1f"),
            (lambda i: float(runs[i].net_usd[-1]), ",.0f"),
        ]
        return [policy, *(mean_of([of(i) for i in range(len(runs))]).text(form) for of, form in figures)]

    said = _AS_THEY_ARE.format(seeds=len(played), postings=len(played[0].deals))
    head = ["policy", "Connects spent", "of them lost", "hires met", "own contracts", "net value, $"]
    return f"Market {name}: each policy as it is", said, head, [row(policy) for policy in played[0].runs]


def _equal(name: str, played: Sequence[Played]) -> Table:
    def row(policy: str) -> list[str]:
        return [policy, *(_mean(played, lambda one, s=share: saved(one, policy, s)).text(".0%") for share in SHARES)]  # type: ignore[misc]

    head = ["policy", *(f"at {share:.0%} of all hires" for share in SHARES)]
    rows = [row(policy) for policy in played[0].runs if policy not in (EVERYTHING, ORACLE)]
    return f"Market {name}: at equal hires met", _EQUAL, head, rows


def _against(name: str, played: Sequence[Played]) -> Table:
    ours = [HIRES.format(scorer) for scorer in (simulate.OURS, simulate.REFITTED)]
    rows = []
    for rival in _rivals(played[0]):
        for share in SHARES if rival in _SORTING else (None,):
            of = f"{rival}, at {share:.0%}" if share else rival
            means = [_mean(played, lambda one, o=own, r=rival, s=share: saved_against(one, o, r, s)) for own in ours]  # type: ignore[misc]
            rows.append([of, *(mean.text("+.0%") for mean in means)])
    return f"Market {name}: against each policy", _AGAINST, ["rival", *ours], rows


def _money(name: str, played: Sequence[Played]) -> Table:
    def row(policy: str) -> list[str]:
        net = _mean(played, lambda one: one.runs[policy].net_at(one.budget))
        return [policy, net.text(",.0f"), _mean(played, lambda one: regret(one, policy)).text(",.0f")]

    rows = [row(policy) for policy in played[0].runs]
    return f"Market {name}: for {BUDGET:.0%} of the Connects", _MONEY, ["policy", "net value, $", "regret, $"], rows


def _learning(played: Sequence[Played]) -> Table:
    """Return what following more postings before a re-fit brings."""
    names = list(dict.fromkeys(name for one in played for name in one.runs))
    rows = []
    for name in names:
        if name.startswith(simulate.OURS) and name.endswith(HIRES.format("")):
            enough = [one for one in played if name in one.runs]
            means = [_mean(enough, lambda one, s=share, n=name: saved(one, n, s)) for share in SHARES]  # type: ignore[misc]
            rows.append([name, f"{len(enough)} of {len(played)}", *(mean.text(".0%") for mean in means)])
    head = ["postings followed before the re-fit", "enough to re-fit", *(f"at {share:.0%} of all hires" for share in SHARES)]
    return f"Market {played[0].deals.name}: learning from outcomes", _LEARNING, head, rows


def _rivals(played: Played) -> list[str]:
    own = {form.format(scorer) for form in (VERDICT, VALUE, HIRES) for scorer in (simulate.OURS, simulate.REFITTED)}
    return [name for name in played.runs if name not in own and name not in (TAUGHT, ORACLE)]


def _mean(played: Sequence[Played], of: Callable[[Played], float]) -> Mean:
    return mean_of([of(one) for one in played])


def _replayed(one: replay.Replay) -> Table:
    """Return a replay: each policy at equal hires met and for the same Connects, and either of ours less it."""
    whole = one.played()
    draws = [one.played(rows) for rows in group_draws(one.deals.clients, draws=_DRAWS, seed=0)]
    own = list(one.answers)
    sorting = (*_SORTING, *(form.format(name) for name in own for form in (HIRES, VALUE)))
    rows = []
    for policy in whole.runs:
        if policy == ORACLE:
            continue
        cells = [_share_of(saved(whole, policy, share)) if policy in sorting else "" for share in SHARES]
        shares: tuple[float | None, ...] = SHARES if policy in sorting else (None,)
        fewer = [_fewer(whole, draws, HIRES.format(name), policy, shares) for name in own]
        more = [_more(whole, draws, VALUE.format(name), policy) for name in own]
        rows.append([policy, *cells, *fewer, f"{whole.runs[policy].net_at(whole.budget):,.0f}", *more])
    head = [
        "policy",
        *(f"saved at {share:.0%}" for share in SHARES),
        *(f"{HIRES.format(name)} loses fewer by" for name in own),
        f"net value for {BUDGET:.0%}, $",
        *(f"{VALUE.format(name)} brings more by, $" for name in own),
    ]
    base = f"{len(one.deals):,} postings, somebody hired on {one.deals.hired.mean():.0%}."
    said = f"{base} {_REPLAY}"
    return f"Replay {one.name}", said, head, rows


def _fewer(whole: Played, draws: Sequence[Played], ours: str, rival: str, shares: Sequence[float | None]) -> str:
    if ours == rival:
        return ""
    gaps = [
        _with_ends(saved_against(whole, ours, rival, share), [saved_against(draw, ours, rival, share) for draw in draws])
        for share in shares
    ]
    return "; ".join(gaps)


def _more(whole: Played, draws: Sequence[Played], ours: str, rival: str) -> str:
    def gap(played: Played) -> float:
        return played.runs[ours].net_at(played.budget) - played.runs[rival].net_at(played.budget)

    return _with_ends(gap(whole), [gap(draw) for draw in draws], ",.0f")


def _share_of(value: float) -> str:
    """Return a share in words of a table; nothing where a policy never meets so many hires."""
    return "" if np.isnan(value) else f"{value:.0%}"


def _with_ends(value: float, draws: Sequence[float], form: str = "+.0%") -> str:
    kept = [draw for draw in draws if not np.isnan(draw)]
    if np.isnan(value) or len(kept) < len(draws) / 2:
        return ""
    low, high = np.percentile(kept, [2.5, 97.5])
    return Mean(value, float(low), float(high)).text(form)


def _pictures(worlds: Mapping[str, Sequence[Played]], replays: Sequence[replay.Replay]) -> str:
    from matplotlib.figure import Figure

    parts = []
    plots = [(name, list(played)) for name, played in worlds.items()] + [(one.name, [one.played()]) for one in replays]
    for start in range(0, len(plots), 2):
        figure = Figure(figsize=(11, 4.6), layout="constrained")
        axes = figure.subplots(1, 2, sharey=True)
        for axis, (name, played) in zip(axes, plots[start : start + 2], strict=False):
            _draw(axis, name, played)
        for axis in axes[len(plots[start : start + 2]) :]:
            axis.set_axis_off()
        axes[0].set_ylabel("share of all Connects lost")
        parts.append(picture(figure, "Lower is better. A mark is a policy that answers what it chooses in any order."))
    return "".join(parts)


def _draw(axis: object, name: str, played: Sequence[Played]) -> None:
    from matplotlib.axes import Axes

    assert isinstance(axis, Axes)
    colours = {EVERYTHING: "#777777", POINTS: "#c0392b", BY_HAND: "#8e44ad", PAID: "#b7950b", TAUGHT: "#111111"}
    marks = iter("sD^ov")
    ours = {HIRES.format(s): c for s, c in ((simulate.OURS, "#0b7a5e"), (simulate.REFITTED, "#2e6fd8"))}
    for policy in played[0].runs:
        shares = np.array([curve(one, policy, _GRID) for one in played])
        if policy in colours | ours:
            middle, low, high = (np.percentile(shares, level, axis=0) for level in (50, 10, 90))
            style = "--" if policy in (TAUGHT, EVERYTHING) else "-"
            colour = (colours | ours)[policy]
            axis.plot(_GRID, middle, style, color=colour, label=policy, linewidth=2 if policy in ours else 1.3)
            axis.fill_between(_GRID, low, high, color=colour, alpha=0.12, linewidth=0)
        elif not policy.startswith(simulate.OURS) and policy not in (ORACLE, *_SORTING):
            ends = [(one.runs[policy].hires[-1] / one.hires, one.runs[policy].wasted[-1] / one.runs[EVERYTHING].wasted[-1])
                    for one in played]  # fmt: skip
            axis.plot(*np.mean(ends, axis=0), next(marks), color="#333333", markersize=6, label=policy)
    axis.set(title=name, xlabel="share of all hires met", xlim=(0, 1), ylim=(0, 1))
    axis.grid(alpha=0.25)
    axis.legend(fontsize=7, loc="upper left")
