"""What tells the pay of a posting from other money: the words round an amount."""

from __future__ import annotations

import re

from features.pay.other import is_far_other, is_kind_of_another, is_of_another, is_past, whose_after

__all__ = ["LABELS", "heading", "label_after", "label_before", "names_bare", "rated_before"]

#: One of these stands in every text that states pay without a currency; one look at the text tells.
LABELS = (
    "budget",
    "pay",
    "paid",
    "rate",
    "salary",
    "compensat",
    "fee",
    "stipend",
    "wage",
    "offer",
    "price",
    "k for ",
    "remunerat",
)

_LABEL = (
    r"(?:budget(?:ing|ed)?|pay(?:ment|out|rate|s|ing)?(?!-in-|[- ]per[- ](?:click|lead|view|install))"
    r"|paid|rates?|compensat(?:ion|ed)|salary|stipend|remunerat(?:ion|ed)|wages?|fees?|"
    r"honorarium|price (?:is )?(?:fixed|set)|offer(?:ing)?|(?:fixed|flat|budget|project|total"
    r"|final)[ -]?(?:price|cost|amount|sum|fee)|"
    r"(?:price per|(?:price|cost) for (?:the|this|each|one)) [a-z]{2,14}(?: [a-z]{2,14})?"
    r"|reward(?:ed)? (?:is|with|of))"
)
# Words that may stand between a label and its amount and say nothing of another thing.
_LINK = (
    r"(?:is|are|was set|will be|would be|of|at|to|with|for|around|about|approx(?:imately|\.)?|roughly"
    r"|up|max(?:imum)?\.?|min(?:imum)?\.?|between|from|starting|"
    r"starts|start|range|ranges|ranging|currently|only|just|total|fixed|flat|in|this|the|our|my|a|an"
    r"|per|hour|hourly|project|based|job|task|work|gig|role|position|"
    r"usd|you|us|price|rate|amount|budget|pay|initial|estimated|set|exactly|not|more|than|less|under"
    r"|below|over|least|be|day|week|month|weekly|monthly|"
    r"daily|video|article|page|word|image|each|every|it|can|it's|negotiable|whole|entire|full|complete"
    r"|site|limited|capped|no|want|like|i|we|ideally|good|"
    r"someone|freelancer|today|somewhere|like|new|level|fee|base|on|and|hr|capped|one|contract|target|exceed)"
)
_TIGHT = re.compile(
    rf"\b{_LABEL}(?![a-z])(?:[ \n\t\u00a0:=~*•\-–—()\[\]|>#\"'/&,]|[^\x00-\x7f]|{_LINK}(?![a-z])){{0,40}}+\Z"
)
_LOOSE = re.compile(
    rf"\b(?:{_LABEL}|(?:you(?:'ll| will| would)?|they(?:'ll| will)|freelancer will|we(?:'ll)?"
    rf"|i(?:'ll)?) (?:get|receive|be (?:paid|compensated)))"
    r"(?![a-z'])[^\n.;!?$£€₹]{0,70}\Z"
)
_VERB = re.compile(
    r"(?:(?:done|completed?|finished|do (?:it|this|that|the job|the work)|complete (?:it|this)"
    r"|work) for|(?:can|could|will|able to|willing to|going to) (?:do|go|spend|give (?:you|u))|"
    r"you (?:will )?(?:get|receive))"
    r" (?:up to |around |about |only |just |a total of |approximately |max )?\Z"
)
# What makes an amount with a unit of work the pay: "at £30 a page", "per page $5", "each report will be $20".
_AT = re.compile(
    r"(?:(?:@|\bat)(?: a rate of| around| about)?|\b(?:per|each|every) (?:one )?[a-z]{3,12}(?: (?:is"
    r"|will be|would be|pays?|costs?|for|at))?|"
    r"\b(?:we|i|pay|rate|salary) (?:will |would |can )?starts?(?: at| from)?) ?\Z"
)
_HEADING = re.compile(rf"(?:\A|[\n.])(?:[^\n]{{0,30}}\W)?(?P<label>{_LABEL})(?![a-z])[^\n]{{0,24}}\Z")
_BARE = re.compile(
    r"\b(?:budget|pay(?:ment|out|rate|ing)?|(?:hourly|daily|weekly|monthly|pay|base|fixed|flat|my|our"
    r"|the) rate|rate(?= ?[:=-])|salary|compensation|"
    r"stipend|wages?|(?:fixed|flat|budget|project|total)[ -]?(?:price|fee|cost|amount)"
    r"|fees?)(?![a-z])(?: ?(?:[:=~*•\-–—(\[]|is|are|of|at|about|around|approx\.?|"
    r"approximately|roughly|max|maximum|min|minimum|up to|from|between|only|just|fixed|range|will be"
    r"|would be|you|starts at|starting at|for this|for the|"
    r"project|job|task|gig|work|position|role|per (?:hour|hr|day|week|month|word|page|article|video"
    r"|image|post|minute)|set|price|rate|not more than|no more than|"
    r"under|less than|each|for each|for every|video|article|page|word|image)(?![a-z])){0,8}+ ?\Z"
)
_IMPERATIVE = re.compile(r"pay(?: (?:up to|around|about|only|just))? ?\Z")
_SUBJECT = re.compile(
    r"\b(?:i|we|will|can|could|would|to|'?ll|i'?m|you|hourly|daily|weekly|monthly|base|fixed|the|our"
    r"|my|good|total|starting|which|that|this|company|gigs?|jobs?|client)\b|['’]ll\b|\A\W{0,12}\Z"
)
_LABEL_AFTER = re.compile(
    r"[ )\]]{0,2}(?:usd ?|cad ?|aud ?)?(?:is |as |\(|- ?|– ?|, ?)?(?:the |my |our |a |an |per |max "
    r"|maximum |total |set |all-in |one-time )?(?:project |base |starting |hour |/hr |hourly |weekly |"
    r"monthly |set |full |total |max )?(?:budget|fixed(?:[ -](?:price|fee|rate))?|flat(?:[ -](?:price"
    r"|fee|rate))?|salary|compensation|payment(?! (?:gateway|method|link|plan|system|processor|page))"
    r"|fee(?! structure)|base rate|base pay|amount paid|price fixed|pay(?![a-z-])|fee for|is what (?:i"
    r"|we) (?:can|will) pay|"
    r"is (?:the|my|our) (?:budget|max|limit|pay|rate))(?![a-z])"
)


def label_before(text: str, start: int, end: int) -> tuple[int, bool] | None:
    """Return where the pay words before an amount begin and whether only links part them, ``None`` without them.

    Parameters
    ----------
    text : str
        A folded text.
    start, end : int
        The clause before the amount.
    """
    tight = _TIGHT.search(text, start, end)
    if tight is not None:
        return (
            None
            if _is_step(text, start, tight, end) or is_of_another(text, start, tight.start(), end)
            else (tight.start(), True)
        )
    loose = _LOOSE.search(text, start, end) or _VERB.search(text, start, end)
    if loose is None or is_far_other(text, start, end) or is_kind_of_another(text, start, loose.start()):
        return None
    return loose.start(), False


def _is_step(text: str, start: int, label: re.Match[str], end: int) -> bool:
    """Return whether "pay" is a step of what is built, with nobody who pays: "choose a seat, pay $12"."""
    if not _IMPERATIVE.match(text, label.start(), end):
        return False
    return not _SUBJECT.search(text[max(start, label.start() - 24) : label.start()])


def rated_before(text: str, start: int, end: int) -> int | None:
    """Return where words begin that make an amount with a unit of work the pay ("at £30 a page"), ``None`` without them."""
    match = _AT.search(text, start, end)
    return match.start() if match is not None and not is_far_other(text, start, end) else None


def heading(text: str, start: int, end: int) -> bool:
    """Return whether a short line is the heading of the pay ("Project Scope & Budget:")."""
    match = _HEADING.search(text, start, end)
    return match is not None and not is_kind_of_another(text, start, match.start("label"))


def names_bare(text: str, start: int, end: int) -> int | None:
    """Return where the pay words begin that make a number without a currency an amount, ``None`` without them."""
    match = _BARE.search(text, start, end)
    if match is None or is_past(text[start:end]) or is_kind_of_another(text, start, match.start()):
        return None
    return match.start()


def label_after(text: str, start: int, stop: int) -> int | None:
    """Return where pay words right after an amount end, ``None`` without them."""
    match = _LABEL_AFTER.match(text, start, stop)
    if match is None or whose_after(text, match.end(), stop, far=True):
        return None
    return match.end()
