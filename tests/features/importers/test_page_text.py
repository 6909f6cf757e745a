from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.errors import InputError, shown
from features.importers.page_text import read_page_text
from features.posting import read_posting
from features.reading.counts import CountRange

PAGE = """
Put a product catalogue in order
Posted 2 hours ago
Worldwide
Summary
There are 4,000 rows in one sheet.

Please keep the order of the columns.
More
Less than 30 hrs/week
Hourly
1 to 3 months
Duration
Intermediate
I am looking for a mix of experience and value
Experience Level
$15.00
-
$30.00
Hourly
Project Type: Ongoing project
You will be asked to answer the following questions when submitting a proposal:
1. Which tools do you use?
2. When can you start?
Skills and Expertise
Python
Data Cleaning
Activity on this job
Proposals:
20 to 50
Last viewed by client:
3 hours ago
Hires:
1
Interviewing:
2
Invites sent:
3
Unanswered invites:
1
About the client
Payment method verified
Phone number not verified
Rating is 4.9 out of 5.
4.9 of 13 reviews
Australia
Perth 8:15 pm
179 jobs posted
37% hire rate, 1 open job
$4.3K total spent
76 hires, 8 active
$22.10 /hr avg hourly rate paid
310 hours
Member since Jan 5, 2020
Client's recent history (3)
Another job
Fixed-price $900
5.0 of 2 reviews
Send a proposal for: 12 Connects
Available Connects: 80
Job link
Copy link
"""


def test_page() -> None:
    """Each labelled line of a page fills its field, and what stays is the posting's own text."""
    posting = read_posting(read_page_text(PAGE))
    assert posting.title == "Put a product catalogue in order"
    assert posting.description == "There are 4,000 rows in one sheet.\n\nPlease keep the order of the columns."
    assert posting.pay is not None
    assert (posting.pay.type, posting.pay.min, posting.pay.max) == ("hourly", 15, 30)
    assert (posting.tier, posting.duration, posting.weekly_hours) == (
        "intermediate",
        "1 to 3 months",
        "Less than 30 hrs/week",
    )
    assert posting.posted_at is not None
    assert posting.posted_at.ago == timedelta(hours=2)
    assert posting.connects == 12
    assert posting.skills == ("Python", "Data Cleaning")
    assert posting.questions == ("Which tools do you use?", "When can you start?")


def test_page_client() -> None:
    """The client's panel is read, and the jobs of the recent history are not."""
    client = read_posting(read_page_text(PAGE)).client
    assert (client.payment_verified, client.phone_verified, client.rating, client.reviews) == (True, False, 4.9, 13)
    assert (client.jobs_posted, client.hire_rate_percent, client.open_jobs) == (179, 37, 1)
    assert (client.total_spent_usd, client.hires, client.active_hires) == (4300, 76, 8)
    assert (client.avg_hourly_usd, client.hours) == (22.1, 310)
    assert client.member_since is not None
    assert client.country is None


def test_page_activity() -> None:
    """The counters of the job are read."""
    activity = read_posting(read_page_text(PAGE)).activity
    assert activity.proposals == CountRange(20, 50)
    assert activity.last_viewed is not None
    assert activity.last_viewed.ago == timedelta(hours=3)
    assert (activity.hires, activity.interviewing, activity.invites_sent, activity.unanswered_invites) == (1, 2, 3, 1)


LABELS = [
    ("Proposals", "Less than 5"),
    ("Hires", "1"),
    ("Interviewing", "2"),
    ("Invites sent", "3"),
    ("Unanswered invites", "4"),
]
EXPECTED = {
    "proposals": "Less than 5",
    "hires": "1",
    "interviewing": "2",
    "invites_sent": "3",
    "unanswered_invites": "4",
}


@pytest.mark.parametrize(
    "form", ["{0}: {1}", "{0}:{1}", "{0}:\n{1}", "{0}\n{1}", "{1}\n{0}", "{1}\n\n{0}:", "{0}\n\n  {1}"], ids=shown
)
def test_label_and_value_in_either_order(form: str) -> None:
    """A label and its value may share a line, or stand on two in either order."""
    text = "A title\nA text.\n" + "\n".join(form.format(*pair) for pair in LABELS)
    assert read_page_text(text) == {"title": "A title", "description": "A text.", "activity": EXPECTED}


@pytest.mark.parametrize(
    ("lines", "pay"),
    [
        ("$15.00 - $30.00\nHourly", (15, 30, "hourly")),
        ("Hourly: $15-$30", (15, 30, "hourly")),
        ("$500.00\nFixed-price", (500, 500, "fixed")),
        ("Fixed-price\n$500.00", (500, 500, "fixed")),
        ("Est. budget:\n$18.00", (18, 18, "fixed")),
        ("Est. budget: $18.00", (18, 18, "fixed")),
        ("$25.00 Hourly", (25, 25, "hourly")),
    ],
    ids=shown,
)
def test_pay(lines: str, pay: tuple[float, float, str]) -> None:
    """The pay is put together from its lines."""
    read = read_posting(read_page_text(f"A title\nA text.\n{lines}"))
    assert read.description == "A text."
    assert read.pay is not None
    assert (read.pay.min, read.pay.max, read.pay.type) == pay


@pytest.mark.parametrize(
    "line",
    [
        "Send a proposal for: 12 Connects",
        "Send a proposal for:\n12 Connects",
        "Required Connects to submit a proposal: 12",
    ],
    ids=shown,
)
def test_connects(line: str) -> None:
    """Both wordings of the price are read."""
    assert read_posting(read_page_text(f"A title\nA text.\n{line}")).connects == 12


@pytest.mark.parametrize(
    ("text", "title", "description"),
    [
        ("One line", "One line", ""),
        ("\n\nFirst\n\nSecond\nThird\n", "First", "Second\nThird"),
        ("x" * 201, "", "x" * 201),
        ("x" * 201 + "\nmore to do", "", "x" * 201 + "\nmore to do"),
        ("", "", ""),
        (
            "First\nWe pay $500 on delivery, 20 to 50 rows a day.",
            "First",
            "We pay $500 on delivery, 20 to 50 rows a day.",
        ),
        ("First\nAbout the client\nWe are a bakery.", "First", "We are a bakery."),
    ],
    ids=shown,
)
def test_plain_text(text: str, title: str, description: str) -> None:
    """Text without labels is a title and a description; nothing in a sentence is taken for a label."""
    assert read_page_text(text) == {"title": title, "description": description}


def test_first_value_counts() -> None:
    """A second line for the same field does not change it."""
    assert read_page_text("T\n179 jobs posted\n5 jobs posted")["client"] == {"jobs_posted": "179"}


def test_too_long() -> None:
    """More than a job page is refused by its length."""
    with pytest.raises(InputError, match="has 500,001 characters and at most 500,000 are read; copy one job page only"):
        read_page_text("x" * 500_001)


@pytest.mark.parametrize(
    "line", ["Hires\n", "Hires:\n1\n", "$1\n-\n", "a\n", "Skills\na\n", "less than ", "$111 - ", "(((", "\n"], ids=shown
)
def test_hostile_page(line: str) -> None:
    """A page of one line repeated to the limit is read to the end."""
    found = read_page_text(line * (500_000 // len(line)))
    assert {"title", "description"} <= set(found)
    assert len(found.get("skills", [])) <= 100


_lines = st.sampled_from([*PAGE.splitlines(), "", "Proposals", "50+", "Hires: 3"]) | st.text(max_size=30)


@settings(deadline=None)
@given(st.lists(_lines, max_size=30).map("\n".join))
def test_any_page(text: str) -> None:
    """Any text is a posting, or an InputError about its title or description; no label is ever misread."""
    try:
        read_posting(read_page_text(text))
    except InputError as error:
        assert error.field in ("", "title", "description", "skills", "questions")
