"""What a search found, said honestly, and as a file of settings."""

from __future__ import annotations

from training.config import Config
from training.settings.printed import as_comment, as_toml
from training.tune.knobs import KNOBS
from training.tune.losses import Gap, gap, score
from training.tune.problems import PROBLEMS
from training.tune.search import Found

__all__ = ["report", "settings_file", "verdict"]


def report(part: str, config: Config, found: Found) -> str:
    """Return the best settings beside the ones in use, both scores, and how sure the difference is."""
    rows = [("", "in use", "best")]
    for knob in KNOBS[part]:
        usual, best = (getattr(getattr(of, part), knob.name) for of in (config, found.config))
        rows.append((f"{part}.{knob.name}", f"{usual:g}", f"{best:g}"))
    rows.append(("score", f"{score(found.usual):.5f}", f"{score(found.best):.5f}"))
    if len(found.usual) > 1:
        rows += [
            (f"  {one.name}", f"{score([one]):.5f}", f"{score([other]):.5f}")
            for one, other in zip(found.usual, found.best, strict=True)
        ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [f"{a:<{widths[0]}}  {b:>{widths[1]}}  {c:>{widths[2]}}".rstrip() for a, b, c in rows]
    return "\n".join([*lines, "", f"Score: {PROBLEMS[part].what}; lower is better.", verdict(config, found)])


def verdict(config: Config, found: Found) -> str:
    """Return in words what is to be thought of the best."""
    tries = f"{found.tries:,} tries, {found.given_up:,} of them given up early"
    if not found.is_new:
        return f"Of {tries}, none was better than the settings in use: they stay."
    found_gap: Gap = gap(found.best, found.usual, config.seed)
    said = (
        f"Difference: {found_gap.value:+.5f} (95% interval {found_gap.low:+.5f} to {found_gap.high:+.5f}, paired, by group)."
    )
    sure = (
        "The interval leaves 0 out, but it knows nothing of the choice:"
        if found_gap.surely_lower
        else "The interval holds 0: the best is no better than noise. And"
    )
    return (
        f"{said}\n{sure} the best of many flatters itself, for the rows that judged it chose it ({tries}). "
        "Only rows that no search saw can confirm it: the held-out part of `bidworthy-train promote`."
    )


def settings_file(part: str, config: Config, found: Found) -> str:
    """Return the best settings of a part as a file that ``--config`` takes, with the verdict above them."""
    usual, best = score(found.usual), score(found.best)
    head = [f"Found by `bidworthy-train tune {part}`. Score in use {usual:.5f}, of these {best:.5f}."]
    said = " ".join([*head, *verdict(config, found).splitlines()])
    return as_comment(said) + "\n" + as_toml(found.config, part)
