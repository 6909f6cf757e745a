"""Why: one reason for each thing that moved the answer, each naming the field it rests on.

Weights are on one scale, natural-log units: log odds moved for ghost and scam, log of pay against the market's middle, log
of gain against cost. The direction is the freelancer's: ``+`` speaks for sending a proposal.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from features.client_record import Record
from features.folding import fold
from features.posting import Client
from features.rules import Hit
from features.text.requests import RiskySentence
from features.text.sentences import place_of
from serving.answer import Reason
from serving.history.copies import MOST
from serving.judge.case import Case
from serving.judge.pay_reasons import pay_reasons
from serving.judge.reason import MOST_WEIGHT, make_reason, quoted
from serving.judge.verdict import over_limit
from serving.judge.winning import competition
from serving.judge.worth import connects_of
from serving.models.risk import Word
from serving.texts import Texts, percent, usd

__all__ = ["reasons_of"]

_LEAST_WEIGHT = 0.05
#: From this share on the request models decide mostly; then their sentence is shown, and not the market's words.
_MOSTLY = 0.5
_LEAST_SENTENCE = 0.3
#: In characters; a longer sentence is quoted from its beginning.
_LONGEST_QUOTE = 300
#: One more posting of the same text may be a repost after nobody was hired; from two on it is "again and again".
_AGAIN = 2


def reasons_of(case: Case, texts: Texts) -> tuple[Reason, ...]:
    """Return the reasons of a case, heaviest first."""
    found = [*_own(case, texts["worth"]), *_scam(case, texts["scam"]), *_ghost(case, texts["ghost"])]
    found += [*_copies(case, texts["scam"]), *pay_reasons(case, texts["low_budget"]), *_worth(case, texts["worth"])]
    return tuple(sorted((r for r in found if r.weight >= _LEAST_WEIGHT), key=lambda r: -r.weight))


def _own(case: Case, texts: dict[str, str]) -> Iterator[Reason]:
    posting, profile = case.evidence.posting, case.profile
    if case.client_id is not None and case.client_id in profile.blocked_clients:
        yield make_reason("blocked", "worth", MOST_WEIGHT, texts["blocked"], "client.id")
    if case.client_id is not None and case.client_id in profile.trusted_clients:
        yield make_reason("trusted", "worth", -1.0, texts["trusted"], "client.id")
    if over_limit(case):
        text = texts["over_limit"].format(connects=connects_of(posting), limit=profile.max_connects)
        yield make_reason("over_limit", "worth", MOST_WEIGHT, text, "connects")


def _scam(case: Case, texts: dict[str, str]) -> Iterator[Reason]:
    danger, explanation, posting = case.evidence.danger, case.evidence.explanation, case.evidence.posting
    for hit, weight in zip(danger.hits, danger.hit_log_odds, strict=True):
        yield _rule_reason(hit, weight, posting.text_of(hit.field))
    if explanation is None:
        return
    decided_by_words = explanation.words if danger.unlike < _MOSTLY else ()
    words = [
        reason for word in decided_by_words if (reason := _word_reason(word, posting.text_of(word.field), texts["words"]))
    ]
    yield from words
    sentence = list(_sentence_reason(case, explanation.sentence, texts["sentence"]))
    yield from sentence
    if not danger.hits and not words and not sentence:
        yield make_reason("combined", "scam", math.log(danger.probability / 0.02), texts["combined"], "description", "-")


def _sentence_reason(case: Case, risky: RiskySentence | None, sentence: str) -> Iterator[Reason]:
    """Yield the riskiest sentence, unless a rule quotes it already, or it is likelier harmless and little rests on it."""
    danger = case.evidence.danger
    if risky is None or (risky.score <= 0 and danger.unlike < _MOSTLY):
        return
    if any(hit.field == risky.field and hit.start < risky.end and risky.start < hit.end for hit in danger.hits):
        return
    reason = make_reason("risky_sentence", "scam", max(risky.score, _LEAST_SENTENCE), sentence, risky.field, "-")
    end = min(risky.end, risky.start + _LONGEST_QUOTE)
    yield quoted(reason, case.evidence.posting.text_of(risky.field), risky.start, end)


def _rule_reason(hit: Hit, weight: float, text: str) -> Reason:
    # A rule is shown even where training found that it decides little: the reader should see the sentence.
    reason = make_reason(hit.rule.id, "scam", max(weight, 0.3), hit.rule.text, hit.field, "-")
    return quoted(reason, text, hit.start, hit.end)


def _word_reason(word: Word, text: str, sentence: str) -> Reason | None:
    place = place_of(word.words, fold(text))
    return (
        None
        if place is None
        else quoted(make_reason("risky_words", "scam", word.log_odds, sentence, word.field, "-"), text, *place)
    )


def _copies(case: Case, texts: dict[str, str]) -> Iterator[Reason]:
    """Yield what the history knows of the text. It moves no chance of danger: the weight only says how much it is worth."""
    copies = case.evidence.copies
    others, own, unknown = copies.other_clients, copies.same_client, copies.unknown_client
    found = []
    if others:
        found.append(("copy_other_clients", texts["copy_other_clients" if others > 1 else "copy_other_client"], others))
    if own >= _AGAIN:
        found.append(("copy_same_client", texts["copy_same_client"], own))
    if not found and unknown >= _AGAIN:
        found.append(("copy_unknown_clients", texts["copy_unknown_clients"], unknown))
    for code, text, number in found:
        shown = f"{number} or more" if number >= MOST else str(number)
        yield make_reason(code, "scam", case.assumptions[code], text.format(number=shown), "description", "-")


def _ghost(case: Case, texts: dict[str, str]) -> Iterator[Reason]:
    ghost = case.evidence.ghost
    if ghost.record.kind != "unknown":
        code, field, values = _record_sentence(ghost.record, ghost.record_log_odds, case)
        yield make_reason(f"record_{code}", "ghost", ghost.record_log_odds, texts[code].format(**values), field)
    for step in (*ghost.layer, *ghost.steps):
        # Taken is no ghost, and yet nothing for a freelancer.
        against = step.code == "hired_already" or step.log_odds > 0
        yield make_reason(
            step.code,
            "ghost",
            step.log_odds,
            texts[step.code].format(**step.values),
            step.field,
            "-" if against else "+",
        )


def _record_sentence(record: Record, log_odds: float, case: Case) -> tuple[str, str, dict[str, object]]:
    client = case.evidence.posting.client
    # A short record is drawn towards the others: it may move the chance one way and stand on the other side of most.
    most = 1 / (1 + math.exp(case.evidence.ghost.level_log_odds))
    hires, posts = record.shown or (record.hires, record.posts)
    above = posts > 0 and hires / posts > most
    side = "bad" if log_odds > 0 and not above else "good" if log_odds < 0 and above else "short"
    if record.kind == "counted" and record.shown is not None:
        field = "client.hire_rate_percent" if client.hire_rate_percent is not None else "client.hires"
        finished = round(record.posts)
        return f"counted_{side}", field, {"hires": record.shown[0], "jobs": record.shown[1], "finished": finished}
    if record.kind == "rate_only":
        return f"rate_only_{side}", "client.hire_rate_percent", {"rate": percent(client.hire_rate_percent or 0.0)}
    if record.kind == "new":
        return "new", "client.jobs_posted" if client.jobs_posted is not None else "client.total_spent_usd", {}
    return "hired_before", _paid_field(client), {}


def _paid_field(client: Client) -> str:
    """Return the field that tells that somebody was paid before."""
    if client.total_spent_usd:
        return "client.total_spent_usd"
    return "client.hires" if client.hires else "client.reviews"


def _worth(case: Case, texts: dict[str, str]) -> Iterator[Reason]:
    worth, posting = case.worth, case.evidence.posting
    proposals, name = posting.activity.proposals, competition(posting)
    if proposals is not None and name is not None:
        factor = math.log(case.assumptions[name])
        shown = f"{proposals.low} or more" if proposals.high is None else f"{proposals.low} to {proposals.high}"
        shown = str(proposals.low) if proposals.low == proposals.high else shown
        code = "crowded" if factor < 0 else "few"
        yield make_reason(code, "worth", -factor, texts[code].format(proposals=shown), "activity.proposals")
    if posting.invited and connects_of(posting) == 0:
        yield make_reason("invited", "worth", -1.0, texts["invited"], "invited")
    yield from _sum(case, texts) if worth.value_if_hired_usd is not None else ()


def _sum(case: Case, texts: dict[str, str]) -> Iterator[Reason]:
    worth = case.worth
    if worth.connects_cost_usd is None:
        yield make_reason("no_price", "worth", -0.1, texts["no_price"].format(connects=worth.max_connects), "connects", "+")
        return
    cost = worth.connects_cost_usd + worth.time_cost_usd
    gain = (worth.expected_value_usd or 0.0) + cost
    pays = gain > cost
    text = texts["pays" if pays else "does_not_pay"].format(gain=usd(gain), cost=usd(cost))
    yield make_reason(
        "pays" if pays else "does_not_pay",
        "worth",
        math.log(max(cost, 0.01) / max(gain, 0.01)),
        text,
        "connects",
        "+" if pays else "-",
    )
