"""The ledger's postings as training reads them: one row each, and all their looks for ``bidworthy-train refit``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from features.posting import Posting
from training.ledger.records import Look, Seen

__all__ = ["postings_of", "snapshots_of"]

#: What an outcome says of the posting's state, in the words of `training.snapshots.read`.
_STATUS = {"hired": "filled", "other_hired": "filled", "refunded": "cancelled", "expired": "expired"}


def postings_of(postings: Iterable[Seen]) -> list[dict[str, Any]]:
    """Return each posting that was seen, in the contract's shape: as on the look that shows most, the earliest of those."""
    return [_named(seen, max(seen.looks, key=_known).raw) for seen in postings if seen.looks]


def snapshots_of(postings: Iterable[Seen]) -> list[dict[str, Any]]:
    """Return the looks at each posting, rows for ``bidworthy-train refit``.

    A page that did not change stands once in the ledger; it was seen again at the posting's last look, so that is a row of
    its own. An outcome that ends a posting is a row with its ``status`` at the time it was told for: ``filled`` when
    somebody was hired, ``cancelled`` when the Connects came back, ``expired``.
    """
    return [_named(seen, row) for seen in postings if seen.looks for row in _rows(seen)]


def _rows(seen: Seen) -> Iterator[dict[str, Any]]:
    yield from (look.raw for look in seen.looks)
    last = seen.looks[-1]
    if seen.last_seen is not None and seen.last_seen > last.at:
        yield last.raw | {"observed_at": seen.last_seen.isoformat()}
    for event in seen.events:
        if event.what in _STATUS:
            yield _at(seen, event.at).raw | {"observed_at": event.at.isoformat(), "status": _STATUS[event.what]}


def _at(seen: Seen, at: datetime) -> Look:
    return seen.look_at(at) or seen.looks[0]


def _named(seen: Seen, raw: dict[str, Any]) -> dict[str, Any]:
    return raw | {"id": seen.name, "source": seen.source}


def _known(look: Look) -> int:
    return _count(look.posting)


def _count(posting: Posting) -> int:
    """Return how many fields are known."""
    values = posting.model_dump(mode="python")
    parts = [values, *(values[name] for name in ("pay", "client", "activity") if values[name] is not None)]
    return sum(value is not None for part in parts for value in part.values())
