"""Reasons of danger: the rules found, the words and the sentence that raised it, and what is known of near-copies."""

from __future__ import annotations

from collections.abc import Iterator

from features.folding import fold
from features.rules import Hit
from features.text.requests import RiskySentence
from features.text.sentences import place_of
from serving.history.copies import MOST
from serving.judge.case import Case
from serving.judge.limits import band
from serving.judge.reasons.reason import Found, Place, moves, quoted, says
from serving.models.risk import Word
from serving.texts import percent, span
from serving.worth.ledger import Ledger

__all__ = ["scam_reasons"]

#: From this share on the request models decide mostly; then their sentence is shown, and not the market's words.
_MOSTLY = 0.5
#: A risky sentence by itself moves at least so much of the log odds that it is worth showing.
_LEAST_SENTENCE = 0.3
#: In characters; a longer sentence is quoted from its beginning.
_LONGEST_QUOTE = 300
#: One more posting of the same text may be a repost after nobody was hired; from two on it is "again and again".
_AGAIN = 2


def scam_reasons(case: Case, ledger: Ledger, texts: dict[str, str]) -> Iterator[Found]:
    """Yield the reasons: each part of the danger, and the rest of its words and fields in one."""
    danger, explanation, posting = case.evidence.danger, case.evidence.explanation, case.evidence.posting
    place = Place.MOVES if band("scam", danger.probability, case.assumptions) == "low" else Place.DANGER
    # A rule is shown even where training found that it decides little: the reader should see the sentence.
    parts = [(max(0.0, weight), hit) for hit, weight in zip(danger.hits, danger.hit_log_odds, strict=True)]
    log_odds = sum(weight for weight, _ in parts)
    words = explanation.words if explanation is not None and danger.unlike < _MOSTLY else ()
    found_words = [(word, where) for word in words if (where := _place_of(word, posting.text_of(word.field)))]
    sentence = None if explanation is None else _shown_sentence(case, explanation.sentence)
    log_odds += sum(word.log_odds for word, _ in found_words) + (0.0 if sentence is None else _moved_by(sentence))
    # Several marks of one danger say more than the chance can rise by: together they make up all of it.
    share = min(1.0, ledger.danger_odds / log_odds) if place is Place.DANGER and log_odds > 0 else 1.0
    for weight, hit in parts:
        yield _rule(ledger, hit, share * weight, posting.text_of(hit.field), place)
    for word, where in found_words:
        usd = ledger.danger(share * word.log_odds)
        made = moves(ledger, "risky_words", "scam", usd, texts["words"], word.field, place)
        yield quoted(_kept(made), posting.text_of(word.field), *where)
    if sentence is not None:
        usd = ledger.danger(share * _moved_by(sentence))
        made = moves(ledger, "risky_sentence", "scam", usd, texts["sentence"], sentence.field, place)
        end = min(sentence.end, sentence.start + _LONGEST_QUOTE)
        yield quoted(_kept(made), posting.text_of(sentence.field), sentence.start, end)
    yield from _rest(case, ledger, share * log_odds, texts, place)
    yield from _copies(case, ledger, texts)


def _rest(case: Case, ledger: Ledger, shown: float, texts: dict[str, str], place: Place) -> Iterator[Found]:
    """Yield what all that was not shown moves together, so that the parts of the danger add up."""
    left = ledger.danger_odds - shown
    # Danger that nothing explains is told in any case; so is a text that reads better than what was found in it.
    code = "combined" if left > 0 else "reads_harmless" if shown else "no_danger"
    values = {
        "chance": percent(100 * case.evidence.danger.probability, 1),
        "usual": percent(100 * case.assumptions["usual_danger"]),
    }
    place = place if left > 0 else Place.MOVES
    yield moves(ledger, code, "scam", ledger.danger(left), texts[code].format(**values), "description", place)


def _rule(ledger: Ledger, hit: Hit, log_odds: float, text: str, place: Place) -> Found:
    usd = ledger.danger(log_odds)
    # Never "+": a mark of danger that moves nothing speaks for no posting.
    made = (
        moves(ledger, hit.rule.id, "scam", usd, hit.rule.text, hit.field, place)
        if usd < 0
        else says(ledger, hit.rule.id, "scam", "-", _LEAST_SENTENCE, hit.rule.text, hit.field, place)
    )
    return quoted(_kept(made), text, hit.start, hit.end)


def _kept(found: Found) -> Found:
    """Return a reason that is shown however little it moves: it quotes what was found."""
    return Found(found.reason, found.place, found.size)


def _shown_sentence(case: Case, risky: RiskySentence | None) -> RiskySentence | None:
    """Return the riskiest sentence, unless a rule quotes it already, or it is likelier harmless and little rests on it."""
    danger = case.evidence.danger
    if risky is None or (risky.score <= 0 and danger.unlike < _MOSTLY):
        return None
    if any(hit.field == risky.field and hit.start < risky.end and risky.start < hit.end for hit in danger.hits):
        return None
    return risky


def _moved_by(sentence: RiskySentence) -> float:
    return max(sentence.score, _LEAST_SENTENCE)


def _place_of(word: Word, text: str) -> tuple[int, int] | None:
    return place_of(word.words, fold(text))


def _copies(case: Case, ledger: Ledger, texts: dict[str, str]) -> Iterator[Found]:
    """Yield what the history knows of the text. It moves no chance of danger."""
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
        shown = span(str(number), None) if number >= MOST else str(number)
        yield says(ledger, code, "scam", "-", case.assumptions[code], text.format(number=shown), "description")
