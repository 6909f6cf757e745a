"""What the bytes of an output depend on: two runs that agree in all of it write the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from serving.batch.formats import Shape
    from serving.batch.inputs import Source
    from serving.batch.run import Work

__all__ = ["digest_of", "made_of", "other"]

#: Raised when the same rows would be written otherwise, or pieces look different.
_PIECES = 1


def digest_of(value: object) -> str:
    """Return a digest of what JSON can hold."""
    return sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]


def made_of(work: Work, history: str | None, shape: Shape, sources: Sequence[Source]) -> dict[str, Any]:
    """Return, by plain names, what a run is made of."""
    bundle, profile = work.scorer.bundle, work.profile
    facts = {
        "version of bidworthy": f"{version('bidworthy')} ({_PIECES})",
        "bundle": f"{bundle.label} ({digest_of(bundle.manifest)[:12]})",
        "assumptions": digest_of({name: one.value for name, one in work.scorer.assumptions.records.items()})[:12],
        "profile": "none" if profile is None else digest_of(profile.model_dump(mode="json"))[:12],
        "history": history or "none",
        "shape of the answers": asdict(shape),
        "inputs": [[one.name, one.size, one.changed_ns] for one in sources],
    }
    back: dict[str, Any] = orjson.loads(orjson.dumps(facts))  # as it comes back from a spool
    return back


def other(before: Mapping[str, Any], now: Mapping[str, Any]) -> str | None:
    """Return in words the first thing in which two runs differ; None where they agree."""
    for name in now:
        if before.get(name) != now[name]:
            return _told(name, before.get(name), now[name])
    return None


def _told(name: str, before: Any, now: Any) -> str:
    if name == "inputs" and isinstance(before, list):
        if [one[0] for one in before] != [one[0] for one in now]:
            return f"other inputs ({_names(before)}, and not {_names(now)})"
        changed = next(one[0] for one, old in zip(now, before, strict=True) if one != old)
        return f"another content of {changed}: its size or its time changed"
    if isinstance(now, dict):
        return "other columns, or another shape of them (--columns, --nested)"
    return f"another {name}: {before}, and not {now}"


def _names(inputs: Sequence[Sequence[Any]]) -> str:
    names = [str(one[0]) for one in inputs]
    return ", ".join(names[:3]) + (f" and {len(names) - 3:,} more" if len(names) > 3 else "")
