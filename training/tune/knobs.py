"""Which settings are searched, between which bounds and why; and which are not, and why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from features.errors import CallError
from training.config import Config
from training.fit.result import rounded

__all__ = ["KNOBS", "UNSEARCHED", "Knob", "start_of", "with_knobs"]

#: Digits of a value that is tried: more could not be told apart, and nobody could read them.
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Knob:
    """A setting that is searched: whole numbers where its default is one."""

    name: str
    low: float
    high: float
    scale: Literal["log", "even"]
    reason: str


KNOBS: dict[str, tuple[Knob, ...]] = {
    "risk": (
        Knob(
            "inverse_regularisation", 0.05, 20.0, "log",
            "dangers are few: below, words hardly count; above, the words of single postings decide",
        ),
        Knob("suspicious_weight", 0.0, 1.0, "even", "a share of a positive: nothing to all of one"),
        Knob(
            "field_scale", 0.01, 1.0, "log",
            "fields have a deviation of 1 and texts a length of 1: from hardly seen to as loud as all words together",
        ),
    ),
    "requests": (
        Knob(
            "inverse_regularisation", 0.3, 60.0, "log",
            "written texts are many and short: a twentieth to ten times of what was chosen by hand",
        ),
        Knob(
            "background_sentences", 1_000, 16_000, "log",
            "fewer show too little of ordinary work; more outweigh the written sentences by far",
        ),
        Knob(
            "background_postings", 500, 3_500, "log",
            "twice as many are read, and only unlabelled postings with a text serve",
        ),
    ),
    "pay": (
        Knob("head_penalty", 0.5, 40.0, "log", "terms are many: an eighth to ten times of what was chosen by hand"),
        Knob("trees", 20, 200, "log", "five forests of each kind ship with the bundle: more trees make it large and slow"),
        Knob("learning_rate", 0.02, 0.4, "log", "lower ones need more trees than are allowed; higher ones overshoot"),
        Knob("leaves", 4, 48, "log", "fewer find no interplay; more hold a handful of postings each"),
        Knob("min_rows_in_leaf", 10, 200, "log", "a quantile of fewer than ten is one posting's pay"),
        Knob("feature_share", 0.2, 1.0, "even", "a fifth of the inputs is about four; all is no draw at all"),
        Knob("row_share", 0.4, 1.0, "even", "less starves the outer quantiles; all is no draw at all"),
        Knob("leaf_penalty", 0.1, 100.0, "log", "from next to none to more than a leaf's own rows weigh"),
    ),
    "ghost": (
        Knob("hires_penalty", 3.0, 300.0, "log", "a tenth to ten times of what was chosen by hand"),
        Knob("pay_penalty", 0.5, 50.0, "log", "a tenth to ten times of what was chosen by hand"),
        Knob("category_penalty", 2.0, 200.0, "log", "a tenth to ten times; 3 to 30 were tried by hand"),
        Knob("word_penalty", 8.0, 800.0, "log", "a tenth to ten times; a posting has many words, which add up"),
        Knob("least_clients", 3, 40, "log", "a label of fewer is somebody's name; with more, few labels are left"),
    ),
}  # fmt: skip

#: Settings of the same parts that no search touches.
UNSEARCHED: dict[str, Mapping[str, str]] = {
    "risk": {},
    "requests": {
        "unlike_share": "an assumption: no data tells what is unlike the data",
        "danger_share": "an assumption: no data tells what is unlike the data",
    },
    "pay": {},
    "ghost": {
        "held_out_share": "how it is measured, not what is fitted",
        "bootstrap_draws": "how sure the error is, not what is fitted",
        "hire_rate": "an anchor from outside: no outcome of this marketplace is known",
        "new_client_share": "an anchor from outside: no outcome of this marketplace is known",
        "posts_when_unknown": "an anchor from outside: no outcome of this marketplace is known",
    },
}


def start_of(part: str, config: Config) -> dict[str, int | float]:
    """Return the searched settings as they are in use, where the search begins.

    Raises
    ------
    CallError
        If one lies outside of its bounds.
    """
    start: dict[str, int | float] = {knob.name: getattr(getattr(config, part), knob.name) for knob in KNOBS[part]}
    for knob in KNOBS[part]:
        if not knob.low <= start[knob.name] <= knob.high:
            raise CallError(
                f"{part}.{knob.name} is {start[knob.name]:g}; the search begins there and goes from {knob.low:g} to "
                f"{knob.high:g}; give a value within"
            )
    return start


def with_knobs(part: str, config: Config, values: Mapping[str, Any]) -> Config:
    """Return settings with other values of some knobs, decimal numbers to four digits; those in use as they are."""
    if values == start_of(part, config):
        return config
    short = {name: rounded(value, _DIGITS) if isinstance(value, float) else value for name, value in values.items()}
    changed: Any = {part: replace(getattr(config, part), **short)}
    return replace(config, **changed)
