"""The knobs of training: one typed value, read from TOML files and printed back (`training.settings`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from features.errors import CallError, shown

__all__ = [
    "PARTS",
    "Config",
    "GhostConfig",
    "PayConfig",
    "RequestsConfig",
    "RiskConfig",
    "VocabularyConfig",
    "bounds_of",
    "config_like",
    "read_config",
]


@dataclass(frozen=True, slots=True)
class VocabularyConfig:
    """Which terms a model may know."""

    min_groups: int = 12
    """A term must occur in so many groups of postings: rarer ones are noise, or somebody's name."""


@dataclass(frozen=True, slots=True)
class RiskConfig:
    """The linear text model of danger."""

    inverse_regularisation: float = 2.0
    """How freely words, fields and rules are weighed: the inverse of the ridge penalty."""
    suspicious_weight: float = 0.5
    """How much of a positive a posting labelled 1 (suspicious) is."""
    field_scale: float = 0.1
    """Fields against words: a smaller scale is regularised harder."""


@dataclass(frozen=True, slots=True)
class RequestsConfig:
    """The models of dangerous requests."""

    inverse_regularisation: float = 6.0
    """How freely words and pairs of words are weighed: the inverse of the ridge penalty."""
    background_sentences: int = 8_000
    """Sentences of unlabelled postings that stand against the written requests."""
    background_postings: int = 3_000
    """Unlabelled postings that show what an ordinary one is like."""
    unlike_share: float = 0.05
    """Share of postings supposed to be unlike the real ones that were collected. An assumption (D): the less, the more the
    market's own model decides."""
    danger_share: float = 0.03
    """Share of dangers supposed among postings unlike the real ones that were collected. An assumption (D): of the collected
    ones 2.1% are. Chosen on written cases held out: at 0.03 about 1 in 30 harmless ones reaches the medium band of 0.08."""


@dataclass(frozen=True, slots=True)
class PayConfig:
    """The quantile forests of pay, and the linear heads before them."""

    head_penalty: float = 4.0
    """Ridge penalty of the linear heads that read the terms."""
    trees: int = 60
    """Trees of each forest; there is one forest for each quantile."""
    learning_rate: float = 0.12
    """How much of what a tree says is added."""
    leaves: int = 12
    """Most leaves of a tree."""
    min_rows_in_leaf: int = 40
    """Fewest postings in a leaf; a fifth of all where there are few."""
    feature_share: float = 0.5
    """Share of the inputs that a tree may look at."""
    row_share: float = 0.7
    """Share of the postings that a tree learns from."""
    leaf_penalty: float = 5.0
    """Ridge penalty of what a leaf says."""


@dataclass(frozen=True, slots=True)
class GhostConfig:
    """The client's record and the layer above it."""

    held_out_share: float = 0.3
    """Share of the outcomes, the latest ones, that stands aside for the figures by time."""
    bootstrap_draws: int = 40
    """Samples of clients from which the standard errors come."""
    hire_rate: float = 0.38
    """Share of postings that hire, where nothing was learnt: ``marketplace_hire_rate`` in serving/assumptions.toml."""
    new_client_share: float = 0.4
    """Share of postings by first-time clients: ``new_client_share`` there."""
    posts_when_unknown: float = 5.0
    """A hire rate without a number of postings counts as so many: ``record_posts_when_unknown`` there."""
    hires_penalty: float = 30.0
    """Ridge penalty, as the inverse variance of a weight, of the client's number of hires in the layer."""
    pay_penalty: float = 5.0
    """The same of the pay against its market."""
    category_penalty: float = 20.0
    """The same of a category. Chosen by cross-validation among 3 to 30."""
    word_penalty: float = 80.0
    """The same of a skill and of a word of the title, of which a posting has many: four times as much."""
    least_clients: int = 8
    """A label must occur with so many clients: rarer ones are noise, or somebody's name."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that training may be told."""

    name: str = "bidworthy"
    """Name of the bundle."""
    version: str = "0.1.0"
    """Version of the bundle."""
    seed: int = 20_261_125
    """Of every draw: folds, forests, bootstraps."""
    folds: int = 5
    """Parts of the cross-validation."""
    vocabulary: VocabularyConfig = field(default_factory=VocabularyConfig)
    requests: RequestsConfig = field(default_factory=RequestsConfig)
    risk: RiskConfig = field(default_factory=RiskConfig)
    pay: PayConfig = field(default_factory=PayConfig)
    ghost: GhostConfig = field(default_factory=GhostConfig)

    def flat(self) -> dict[str, str]:
        """Return every setting as ``part.name`` to text, for the run's record."""
        parts = asdict(self)
        top = {key: str(value) for key, value in parts.items() if not isinstance(value, dict)}
        return top | {
            f"{p}.{k}": str(v) for p, values in parts.items() if isinstance(values, dict) for k, v in values.items()
        }


#: Lowest and highest value of a number, both allowed; every other number is just above zero, or more.
_BOUNDS = {
    "seed": (0, 2**31 - 1),
    "folds": (2, 100),
    "bootstrap_draws": (2, 10_000),
    "suspicious_weight": (0, 1),
    "danger_share": (1e-6, 0.999),
    "unlike_share": (1e-6, 0.999),
    "held_out_share": (0.1, 0.9),
    "hire_rate": (0.05, 0.95),
    "new_client_share": (0, 0.95),
    "leaves": (2, 1_000),
    "feature_share": (0.01, 1),
    "row_share": (0.01, 1),
}
_ANY_NUMBER = (1e-6, 1e6)
#: The parts of a `Config`, in order.
PARTS: dict[str, type[Any]] = {
    "vocabulary": VocabularyConfig,
    "requests": RequestsConfig,
    "risk": RiskConfig,
    "pay": PayConfig,
    "ghost": GhostConfig,
}


def bounds_of(name: str) -> tuple[float, float]:
    """Return the lowest and the highest value of a number, both allowed."""
    return _BOUNDS.get(name, _ANY_NUMBER)


def read_config(paths: Path | Sequence[Path] | None = None) -> Config:
    """Read settings from TOML files; what they leave out keeps its default.

    Parameters
    ----------
    paths : Path or sequence of Path, optional
        One file or several, in any order: each setting stands in one of them.

    Raises
    ------
    CallError
        If a file cannot be read, a name is unknown, a value has another type than the default or is out of bounds, or two
        files give the same setting.
    """
    files = [] if paths is None else [paths] if isinstance(paths, Path) else [*paths]
    given: dict[str, Any] = {}
    told_by: dict[str, Path] = {}
    for path in files:
        read = _read(path)
        for label in _labels(read):
            if label in told_by:
                raise CallError(f"{label} is given by {told_by[label]} and by {path}; leave it out of one of them")
            told_by[label] = path
        given |= {name: given[name] | value if name in PARTS and name in given else value for name, value in read.items()}
    parts = {name: _typed(kind, given.pop(name, {}), name) for name, kind in PARTS.items()}
    config: Config = _typed(Config, given | parts, "")
    return config


def _read(path: Path) -> dict[str, Any]:
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CallError(f"{path} cannot be read as a TOML file: {error}; correct it, or leave --config out") from None
    for part in PARTS:
        if not isinstance(read.get(part, {}), dict):
            raise CallError(f"[{part}] is {shown(read[part])}; write a table of settings")
    return read


def _labels(read: Mapping[str, Any]) -> list[str]:
    """Return the names of the settings that a file gives, as ``part.name``."""
    top = [name for name in read if name not in PARTS]
    return top + [f"{part}.{name}" for part in PARTS for name in read.get(part, {})]


def _typed(kind: type[Any], values: Mapping[str, Any], part: str) -> Any:
    known = {f.name: getattr(kind(), f.name) for f in fields(kind)}
    for name, value in values.items():
        label = f"{part}.{name}" if part else name
        if name not in known:
            raise CallError(f"{label} is no setting; the settings are {', '.join(known)}")
        if type(value) is not type(known[name]) and not (isinstance(known[name], float) and type(value) is int):
            raise CallError(f"{label} is {shown(value)}; it must be of the kind of its default, {known[name]!r}")
        _check_bounds(name, label, value)
    return kind(**{name: float(v) if isinstance(known[name], float) else v for name, v in values.items()})


def _check_bounds(name: str, label: str, value: object) -> None:
    low, high = bounds_of(name)
    if isinstance(value, (int, float)) and not low <= value <= high:
        raise CallError(f"{label} is {shown(value)}; write a number from {low:g} to {high:g}")


def config_like(settings: Mapping[str, str]) -> Config:
    """Return the settings that a bundle was trained with, from the text of its manifest; new ones have their default.

    Raises
    ------
    CallError
        If one of them cannot be read.
    """
    parts: dict[str, dict[str, Any]] = {}
    for label, text in settings.items():
        part, _, name = label.rpartition(".")
        default = getattr(getattr(Config(), part, None) if part else Config(), name, None)
        if default is None:
            continue  # of another version
        try:
            parts.setdefault(part, {})[name] = type(default)(text)
        except (ValueError, TypeError):
            raise CallError(f"{label} is {shown(text)} in the bundle; it must be of the kind of {default!r}") from None
    config: Config = _typed(Config, parts.pop("", {}), "")
    return replace(config, **{part: _typed(PARTS[part], values, part) for part, values in parts.items()})
