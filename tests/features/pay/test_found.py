"""The pay that a text states is found with its unit, and other money is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.pay.found import FoundPay, find_pay, stated_hours

Ends = tuple[float | None, float | None]
Row = tuple[str, float | None, float | None, str | None, str, float | None, tuple[float, float] | None]

_MONTH = 52 / 12

STATED: list[Row] = [
    # Whole work.
    ("My budget is $70 for the banner.", 70, 70, "USD", "project", None, None),
    ("Budget: $300", 300, 300, "USD", "project", None, None),
    ("Budget: 150-250 USD", 150, 250, "USD", "project", None, None),
    ("Budget - $80 - $120, negotiable", 80, 120, "USD", "project", None, None),
    ("BUDGET IS $45 MAX", None, 45, "USD", "project", None, None),
    ("Our budget is up to €900.", None, 900, "EUR", "project", None, None),
    ("Max budget: £60", None, 60, "GBP", "project", None, None),
    ("The budget starts from $250 and grows.", 250, None, "USD", "project", None, None),
    ("Budget is $2k+", 2000, None, "USD", "project", None, None),
    ("Budget 5-8k USD for the complete app", 5000, 8000, "USD", "project", None, None),
    ("The budget is between $500 and $700.", 500, 700, "USD", "project", None, None),
    ("Budget from $900 to $1,400", 900, 1400, "USD", "project", None, None),
    ("Budget: 1.200 € for everything", 1200, 1200, "EUR", "project", None, None),
    ("Budget: 49,50 €", 49.5, 49.5, "EUR", "project", None, None),
    ("Budget:\n\n$640", 640, 640, "USD", "project", None, None),
    ("Scope & Budget:\n- $75 fixed", 75, 75, "USD", "project", None, None),
    ("💰 Budget: 💵 $55", 55, 55, "USD", "project", None, None),
    ("Budget: $[90]", 90, 90, "USD", "project", None, None),
    ("fixed price of €420 for the whole project", 420, 420, "EUR", "project", None, None),
    ("Fixed price: CA$310", 310, 310, "CAD", "project", None, None),
    ("This is a $650 fixed price job.", 650, 650, "USD", "project", None, None),
    ("I pay a flat fee of $35 for the logo.", 35, 35, "USD", "project", None, None),
    ("Flat rate of $125, paid on delivery", 125, 125, "USD", "project", None, None),
    ("1k for the full site", 1000, 1000, None, "project", None, None),
    ("budget is 500", 500, 500, None, "project", None, None),
    ("My budget is 200-300.", 200, 300, None, "project", None, None),
    ("budget around 1,500 max", None, 1500, None, "project", None, None),
    ("I can pay 60 bucks for this.", 60, 60, "USD", "project", None, None),
    ("We can offer 25 quid for the edit.", 25, 25, "GBP", "project", None, None),
    ("I am willing to pay 140 dollars.", 140, 140, "USD", "project", None, None),
    ("You will be paid $33 once the test suite is green.", 33, 33, "USD", "project", None, None),
    ("I would like this done for about $40.", 40, 40, "USD", "project", None, None),
    ("The job pays $85.", 85, 85, "USD", "project", None, None),
    ("Payment is 45 USD.", 45, 45, "USD", "project", None, None),
    ("Payment of AU$230 on completion", 230, 230, "AUD", "project", None, None),
    ("The pay for this gig is 120$.", 120, 120, "USD", "project", None, None),
    ("We are offering ₹4,500 for the task.", 4500, 4500, "INR", "project", None, None),
    ("Budget Rs. 3000", 3000, 3000, "INR", "project", None, None),
    ("We have an €800 budget.", 800, 800, "EUR", "project", None, None),
    ("Total budget: $1.5K", 1500, 1500, "USD", "project", None, None),
    ("Compensation: $90 (all inclusive)", 90, 90, "USD", "project", None, None),
    ("Compensation – 300 CHF", 300, 300, "CHF", "project", None, None),
    ("Payment: $50 for 2 hours", 50, 50, "USD", "project", None, (2.0, 2.0)),
    ("I'll pay you $64 for about 4 hours of work.", 64, 64, "USD", "project", None, (4.0, 4.0)),
    ("Our budget for this project is no more than $75.", None, 75, "USD", "project", None, None),
    ("Please keep to the budget. Budget is set at $99.", 99, 99, "USD", "project", None, None),
    ("The budget is at least $1000.", 1000, None, "USD", "project", None, None),
    ("Budget: <$50", None, 50, "USD", "project", None, None),
    ("budget ~ $30", 30, 30, "USD", "project", None, None),
    ("We sell mugs at $12. The budget for the new shop is $480.", 480, 480, "USD", "project", None, None),
    ("Ｂｕｄｇｅｔ： ＄４０", 40, 40, "USD", "project", None, None),
    ("Could you do it for $15?", 15, 15, "USD", "project", None, None),
    ("The price is fixed at £10", 10, 10, "GBP", "project", None, None),
    ("One evening of tidying my inbox, £18 fee", 18, 18, "GBP", "project", None, None),
    ("Intro call, paid $20 for a 30 min chat", 20, 20, "USD", "project", None, None),
    ("The compensation we have in mind: $42 for about 3 hours.", 42, 42, "USD", "project", None, (3.0, 3.0)),
    # Hours.
    ("we pay 15 USD/hr", 15, 15, "USD", "hour", None, None),
    ("Pay – $12/h", 12, 12, "USD", "hour", None, None),
    ("hourly rate is 10", 10, 10, None, "hour", None, None),
    ("Hourly rate: $18-$22", 18, 22, "USD", "hour", None, None),
    ("$7 per hour", 7, 7, "USD", "hour", None, None),
    ("£14 p/h", 14, 14, "GBP", "hour", None, None),
    ("€25 an hour, weekly calls", 25, 25, "EUR", "hour", None, None),
    ("The rate is $6-9/hr", 6, 9, "USD", "hour", None, None),
    ("$20/hr to $30/hr depending on skill", 20, 30, "USD", "hour", None, None),
    ("$16 per hr", 16, 16, "USD", "hour", None, None),
    ("anything between $27 to $31 per hour", 27, 31, "USD", "hour", None, None),
    ("Pay is 9 dollars an hour", 9, 9, "USD", "hour", None, None),
    ("up to $35 per hour", None, 35, "USD", "hour", None, None),
    ("Starting at $6/hour", 6, None, "USD", "hour", None, None),
    ("we pay 11 an hour", 11, 11, None, "hour", None, None),
    ("350 PHP per hour", 350, 350, "PHP", "hour", None, None),
    ("US$ 13 hourly", 13, 13, "USD", "hour", None, None),
    ("20+ USD/hr for seniors", 20, None, "USD", "hour", None, None),
    # Days, weeks, months, years.
    ("I can pay around $20 a day", 20, 20, "USD", "day", None, None),
    ("Daily rate of £180", 180, 180, "GBP", "day", None, None),
    ("I pay $24 a day for 3 hours of work", 24, 24, "USD", "day", None, (3.0, 3.0)),
    ("weekly pay of $150 for 20 hours a week", 150, 150, "USD", "week", None, (20.0, 20.0)),
    ("We offer 85 euros a week.", 85, 85, "EUR", "week", None, None),
    ("Pay: $260 per week (30-35 hours per week)", 260, 260, "USD", "week", None, (30.0, 35.0)),
    ("budget is $50 for the month", 50, 50, "USD", "month", None, None),
    ("monthly budget 300$", 300, 300, "USD", "month", None, None),
    ("salary $800/month, 40 hours a week", 800, 800, "USD", "month", None, (40 * _MONTH, 40 * _MONTH)),
    ("Salary: 600-750 USD per month", 600, 750, "USD", "month", None, None),
    ("Monthly salary of $1,100", 1100, 1100, "USD", "month", None, None),
    ("The compensation is $400 monthly.", 400, 400, "USD", "month", None, None),
    ("#Compensation\n$420 per month", 420, 420, "USD", "month", None, None),
    ("Annual salary: €42.000", 42000, 42000, "EUR", "year", None, None),
    ("salary 30k-35k EUR per year", 30000, 35000, "EUR", "year", None, None),
    # Pieces.
    ("$0.03 per word", 0.03, 0.03, "USD", "word", None, None),
    ("I pay 2 cents per word.", 0.02, 0.02, "USD", "word", None, None),
    ("rate is $.05/word", 0.05, 0.05, "USD", "word", None, None),
    ("Compensation: 5 USD per 1000 words", 5, 5, "USD", "word", 1000, None),
    ("You get $3 per 500 words", 3, 3, "USD", "word", 500, None),
    ("$5 per article of 1,500 words", 5, 5, "USD", "article", 1500, None),
    ("We pay $12 for each blog post (800 words)", 12, 12, "USD", "article", 800, None),
    ("$9 per 700 word article", 9, 9, "USD", "article", 700, None),
    ("Pay per article is $14.", 14, 14, "USD", "article", None, None),
    ("paying 40 per video", 40, 40, None, "video", None, None),
    ("My price per video: $17.", 17, 17, "USD", "video", None, None),
    ("The budget is 12-18$ per video", 12, 18, "USD", "video", None, None),
    ("We pay €1.50 per photo", 1.5, 1.5, "EUR", "image", None, None),
    ("Translate a book, $4 per page", 4, 4, "USD", "page", None, None),
    ("per page I pay 3 euros", 3, 3, "EUR", "page", None, None),
    ("Payment: $1.20 per audio minute", 1.2, 1.2, "USD", "minute", None, None),
    ("We pay $6 per verified lead.", 6, 6, "USD", "unit", None, None),
    ("The payment is €8 per person", 8, 8, "EUR", "unit", None, None),
    ("You will receive £2 for every call.", 2, 2, "GBP", "unit", None, None),
    ("Each logo will be paid $15.", 15, 15, "USD", "unit", None, None),
    ("I pay $8 each.", 8, 8, "USD", "unit", None, None),
    ("Payment: $500 per project", 500, 500, "USD", "project", None, None),
    ("Ten chapters at £95 a chapter.", 95, 95, "GBP", "unit", None, None),
    ("Six reports, every report will be 44$", 44, 44, "USD", "unit", None, None),
    ("Novella, $90 for 20k words", 90, 90, "USD", "word", 20000, None),
    ("For the garden plans I would pay you $310 on a weekly basis", 310, 310, "USD", "week", None, None),
    ("For the night desk we start at $640 a month", 640, None, "USD", "month", None, None),
    ("Rate: $20", 20, 20, "USD", "unit", None, None),
    ("Salary: $900", 900, 900, "USD", "unit", None, None),
]

OTHER = [
    "We are a $100k+ business.",
    "Our company makes $40k per month in revenue.",
    "We raised $5M funding last year.",
    "The client's revenue is $2,000,000.",
    "You will manage an ad spend of $20,000 per month.",
    "Our monthly ad budget is $3,000.",
    "The marketing budget is $500 a week.",
    "Experience managing budgets of $10k/month is a must.",
    "The budget of our campaign is $700.",
    "The campaign has a daily budget of $50.",
    "Budget: $300 for Facebook ads",
    "We have a $2000 budget for ads.",
    "Save $500 on every order.",
    "Customers save up to $200 a year.",
    "The mug costs $15 on our site.",
    "Products are priced from $9 to $30.",
    "We sell a course for $297.",
    "The subscription is $49/month.",
    "Stripe checkout with a $9.99 monthly plan.",
    "Free tier and Pro tier ($19/month per seat).",
    "The bot trades a trading account of $10,000.",
    "The minimum deposit is $250.",
    "Earn $500 a day from home!",
    "Make $3000 a week with our method.",
    "You earn 10% commission, around $800 per sale.",
    "There is a bonus of $50 for a five-star review.",
    "A $100 bonus when you stay six months.",
    "My last writer was paid $20 per article.",
    "I have paid $900 to another developer.",
    "Our competitors charge $80 per hour.",
    "Customers pay $15 per hour for a desk.",
    "Users pay $5 per page they print.",
    "Properties under £300,000 in the south.",
    "A loan of 7000 pounds for a van.",
    "The prize is a $50 Amazon gift card.",
    "We target deals of $10k to $50k.",
    "The average order value is $65.",
    "Our hosting budget is $20 a month.",
    "Software under $100 per month of hosting.",
    "Shipping fee is $7.",
    "The entry fee is $25.",
    "The late fee of $30 must show on the invoice.",
    "Flag all invoices exceeding $500.",
    "Design a landing page, the user clicks and must pay $49.",
    "Write about houses between $200k and $300k.",
    "The conversion rate is 5.",
    "The sample rate is 48000.",
    "We pay within 24 hours.",
    "We pay on the 1st and 15th.",
    "Budget 2026 spreadsheet.",
    "Rate your skill from 1-10.",
    "Set a rate limit of 100 per minute.",
    "Payment after 30 days.",
    "Salary for 3 months of work is agreed later.",
    "What is your rate for 10 videos?",
    "Paid for 40 hours a week.",
    "Budget for 3 logos, please bid.",
    "Call 555-0100 about the budget.",
    "Partners share the pay 60/40.",
    "An RS485 bus and the symbol $fn$3 in a log.",
    "The shop's best seller is a $30 bag.",
    "Donations of $5 or $10 via PayPal.",
    "You hire and manage two juniors ($6/hr).",
    "Our clients took $12,000,000 last season.",
    "The fee structure is 15% of sales.",
    "Payment gateway with 3 currencies.",
    "Build a budget app with 5 screens.",
    "A paid plan of 12 months.",
    "The wage calculator handles 40 states.",
    "Our rate of growth is 20 a month over plan.",
    "Compensation depends on 2 interviews.",
    "You pay a security bond of $180 before the first event.",
    "A technical fee of 60 dollars is to be paid by the freelancer.",
    "$900 per video is what we paid last time.",
    "Google ads for the school, budget 900 EUR a month.",
    "Budget ($400) is just a dummy, send your price.",
    "Posted at $5, which is a placeholder.",
    "Hold the cost per lead below £12.",
    "Please change the yearly fee to €75 on the poster.",
    "A visitor picks pay-in-full: $640 or four parts.",
    "We will increase the budget by $200 if it works.",
    "The salaries of nurses range from $31,000 to $77,000 in our table.",
    "The highest salary ($91,000) belongs to pilots.",
    "When you refer a friend you get $20.",
    "Milestone 1 - sign the contract.",
    "Our foundation will pay for a server (about $45 per month).",
    "Budget of £90 per month for adverts in the local paper.",
    "Our fee is $30 per order.",
    "Version 2.0 is for the 500 users of the site.",
]


@pytest.mark.parametrize("row", STATED, ids=[row[0] for row in STATED])
def test_stated_pay_is_found(row: Row) -> None:
    """Each phrasing gives one pay: its ends, currency, unit, words and hours."""
    text, *expected = row
    found = find_pay("", text)
    assert len(found) == 1
    pay = found[0]
    hours = pay.hours and pytest.approx(pay.hours)
    assert [pay.low, pay.high, pay.currency, pay.per, pay.words] == expected[:5]
    assert hours == expected[5]


@pytest.mark.parametrize("text", OTHER)
def test_other_money_is_no_pay(text: str) -> None:
    """Money of the client, of products and of promises, and numbers that are no money, give nothing."""
    assert not find_pay("", text)
    assert not find_pay(text, "")


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Hello. My budget is $70 for the month, thanks.", "budget is $70 for the month"),
        ("😀😀 İİ we pay 15 USD/hr!", "pay 15 USD/hr"),
        ("Ｂｕｄｇｅｔ： ＄４０!", "Ｂｕｄｇｅｔ： ＄４０"),
        ("Needed: weekly pay of $150.", "weekly pay of $150"),
        ("It is $5 per article of 1,500 words.", "$5 per article of 1,500 words"),
    ],
)
def test_the_quote_is_the_clause_in_the_original(text: str, quote: str) -> None:
    """The quote has the amount and its unit, in code points of the text as it came."""
    (pay,) = find_pay("", text)
    assert text[pay.start : pay.end] == quote


@pytest.mark.parametrize("row", STATED, ids=[row[0] for row in STATED])
def test_every_quote_has_a_digit(row: Row) -> None:
    """A quote always contains the amount."""
    for pay in find_pay("", "Intro.\n" + row[0]):
        quote = ("Intro.\n" + row[0])[pay.start : pay.end]
        assert any(char.isdecimal() for char in quote)


def test_the_title_comes_first() -> None:
    """Title and description are read apart, in this order."""
    found = find_pay("Logo, budget $30", "We pay $30 for the logo.\nHourly rate for later work: $9")
    assert [(pay.field, pay.low, pay.per) for pay in found] == [
        ("title", 30.0, "project"),
        ("description", 30.0, "project"),
        ("description", 9.0, "hour"),
    ]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("It should take 2-3 hours.", (2.0, 3.0)),
        ("About 10 hours of work.", (10.0, 10.0)),
        ("This is a 5 hour job.", (5.0, 5.0)),
        ("It will take around 4 hours for a good editor", (4.0, 4.0)),
        ("The task takes 30 minutes.", (0.5, 0.5)),
        ("Should only take an hour.", (1.0, 1.0)),
        ("Estimated time: 6-8 hrs", (6.0, 8.0)),
        ("a total of 12 hours", (12.0, 12.0)),
        ("a two-hour project", (2.0, 2.0)),
        ("We are available 24 hours.", None),
        ("Please respond within 24 hours.", None),
        ("20 hours a week", None),
        ("About 10 hours of work per week.", None),
        ("3 hours overlap with our team", None),
        ("48 hours delivery", None),
        ("Each video takes 2 hours.", None),
        ("It should take less than 3 hours.", None),
        ("It takes 2 hours. No, it takes 5 hours.", None),
        ("A 3 hour video project needs a cut.", None),
        ("No numbers at all", None),
        ("", None),
    ],
)
def test_hours_of_the_whole_work(text: str, hours: tuple[float, float] | None) -> None:
    """Hours are known where the text states those of the whole work plainly, once."""
    assert stated_hours(text) == hours


_PIECES = st.sampled_from(
    [
        "$",
        "€",
        "1",
        "50",
        "1,000.5",
        "k",
        " budget ",
        " is ",
        " per hour",
        "-",
        " to ",
        "\n",
        ". ",
        "İ",
        "４",
        "😀",
        "words",
        "(",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.lists(_PIECES, max_size=40).map("".join)), st.lists(_PIECES, max_size=40).map("".join))
def test_any_text_is_read(title: str, description: str) -> None:
    """No text raises; quotes lie inside their field; ends are ordered; and a second reading says the same."""
    found = find_pay(title, description)
    assert found == find_pay(title, description)
    hours = stated_hours(description)
    assert hours is None or 0 < hours[0] <= hours[1]
    for pay in found:
        text = title if pay.field == "title" else description
        assert 0 <= pay.start < pay.end <= len(text)
        assert pay.low is not None or pay.high is not None
        assert pay.low is None or pay.high is None or 0 < pay.low <= pay.high


@pytest.mark.parametrize(
    "piece",
    [
        "$1 ",
        "1",
        "1,",
        "1.1",
        "budget $1 per ",
        "pay ",
        "budget: ",
        "$",
        "$1-",
        "1 000",
        "hour 1 ",
        "(",
        "\n$5\n",
        "ſ½",
        "should take 1 ",
        "paid for ",
    ],
)
def test_hostile_text_ends(piece: str) -> None:
    """The longest posting made of one piece is read to its end."""
    text = (piece * 50_000)[:50_000]
    found: tuple[FoundPay, ...] = find_pay(text[:200], text)
    assert all(pay.end <= len(text) for pay in found)
    stated_hours(text)
