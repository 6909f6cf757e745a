"""Reasons of danger: the rules found, the words and the sentence that raised it, and what is known of near-copies."""

from __future__ import annotations

from collections.abc import Iterator

from features.folding import fold
from features.rules import Hit
from features.text.requests import RiskySentence
from features.text.sentences import place_of
from serving.history.copies import MOST
from serving.judge.case import Case, band
from serving.judge.reason import Found, Place, moves, quoted, says
from serving.models.risk import Word
from serving.texts import percent
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
    known = band("scam", danger.probability, case.assumptions)
    place = Place.MOVES if known == "low" else Place.DANGER
    shown = 0.0
    for hit, weight in zip(danger.hits, danger.hit_log_odds, strict=True):
        # A rule is shown even where training found that it decides little: the reader should see the sentence.
        shown += max(0.0, weight)
        yield _rule(ledger, hit, max(0.0, weight), posting.text_of(hit.field), place)
    parts: list[tuple[Found, float]] = []
    if explanation is not None:
        words = explanation.words if danger.unlike < _MOSTLY else ()
        parts = [part for word in words if (part := _word(ledger, word, posting.text_of(word.field), texts["words"], place))]
        parts += _sentence(case, ledger, explanation.sentence, texts["sentence"], place)
    for found, log_odds in parts:
        shown += log_odds
        yield found
    yield from _rest(case, ledger, shown, texts, place)
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


def _sentence(
    case: Case, ledger: Ledger, risky: RiskySentence | None, sentence: str, place: Place
) -> Iterator[tuple[Found, float]]:
    """Yield the riskiest sentence, unless a rule quotes it already, or it is likelier harmless and little rests on it."""
    danger = case.evidence.danger
    if risky is None or (risky.score <= 0 and danger.unlike < _MOSTLY):
        return
    if any(hit.field == risky.field and hit.start < risky.end and risky.start < hit.end for hit in danger.hits):
        return
    log_odds = max(risky.score, _LEAST_SENTENCE)
    made = moves(ledger, "risky_sentence", "scam", ledger.danger(log_odds), sentence, risky.field, place)
    end = min(risky.end, risky.start + _LONGEST_QUOTE)
    yield quoted(_kept(made), case.evidence.posting.text_of(risky.field), risky.start, end), log_odds


def _word(ledger: Ledger, word: Word, text: str, sentence: str, place: Place) -> tuple[Found, float] | None:
    where = place_of(word.words, fold(text))
    if where is None:
        return None
    made = moves(ledger, "risky_words", "scam", ledger.danger(word.log_odds), sentence, word.field, place)
    return quoted(_kept(made), text, *where), word.log_odds


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
        shown = f"{number} or more" if number >= MOST else str(number)
        yield says(ledger, code, "scam", "-", case.assumptions[code], text.format(number=shown), "description")
