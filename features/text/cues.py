"""Cues: dangerous requests put to the candidate, as records.

A cue names an *act asked of the candidate* ("message me on Telegram"), not a subject ("Telegram bot"): the same word is
danger in one role and honest work in the other. A negation before it in the same sentence excuses it.

Every pattern is linear on hostile text: each repetition is bounded, and none is nested.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

__all__ = ["CUES", "CUES_VERSION", "SUBJECTS", "Cue", "Hit", "cue_table", "find_cues"]

CUES_VERSION = "0.1.0"

_APP = r"(?:telegram|whats ?app|signal|skype|discord|wechat|viber|line app|google chat|hangouts|t\.me|wa\.me)"
_NEAR = r"[^.!?\n]{0,60}?"
_YOUR_ACCOUNT = r"(?:up ?work|freelanc\w{1,8}|fiverr|linked ?in|facebook|paypal|stripe|bank|payoneer|wise|google|amazon|ebay|seller|developer|ad)"

#: Channels and means of payment as subjects. They are honest work as often as danger ("Telegram bot developer"), so the
#: word model never sees them: only the act asked of the candidate, which is a cue's business, makes them danger.
SUBJECTS = frozenset(
    [
        "telegram",
        "whatsapp",
        "skype",
        "signal",
        "discord",
        "wechat",
        "viber",
        "bot",
        "bots",
        "crypto",
        "cryptocurrency",
        "bitcoin",
        "btc",
        "usdt",
        "wallet",
        "wallets",
        "blockchain",
        "web0",
        "paypal",
        "stripe",
        "phishing",
        "scam",
        "scams",
        "gmail",
    ]
)

_NEGATION = re.compile(
    r"\b(?:never|not|no|don'?t|doesn'?t|won'?t|cannot|can'?t|without|nobody|avoid|beware|refuse|report|reject|"
    r"unlike|instead of|don’t|won’t|doesn’t|can’t)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?\n;]")
_LOOK_BACK = 80


@dataclass(frozen=True)
class Cue:
    """One act that a careful freelancer refuses.

    Parameters
    ----------
    code : str
        Stable name, shown as the reason's code.
    type : str
        The contract's scam type.
    text : str
        The sentence for people.
    pattern : str
        Regular expression, matched without regard to case.
    """

    code: str
    type: str
    text: str
    pattern: str

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.pattern, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found: ``text[start:end]`` of the named field."""

    cue: Cue
    field: str
    start: int
    end: int


CUES: tuple[Cue, ...] = (
    Cue(
        "contact_on_app",
        "off_platform_contact",
        "Asks you to write on a messaging app before there is a contract.",
        rf"\b(?:contact|message|text|reach|write|add|ping|dm|hit|chat with|talk to|call|msg|find)(?: to| out to)? "
        rf"(?:me|us|him|her|our|my|the (?:hr|hiring|manager|team|recruiter))\b{_NEAR}"
        rf"\b(?:on|at|via|through|in|over|by)\b.{{0,20}}?{_APP}\b"
        rf"|\b(?:apply|interview|chat)\b.{{0,30}}?\b(?:on|via|through)\b.{{0,10}}?{_APP}\b",
    ),
    Cue(
        "app_handle",
        "off_platform_contact",
        "Gives a messaging handle to reach the client outside the marketplace.",
        rf"\b{_APP}\s?(?:id|handle|username|number|me|contact)?\s?(?:[:=]\s?(?:@|\+\d)|@)[\w.+-]{{2,40}}",
    ),
    Cue(
        "apply_by_mail",
        "off_platform_contact",
        "Asks you to apply by e-mail, phone or an outside form.",
        rf"\b(?:send|e-?mail|forward|submit|mail|drop|share)\b{_NEAR}\b(?:to|at)\b.{{0,30}}?(?:[\w.+-]{{1,64}}@[\w-]{{1,64}}\.\w{{2,10}}|\[email\]|gmail|\bat\b.{{1,20}}?\bdot com)"
        rf"|\bapply\b{_NEAR}\b(?:google form|typeform|our (?:web)?site|forms\.gle)",
    ),
    Cue(
        "pay_outside",
        "off_platform_payment",
        "Wants to pay outside the marketplace.",
        rf"\b(?:pay(?:ment)?s?|paid|settle)\b{_NEAR}\b(?:outside|off) (?:of )?(?:up ?work|the (?:platform|site|marketplace))"
        rf"|\b(?:we|i)(?: will|'ll)? pay (?:you )?(?:directly )?(?:by|via|in|with|through) (?:crypto|usdt|bitcoin|btc|paypal|zelle|cash ?app|gift cards?|western union|cheque|check)\b",
    ),
    Cue(
        "pay_first",
        "advance_fee",
        "Wants you to pay or deposit money first.",
        r"\b(?:pay|send|transfer|requires?|make|deposit) (?:an?|the|your) (?:\w{1,15} ){0,2}?(?:deposit|fee)\b"
        r"|\b(?:refundable|registration|training|activation|onboarding) (?:deposit|fee|payment) of .{0,4}?\d"
        rf"|\byou(?: will|'ll)? (?:need to |must |have to |should )?(?:buy|purchase|pay for|deposit|front)\b{_NEAR}\b(?:reimburse|refund|kit|software|licen[cs]e|equipment|supplies)",
    ),
    Cue(
        "use_your_account",
        "account_rental",
        "Wants to use, rent or buy your account.",
        rf"\b(?:rent|lend|buy|borrow|share|sell|use|lease|access to|sign in to|log ?in to)\b.{{0,25}}?\b(?:your|an?|verified|existing|old|aged)\b.{{0,25}}?\b{_YOUR_ACCOUNT}\b.{{0,20}}?\b(?:accounts?|profiles?)\b",
    ),
    Cue(
        "identity_papers",
        "identity_harvest",
        "Asks for identity papers, bank details or codes before a contract.",
        rf"\b(?:send|provide|upload|share|attach|include|give)\b{_NEAR}\b(?:passport|id card|driver'?s? licen[cs]e|selfie|ssn|social security|bank (?:details|account|login)|card (?:number|details)|verification code|otp)\b",
    ),
    Cue(
        "pass_on_money",
        "money_movement",
        "Wants you to receive and pass on money, cheques or parcels.",
        rf"\b(?:receive|accept|forward|transfer|withdraw|cash|deposit|resend|reship)\b{_NEAR}\b(?:money|funds|payments?|usdt|crypto|cheques?|checks?|parcels?|packages?)\b{_NEAR}\b(?:to (?:our|another|the|accounts?|my)|keep|percent|commission|forward|onwards?|cut|%)",
    ),
    Cue(
        "fake_reviews",
        "fake_engagement",
        "Wants fake reviews, votes, followers or accounts.",
        r"\b(?:post|write|leave|give|get|need|provide|buy|create)\b.{0,30}?\b(?:(?:5|five)[ -]?stars?|positive|fake|good)\b.{0,20}?\b(?:reviews?|ratings?|feedbacks?|comments)\b"
        r"|\b(?:create|make|register|open)\b.{0,20}?\b(?:\d{2,5}|bulk|multiple|many|hundreds of|fake)\b.{0,20}?\b(?:accounts|profiles)\b|\bup ?votes?\b.{0,30}?\b(?:accounts?|needed|buy|posts?)\b",
    ),
    Cue(
        "graded_work",
        "academic_dishonesty",
        "Wants somebody's graded work done for them.",
        r"\b(?:do|write|complete|finish|solve|submit|pass|take)\b.{0,25}?\b(?:my|our|his|her|the) (?:\w{1,15} ){0,2}?"
        r"(?:homework|assignments?|coursework|exams?|quiz(?:zes)?|thesis|dissertation|term paper|capstone|final project)\b"
        r"|\btake (?:my|an?|the) (?:\w{1,12} ){0,2}?(?:exam|test|class|course|quiz) (?:for me|on my behalf)\b|\bi(?:'m| am) an? (?:\w{1,12} ){0,2}?student\b",
    ),
    Cue(
        "run_to_apply",
        "credential_or_malware",
        "Wants you to download and run something, or to break into something.",
        rf"\b(?:clone|download|install|run|execute)\b{_NEAR}\b(?:to apply|before (?:we|the) (?:interview|call)|as (?:a|the) test|and send (?:me |us )?a screenshot)"
        r"|\b(?:hack|break|get) into\b.{0,30}?\b(?:account|phone|profile|email)|\bbypass (?:the )?(?:2fa|two[- ]factor|security|icloud|captcha|verification)",
    ),
    Cue(
        "free_work",
        "unpaid_work",
        "Asks for real work without pay.",
        r"\b(?:free|unpaid|no[- ]pay) (?:\w{1,12} ){0,2}?(?:samples?|test task|mock ?ups?|drafts?|designs?)\b"
        r"|\b(?:equity|revenue[- ]share|profit[- ]shar\w{1,5}|commission) (?:only|based only|instead of pay)\b|\b(?:first|test) (?:one|article|video|task|design|week) (?:is |will be |should be |for )?(?:free|unpaid)\b"
        r"|\b(?:pay|paid) (?:you )?(?:only )?(?:if|once|when|after) (?:we|it|i|the (?:site|app|project)) (?:like|works?|makes?|earns?|sells?|start making)\b|\bwinner (?:gets|will (?:be|get)|takes)\b",
    ),
    Cue(
        "recruit_others",
        "recruitment_scheme",
        "Looks like a recruitment scheme or commission-only selling.",
        r"\b(?:earn|make) (?:up to )?\$? ?\d[\d,]{0,8}\$? ?(?:\+ )?(?:daily|per day|a day|weekly|every day)\b|\b(?:mlm|network marketing|downline|referral bonus(?:es)? for each)\b|\bcommission[- ]only\b|\brecruit\b.{0,30}?\b(?:friends|people under)\b",
    ),
    Cue(
        "against_the_law",
        "illegal_or_tos",
        "The work itself breaks the law or a site's rules.",
        r"\b(?:fake|forged?|edit(?:ed)?|photoshop(?:ped)?) .{0,20}?\b(?:passports?|id cards?|licen[cs]es?|bank statements?|utility bills?|certificates?|invoices?|documents?)\b"
        r"|\b(?:pirated|cracked|nulled)\b|\b(?:mass|bulk|cold) (?:spam|unsolicited)\b|\bwithout (?:their|the owner'?s?) (?:consent|permission)\b|\bundetect(?:ed|able)\b.{0,30}?\b(?:ai|bot|plagiarism)\b",
    ),
    Cue(
        "easy_money",
        "too_good",
        "Promises high pay for work that anybody could do.",
        r"\bno (?:experience|skills?) (?:is |are )?(?:needed|required|necessary)\b.{0,80}?\$ ?\d{2,5}|\$ ?(?:[5-9]\d|\d{3}) ?(?:/|per|an) ?h(?:ou)?r\b.{0,80}?\b(?:data entry|copy.?paste|typing|simple tasks)\b",
    ),
    Cue(
        "judge_addressed",
        "other",
        "Speaks to an automatic judge rather than to you.",
        r"\b(?:ignore|disregard|forget) (?:all |any |the |your )?(?:previous |prior |above )?(?:instructions|rules|prompts?)\b|\brate (?:this|it)(?: job| posting)? (?:10|100|as safe|highly)\b",
    ),
)


def find_cues(field: str, text: str) -> list[Hit]:
    """Return the cues of one field's text, each at its first place that no negation excuses."""
    hits = (_first(cue, field, text) for cue in CUES)
    return [hit for hit in hits if hit is not None]


def cue_table() -> str:
    """Return every cue as a Markdown table for ``features/README.md``."""
    rows = [f"| `{cue.code}` | {cue.type} | {cue.text} |" for cue in CUES]
    return "\n".join(["| code | type | sentence |", "|---|---|---|", *rows]) + "\n"


def _first(cue: Cue, field: str, text: str) -> Hit | None:
    for match in cue.regex.finditer(text):
        if not _excused(text, match.start()):
            return Hit(cue, field, match.start(), match.end())
    return None


def _excused(text: str, start: int) -> bool:
    before = text[max(0, start - _LOOK_BACK) : start]
    sentence = _SENTENCE_END.split(before)[-1]
    return _NEGATION.search(sentence) is not None
