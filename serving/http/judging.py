"""Judging the postings of one request: by what was seen before it; then they are remembered."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

from starlette.concurrency import run_in_threadpool

from features.profile import Profile
from serving.given import Given
from serving.history.copies import NO_COPIES
from serving.history.memory import Memory
from serving.http.metrics import Metrics
from serving.ledger.keeper import Keeper
from serving.live import Live
from serving.recent import Look, Past, Recent

__all__ = ["Judging"]


class Judging:
    """The scorer, the answers of a moment ago, the history and the ledger, as one request needs them.

    Parameters
    ----------
    live : Live
    recent : Recent
        Has the answers of a moment ago.
    memory : Memory
        Asked about the postings of a request, then told of them.
    keeper : Keeper
        Gets what was judged, and knows your own record.
    metrics : Metrics
        Counts it.
    """

    def __init__(self, live: Live, recent: Recent, memory: Memory, keeper: Keeper, metrics: Metrics) -> None:
        self._live, self._recent, self._memory, self._keeper, self._metrics = live, recent, memory, keeper, metrics

    async def judged(self, looks: Sequence[Look], profile: Profile) -> list[Given]:
        """Return the answer to each look, in order; their order changes none of them."""
        given = await self._judged(looks, profile)
        self._metrics.judged(given)
        return given

    async def _judged(self, looks: Sequence[Look], profile: Profile) -> list[Given]:
        recent, memory, keeper = self._recent, self._memory, self._keeper
        if not keeper.keeps or not looks:
            return recent.judge(looks, self._live.scorer, profile)
        since, asked = recent.anew, recent.unsettled(looks)
        postings, past = [look.posting for look in asked], {look: look.past for look in looks}
        seen, is_told = memory.sightings(postings), True
        if asked or not keeper.knows_record(profile):
            # To a thread and back takes as long as judging a posting, but no other request may wait while a program writes.
            copies, earlier, who = await run_in_threadpool(
                lambda: (memory.copies(seen), keeper.earlier(postings), keeper.with_record(profile))
            )
            is_told = copies is not None and earlier is not None
            past |= zip(asked, map(Past, copies or repeat(NO_COPIES), earlier or repeat(None)), strict=False)
        else:
            who = keeper.with_record(profile)
        before = recent.anew
        given = recent.judge(looks, self._live.scorer, who, [past[look] for look in looks])
        memory.remember(seen)
        # By another profile or bundle: the ledger has not got that answer, either.
        kept = [number for number, look in enumerate(looks) if recent.anew != before or look in asked]
        keeper.note([looks[n].raw for n in kept], [looks[n].posting for n in kept], [given[n] for n in kept])
        if is_told:
            recent.settle(asked, since)
        return given
