"""Money that is no pay: the client's, a product's, somebody else's, and what the freelancer is asked to pay."""

from __future__ import annotations

import re

__all__ = [
    "is_far_other",
    "is_kind_of_another",
    "is_of_another",
    "is_other_money",
    "is_past",
    "is_placeholder",
    "whose_after",
]

# The money of somebody or something else, right before the label or as the label's own kind.
_OTHER_KIND = re.compile(
    r"\b(?:ads?|advertising|advert|marketing|campaign|media|daily ad|google|facebook|meta|ppc"
    r"|clients?'?s?|clients’s?|customers?'?s?|their|users?'?s?|his|her|"
    r"your|travel|trip|holiday|family|household|hosting|infrastructure|software|server|tools?|api"
    r"|equipment|materials?|production|wedding|food|grocery|shopping|"
    r"entry|entrance|registration|admission|membership|subscription|monthly subscription|application"
    r"|late|cancellation|delivery|shipping|listing|"
    r"transaction|service|processing|platform|gas|network|tuition|school|conversion|win|hit|sample"
    r"|frame|bit|interest|exchange|tax|click|open|bounce|"
    r"success|success rate|heart|error|growth|churn|retention|refresh|fee|gst|vat|product|retail"
    r"|selling|sale|sales|ticket|unit|list|market|"
    r"previous|last|management|average|minimum order|enrollment|success|purchase|asking|starting bid"
    r"|stock|share|down|bonus|commission|"
    r"event|party|prize|gift|test|trial|company'?s?|department|"
    r"state|government|federal|repeat|spend|click-through|through|response|acceptance|mortgage|rental"
    r"|rent|room|nightly|stripe|paypal|recurring|change|update|replace|split|packages?"
    r"|pricing|basic|technical|refundable|security|verification|activation|starter|joining|certificate"
    r"|check|highest|lowest|median|average|deposit)"
    r"[ -]?(?:the )?(?:total |monthly |daily |weekly |annual |yearly )?\Z"
)
_ADS = re.compile(r"\b(?:ads?|adwords|campaigns?)\b")
_OWNER = re.compile(
    r"\b(?:campaigns?|ad ?sets?|clients?|customers?|compan(?:y|ies)|users?|stores?|departments?"
    r"|couples?|famil(?:y|ies)|travell?ers?|he|she|they)"
    r" (?:has|have|had|needs?|with|whose|on|sets?|enters?|chooses?)\b"
)
_FAR = re.compile(
    r"\b(?:revenues?|sales|turnover|profits?|fund(?:ing|s|ed)?|rais(?:e|ed|ing)|invest(?:ments?|ed"
    r"|ors?|ing)?|valu(?:ation|ed|e)|worth|sav(?:e|es|ed|ings?)|"
    r"capital|accounts?|deposits?|bonus(?:es)?|tips?|commissions?|prizes?|gift|vouchers?|coupons?"
    r"|discounts?|loans?|mortgage|rent(?:al)?|subscri\w{1,12}|"
    r"retail|sell(?:s|ing|ers?)?|sold|aov|earn(?:s|ed|ings?|ing)?|generat\w{1,6}|spen[dt]\w{0,3}|ads?"
    r"|advertis\w{1,6}|campaigns?|tax\w{0,4}|allowances?|"
    r"penalty|fined?|refunds?|insurance|donat\w{1,4}|tuition|infrastructure|hosting|equipment"
    r"|materials?|previously|last|have paid|has paid|"
    r"(?:was|were|been|being|got) paid|used to|charg(?:e|ed|es|ing)|quoted|threshold|exceeding|e\.g"
    r"|example|if (?:net|the|he|she|they)|clients?|customers?|users?|"
    r"their|compan(?:y|ies)|competitors?|budgets|increas\w{1,3}|distribution|bands?|salaries"
    r"|hire and manage|junior|deals?|buy(?:s|ers?|ing)?|bought|purchas\w{1,4}|orders?|tickets?"
    r"|propert(?:y|ies)|plans?|package|premium|"
    r"membership|stripe|paypal|checkout|entry|registration|license|licence|others?|agenc(?:y|ies)|make"
    r"|makes|making|win|won|reward|points|coins?|cash|bill|"
    r"invoice|receipt|employees?|receptionist|market|industry|average|per seat|don't|do not|not (?:pay"
    r"|paying|looking)|never|unless|wouldn't|won't|"
    r"refer\w{0,4}|recruit\w{0,4}|members?|activat\w{1,3}|working capital|assessment|test|trial"
    r"|packages?|servers?|cpc|cpm|cpl|impressions|conversions|per lead|change to|credits?|api|limit"
    r"|cap|owe[sd]?|debt|payroll|stock|crypto|usdt|btc|token)\b"
)
_PAST = re.compile(
    r"\b(?:(?:have|has|had|already|previously|once) (?:\w{1,10} )?paid|(?:was|were|been"
    r"|got) (?:\w{1,10} )?paid|used to pay|paid (?:out )?(?:over|more than)|usually charges?"
    r"|you (?:\w{1,8} ){0,3}pay(?! you)|"
    r"(?:they|he|she|it|competitors?|others?|people|customers?|clients?|users?|subscribers?|members?"
    r"|buyers?|visitors?|students?|guests?|tenants?|patients?) "
    r"(?:\w{1,10} ){0,2}(?:pays?|paying|paid|offers?|offering|charges?)|"
    r"(?:don't|do not|cannot|can't|won't|will not|not willing to|not going to|if you|who|to|and"
    r"|must) (?:\w{1,8} )?(?:pay(?: us| me)?(?! you)|offer))(?![a-z])"
)
_WILLING = re.compile(
    r"\b(?:willing|able|happy|ready|prepared|looking|want|planning|going|like|propos\w{1,3}|afford"
    r"|intend|expect) to pay\b|\bpay (?:you|u|them)\b"
)
_AFTER_OTHER = re.compile(
    r"\+? ?[)\]]?(?:/-)? ?(?:usd|eur|gbp|dollars?)? ?(?:per (?:month|year|week|day)|/ ?(?:mo(?:nth)?"
    r"|yr|year|day|week)|a (?:month|year|week|day)|monthly|annual(?:ly)?|"
    r"daily|weekly|yearly)? ?(?:\+|in |of |for |worth of |from |on |- )?(?:the |our |my |a |net "
    r"|gross |total |annual |monthly |recurring |additional |average )?"
    r"(?:revenues?|business(?:es)?|compan(?:y|ies)|brands?|arr|mrr|sales|funding|investments?"
    r"|ad[ -]?spend|adspend|ads?\b|advertising|marketing budget|ad budgets?|"
    r"bonus(?:es)?|deposits?|gift|vouchers?|coupons?|amazon|credits?|discounts?|off\b|savings?"
    r"|profits?|accounts?|commissions?|prizes?|deals?|valuation|turnover|"
    r"budgets\b|subscriptions?|plans?\b|membership|client budget|worth|grants?|loans?|debt|capital"
    r"|cash|refunds?|fine|penalt|donations?|allowance|stipend for|"
    r"tickets?|entry|startup|store|shop|product|hosting|infrastructure|tools?|software|equipment|rent"
    r"|tip|if you (?:refer|bring)|referral|wellness|cpl|cpa|cpc|cpm|"
    r"refer\w{0,4}|recruit\w{0,4}|members?|activat\w{1,3}|working capital|upfront deposit|clients\b"
    r"|per client|months\b|facebook|google|meta |tiktok|the calculation)"
)
_AFTER_NOUN = re.compile(
    r"(?:seat|user|users|member|subscriber|customer|license|licence|kg|kilo|sq|sqft|foot|ft|night"
    r"|ticket|share|unit|sale|sales|click|acre|barrel|ton|tonne|gallon|"
    r"lb|lbs|ounce|oz|bottle|box|meal|plate|room|guest|head|transaction|trade|order|subscription|gb|mb"
    r"|request|api|token|install|impression|deal|signup|"
    r"referral|employee|student|contract|property|company|account|month|visit|lot|lots|pip|pips)\Z"
)
_WORK_ON = re.compile(
    r" (?:\w{1,12} )?(?:management|manager|specialist|design|creati|editing|expert|setup|set up|page"
    r"|strategy|work|copy)"
)
_PLACEHOLDER = re.compile(
    r"\b(?:paid by (?:the |each |every )?(?:freelancer|candidate|applicant|worker|typist|contractor"
    r"|you)|we paid|paid last|placeholder|place holder|dummy|not the (?:real|actual|final))(?![a-z])"
)
_OTHER_BUDGET = re.compile(
    r"(?:[^\n.;!?]{0,14})?\b(?:for|of|on) (?:the |our |my |a |all |their |your )?(?:google |facebook "
    r"|meta |paid |social |digital |media |online |monthly |initial )?"
    r"(?:ads?|adverts?|advertis\w{1,6}|campaigns?|marketing|media|travel|materials?|equipment|hosting"
    r"|infrastructure|tools?|software|clients?|customers?|parts|components|inventory|laptop|"
    r"phone|car|house|wedding|party|trip|gift|server)\b"
)


def is_kind_of_another(text: str, start: int, label: int) -> bool:
    """Return whether the words right before pay words name another kind of money ("ad budget", "late fee")."""
    return bool(_OTHER_KIND.search(text[max(start, label - 30) : label]))


def is_of_another(text: str, start: int, label: int, end: int) -> bool:
    """Return whether the money that pay words name is somebody else's.

    Parameters
    ----------
    text : str
        A folded text.
    start, end : int
        The clause before the amount.
    label : int
        Where its pay words begin.
    """
    if is_kind_of_another(text, start, label) or is_past(text[start:end]) or _OWNER.search(text, start, label):
        return True
    before = text[max(start, label - 10) : label]
    if text.startswith("fee", label):
        # A training salary is pay, a training fee is asked for; "our fee" is what the client takes.
        return before.endswith(("training ", "our "))
    # A campaign is given a budget, often one for each day; work is given a rate.
    return text.startswith("budget", label) and (before.endswith("daily ") or bool(_ADS.search(text, start, label)))


def is_other_money(text: str, start: int, stop: int, thing: str) -> bool:
    """Return whether what follows an amount, its unit included, says that it is no pay."""
    return bool(_AFTER_OTHER.match(text, start, stop)) or bool(_AFTER_NOUN.match(thing))


def whose_after(text: str, start: int, stop: int, *, far: bool) -> bool:
    """Return whether the words after an amount say that it is the budget of something else.

    Behind plain pay words ("budget: $300 for ads management") only the thing itself counts, not the work on it.
    """
    match = _OTHER_BUDGET.match(text, start, stop)
    return match is not None and (far or not _WORK_ON.match(text, match.end(), stop))


def is_placeholder(text: str, start: int) -> bool:
    """Return whether the text says soon after an amount that it stands there for no reason."""
    return bool(_PLACEHOLDER.search(text, start, start + 60))


def is_far_other(text: str, start: int, end: int) -> bool:
    """Return whether a clause before an amount names another money."""
    clause = text[start:end]
    return bool(_FAR.search(clause)) or bool(_OTHER_KIND.search(clause)) or is_past(clause)


def is_past(clause: str) -> bool:
    """Return whether a clause tells of pay that somebody else pays or paid."""
    return bool(_PAST.search(_WILLING.sub("", clause)))
