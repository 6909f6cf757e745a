"""People who use a running service all the while: postings are judged, and what came of them is told."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from threading import Event, Thread

import httpx2
from prometheus_client.parser import text_string_to_metric_families

from tests.support.texts import ORIGINAL

__all__ = ["Load", "loaded", "wait_until"]

_LONGEST_S = 90.0


class Load:
    """What was answered so far.

    ``scored`` are the statuses of scores, ``acknowledged`` the events said to be kept, ``refused`` the answers
    where it kept nothing.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.scored: list[int] = []
        self.acknowledged: list[str] = []
        self.refused: list[httpx2.Response] = []
        self.over = Event()
        self._numbers = count()

    def score(self) -> None:
        """Have postings judged until it is over."""
        with httpx2.Client(base_url=self.address, timeout=60) as client:
            while not self.over.is_set():
                number = next(self._numbers)
                posting = {"id": f"n{number}", "title": f"Job {number}", "description": ORIGINAL, "connects": 12}
                self.scored.append(client.post("/v1/score", json=posting).status_code)

    def tell(self) -> None:
        """Tell outcomes, and Connects that were spent, until it is over."""
        with httpx2.Client(base_url=self.address, timeout=60) as client:
            while not self.over.is_set():
                event = str(uuid.uuid4())
                path, body = "/v1/outcomes", {"id": f"n{next(self._numbers)}", "outcome": "sent"}
                if len(self.acknowledged) % 3 == 0:
                    path, body = "/v1/spending", {"spending": "boosted_profile", "connects": 5}  # type: ignore[dict-item]
                told = client.post(path, json={**body, "event": event, "note": "x" * 900})
                if told.status_code == 201:
                    self.acknowledged.append(event)
                else:
                    self.refused.append(told)

    def counted(self) -> dict[str, float]:
        """Return the counters that have no label."""
        families = text_string_to_metric_families(httpx2.get(f"{self.address}metrics", timeout=60).text)
        return {sample.name: sample.value for family in families for sample in family.samples if not sample.labels}


@contextmanager
def loaded(address: str) -> Iterator[Load]:
    """Use a service from several sides."""
    load = Load(address)
    threads = [Thread(target=work) for work in (load.score, load.score, load.tell)]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        load.over.set()
        for thread in threads:
            thread.join()


def wait_until(holds: Callable[[], object]) -> None:
    """Wait for a condition, for as long as any machine may take."""
    until = time.monotonic() + _LONGEST_S
    while not holds():
        assert time.monotonic() < until, "it never came about"
        time.sleep(0.02)
