"""One annotator at work: which posting is asked, what was answered, and how to go back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from threading import Lock
from typing import Any

from features.errors import BidworthyError
from features.posting import Posting
from training.label.labels import Label, read_label
from training.label.seen import facts, fields, states_pay
from training.label.store import Store

__all__ = ["NotAsked", "Session"]


class NotAsked(BidworthyError):
    """Another posting is asked by now, or no answer is left to take back."""


class Session:
    """Asks postings in order and keeps the answers.

    Parameters
    ----------
    postings : mapping of str to Posting
        By key.
    order : iterator of str
        Keys, as they are to be asked; those that were answered are passed over.
    store : Store
    """

    def __init__(self, postings: Mapping[str, Posting], order: Iterator[str], store: Store) -> None:
        self._postings = postings
        self._order = order
        self._store = store
        self._next: str | None = None
        #: What was taken back, the last one asked first, with the answers as they were.
        self._again: dict[str, Label | None] = {}
        self._lock = Lock()

    @property
    def store(self) -> Store:
        """Return where the answers are."""
        return self._store

    def state(self) -> dict[str, Any]:
        """Return what the page shows: the posting that is asked, and how far the work is."""
        with self._lock:
            return self._state()

    def label(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """Keep a label of the posting that is asked.

        Raises
        ------
        InputError
            If it is no label.
        NotAsked
            If another posting is asked by now.
        """

        def keep(key: str) -> None:
            self._store.label(key, read_label(value, self._postings[key]))

        return self._answered(value.get("id"), keep)

    def skip(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """Pass over the posting that is asked.

        Raises
        ------
        NotAsked
            If another posting is asked by now.
        """
        return self._answered(value.get("id"), self._store.skip)

    def undo(self) -> dict[str, Any]:
        """Take the last answer back, so that its posting is asked again; any number of times, also of earlier sessions.

        Raises
        ------
        NotAsked
            If no answer is left.
        """
        with self._lock:
            last = self._store.book.last
            if last is None:
                raise NotAsked("there is no answer to take back; nothing was changed")
            answer = self._store.book.answers[last]
            self._store.undo()
            # A posting that is not in this pool cannot be shown; its answer is taken back all the same.
            if last in self._postings:
                self._again[last] = answer
            return self._state()

    def _answered(self, key: object, keep: Callable[[str], None]) -> dict[str, Any]:
        with self._lock:
            asked = self._asked()
            if asked is None or key != asked:
                raise NotAsked("another posting is asked by now, perhaps in another window; load the page again")
            keep(asked)
            self._again.pop(asked, None)
            return self._state()

    def _asked(self) -> str | None:
        if self._again:
            return next(reversed(self._again))
        answers = self._store.book.answers
        while self._next is None or self._next in answers:
            self._next = next(self._order, None)
            if self._next is None:
                return None
        return self._next

    def _state(self) -> dict[str, Any]:
        key, answers = self._asked(), self._store.book.answers
        draft = self._again.get(key) if key is not None else None
        return {
            "posting": None if key is None else _shown(key, self._postings[key]),
            "draft": None if draft is None else draft.as_dict(),
            "done": len(answers),
            "left": sum(key not in answers for key in self._postings),
            "can_undo": bool(answers),
        }


def _shown(key: str, posting: Posting) -> dict[str, Any]:
    return {"id": key, "fields": fields(posting), "facts": facts(posting), "pay_stated": states_pay(posting)}
