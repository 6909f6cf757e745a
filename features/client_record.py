"""The client's record: finished postings and how many ended in a hire, as the page's fields amount to it."""

from __future__ import annotations

from dataclasses import dataclass

from features.posting import Client

__all__ = ["Record", "record_of"]


@dataclass(frozen=True, slots=True)
class Record:
    """A client's finished postings and how many ended in a hire.

    ``kind``: ``counted`` (both numbers known), ``rate_only`` (a hire rate without a count), ``new`` (nothing finished and
    nothing spent), ``hired_before`` (spent or hired, counts unknown), ``unknown``. ``shown`` is the record as the page
    counts it.
    """

    kind: str
    posts: float
    hires: float
    shown: tuple[int, int] | None = None


def record_of(client: Client, posts_when_unknown: float) -> Record:
    """Return the record that the client's fields amount to.

    The posting being read is itself among the jobs posted and has no outcome yet, nor have other open ones; so "1 job
    posted, 0% hire rate" is a new client, not a bad one. Rates over 100% are cut to 100.
    """
    rate = None if client.hire_rate_percent is None else min(client.hire_rate_percent, 100.0) / 100
    jobs = client.jobs_posted
    if jobs is not None:
        hires = _hires(client, rate, jobs)
        open_jobs = max(1, client.open_jobs or 1)
        if hires is not None:
            posts = max(jobs - open_jobs, hires, 0.0)
            shown = (round(hires), jobs)
            if posts >= 1:
                return Record("counted", posts, hires, shown)
            # Money, contracts or reviews say that somebody was hired, whatever the counters of this page add up to.
            return Record("hired_before" if _paid(client) else "new", 0.0, 0.0)
        if jobs <= open_jobs and not _paid(client):
            return Record("new", 0.0, 0.0)
    if rate is not None:
        if rate == 0 and not client.hires and client.total_spent_usd == 0 and jobs is None:
            return Record("new", 0.0, 0.0)
        return Record("rate_only", posts_when_unknown, rate * posts_when_unknown)
    if _paid(client):
        return Record("hired_before", 0.0, 0.0)
    return Record("new", 0.0, 0.0) if client.total_spent_usd == 0 or client.hires == 0 else Record("unknown", 0.0, 0.0)


def _paid(client: Client) -> bool:
    return bool(client.total_spent_usd or client.hires or client.reviews)


def _hires(client: Client, rate: float | None, jobs: int) -> float | None:
    """Return postings that ended in a hire; one posting may hire several people, so contracts are only a bound."""
    if rate is not None:
        return rate * jobs
    if client.hires is not None:
        return float(min(client.hires, jobs))
    return 0.0 if client.total_spent_usd == 0 else None
