"""Groups: rows that share a mark belong together, and so do rows that share a mark with one of these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["joined"]


def joined(marks: Iterable[Sequence[str]]) -> list[str]:
    """Return the name of each row's group: rows are joined by every mark that they share (union-find with path halving).

    Parameters
    ----------
    marks : iterable of sequence of str
        Of each row, at least one. The name of a group is a first mark of one of its rows.

    Examples
    --------
    >>> joined([["a", "x"], ["b"], ["c", "x", "y"], ["d", "y"]])
    ['d', 'b', 'd', 'd']
    """
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = name = parent[parent[name]]
        return name

    firsts = []
    for own in marks:
        for mark in own[1:]:
            parent[root(mark)] = root(own[0])
        firsts.append(own[0])
    return [root(name) for name in firsts]
