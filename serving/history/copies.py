"""Copies: how many other postings carry nearly the same text, and whose they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["MOST", "NO_COPIES", "Copies", "count"]

#: Counted at most, and looked at most for each band of a signature: a text seen 10,000 times costs no more than one seen
#: 32 times. A count of `MOST` means that many or more.
MOST = 32


@dataclass(frozen=True, slots=True)
class Copies:
    """The other postings with nearly the same text as one posting. Every count stops at `MOST`.

    Parameters
    ----------
    postings : int
        All of them.
    other_clients : int
        Known clients other than the posting's own. Where its own is not known, one of theirs may be it and is not counted.
    same_client : int
        Postings of the posting's own client.
    unknown_client : int
        Postings that may be the same client's or another's: their client is not known, or the posting's own is not.
    """

    postings: int
    other_clients: int
    same_client: int
    unknown_client: int


NO_COPIES = Copies(0, 0, 0, 0)


def count(own: str | None, clients: Iterable[str | None]) -> Copies:
    """Return the counts.

    Parameters
    ----------
    own : str or None
        The client of the posting that is judged.
    clients : iterable of (str or None)
        The client of each other posting with nearly the same text.

    Examples
    --------
    >>> count("a", ["a", "b", "b", None])
    Copies(postings=4, other_clients=1, same_client=1, unknown_client=1)
    >>> count(None, ["b", "c", None])
    Copies(postings=3, other_clients=1, same_client=0, unknown_client=3)
    """
    found = list(clients)
    known = {client for client in found if client is not None}
    if own is None:
        counts = len(found), max(0, len(known) - 1), 0, len(found)
    else:
        counts = len(found), len(known - {own}), found.count(own), found.count(None)
    return Copies(*(min(number, MOST) for number in counts))
