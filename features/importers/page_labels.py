"""The lines that a job page shows beside its text: each is a record with the field of the contract that it fills.

Every pattern must match a whole line, and every repetition in it is bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["CAPTION", "LABELS", "LONGEST", "OWN_WORDS", "RESUMES", "SECTIONS", "Label", "OwnWords"]

#: Longer lines are running text, in characters.
LONGEST = 120
_COUNT = r"[0-9][0-9,]{0,8}"
_MONEY = r"(?:US)?[$£€] ?[0-9][0-9.,]{0,14}[KMkm]?\+?"
_WHEN = (
    r"(?:just now|today|yesterday|last (?:week|month|quarter|year)|(?:[0-9]{1,3}\+?|an?|one) [a-z]{1,8} ago|"
    r"[A-Z][a-z]{2,8} [0-9]{1,2}, [0-9]{4})"
)
_PAY = rf"(?:less than )?{_MONEY}(?: ?(?:-|–|to) ?{_MONEY})?(?: ?/ ?hr)?"
_KIND = r"(?:hourly(?: range)?|fixed[- ]price|(?:est\. )?budget)"
_TIER = r"(?:entry(?: level)?|intermediate|expert)"
_LENGTH = r"(?:(?:less|more) than )?[0-9]{1,2}\+?(?: ?(?:to|-|–) ?[0-9]{1,2})? (?:day|week|month)s?(?: or less)?"
_HOURS = r"(?:(?:less|more) than )?[0-9]{1,3}\+?(?: ?(?:to|-|–) ?[0-9]{1,3})? (?:hrs?|hours)(?:/| per )week"


def _line(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Label:
    """A label whose value stands behind a colon, or alone on the line before or after."""

    field: str
    name: re.Pattern[str]
    value: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A line that says what it is; its groups fill the fields in order."""

    fields: tuple[str, ...]
    line: re.Pattern[str]


LABELS = (
    Label(
        "activity.proposals",
        _line("proposals"),
        _line(r"(?:less than [0-9]{1,4}|[0-9]{1,4} ?(?:to|-|–) ?[0-9]{1,4}|[0-9]{1,5}\+?)"),
    ),
    Label("activity.last_viewed", _line("last viewed by client"), _line(_WHEN)),
    Label("activity.hires", _line("hires"), _line(_COUNT)),
    Label("activity.interviewing", _line("interviewing"), _line(_COUNT)),
    Label("activity.invites_sent", _line("invites sent"), _line(_COUNT)),
    Label("activity.unanswered_invites", _line("unanswered invites"), _line(_COUNT)),
    Label(
        "connects",
        _line("send a proposal for|required connects to submit a proposal|connects required"),
        _line(r"[0-9]{1,3}(?: connects?)?"),
    ),
    Label("posted_at", _line("posted|posted on"), _line(_WHEN)),
    Label("client.member_since", _line("member since"), _line(_WHEN)),
    Label("tier", _line("experience level"), _line(_TIER)),
    Label("duration", _line("project length|duration"), _line(_LENGTH)),
    Label("weekly_hours", _line("hours per week|weekly hours"), _line(_HOURS)),
)

OWN_WORDS = (
    OwnWords(("client.payment_verified",), _line(r"(payment (?:method )?(?:is )?(?:not |un)?verified)")),
    OwnWords(("client.phone_verified",), _line(r"(phone (?:number )?(?:is )?(?:not |un)?verified)")),
    OwnWords(("client.rating", "client.reviews"), _line(rf"([0-5](?:[.,][0-9]{{1,2}})?) of ({_COUNT}) reviews?")),
    OwnWords(("client.rating",), _line(r"rating is ([0-5](?:[.,][0-9]{1,2})?) out of 5\.?")),
    OwnWords(("client.jobs_posted",), _line(rf"({_COUNT}) jobs? posted")),
    OwnWords(
        ("client.hire_rate_percent", "client.open_jobs"),
        _line(rf"([0-9]{{1,3}} ?%) hire rate(?:, ({_COUNT}) open jobs?)?"),
    ),
    OwnWords(("client.total_spent_usd",), _line(rf"({_MONEY}) (?:total )?spent")),
    OwnWords(("client.hires", "client.active_hires"), _line(rf"({_COUNT}) hires?, ({_COUNT}) active")),
    OwnWords(("client.avg_hourly_usd",), _line(rf"({_MONEY}) ?/ ?hr avg\.? hourly rate paid")),
    OwnWords(("client.hours",), _line(rf"({_COUNT}) hours")),
    OwnWords(("client.member_since",), _line(rf"member since ({_WHEN})")),
    OwnWords(("posted_at",), _line(rf"(?:posted|renewed) (?:on )?({_WHEN})")),
    OwnWords(("connects",), _line(r"send a proposal for:? ([0-9]{1,3} connects?)")),
    OwnWords(("tier",), _line(rf"({_TIER})")),
    OwnWords(("duration",), _line(rf"({_LENGTH})")),
    OwnWords(("duration", "weekly_hours"), _line(rf"({_LENGTH}), ({_HOURS})")),
    OwnWords(("weekly_hours",), _line(rf"({_HOURS})")),
    OwnWords(("pay.line",), _line(rf"({_KIND}:? {_PAY})")),
    OwnWords(("pay.line",), _line(rf"({_PAY} {_KIND})")),
    OwnWords(("pay.amount",), _line(rf"({_PAY})")),
    OwnWords(("pay.type",), _line(rf"({_KIND}):?")),
)  # fmt: skip

#: Lines of the page itself that say nothing about the posting.
CAPTION = _line(
    r"summary|(?:job )?description|worldwide|project type.{0,40}|apply now|save job|flag as inappropriate|copy link|"
    r"(?:see )?(?:more|less)|open job in a new window|available connects:? ?[0-9]{0,6}|bid range.{0,80}|"
    r"experience level|project length|duration|hours per week|remote job|(?:one-time|ongoing|complex) project|"
    r"contract-to-hire opportunity.{0,40}|specialized profiles can help you.{0,120}|upgrade your membership.{0,60}|"
    r"i am looking for (?:freelancers with the lowest rates|a mix of experience and value)|"
    r"i am willing to pay higher rates for the most experienced freelancers"
)
#: After the lists of other jobs, this line is of the posting again.
RESUMES = _line(r"(?:send a proposal for|required connects to submit a proposal).{0,40}")
#: (name, heading). Under "client", "activity" and "history" only labelled lines count; "history" has other jobs' lines.
SECTIONS = (
    ("main", _line(r"summary|(?:job )?description|details|preferred qualifications")),
    ("skills", _line(r"skills and expertise|(?:mandatory|nice-to-have|required) skills|skills")),
    ("questions", _line(r"you will be asked to answer the following questions.{0,60}")),
    ("activity", _line("activity on this job")),
    ("client", _line("about the client")),
    ("history", _line(r"(?:client['’]s )?recent history(?: \([0-9,]{1,9}\))?|other open jobs by this client.{0,20}|"
                      r"(?:explore )?similar jobs.{0,40}|job link")),
)  # fmt: skip
