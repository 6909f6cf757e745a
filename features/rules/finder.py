"""Find the rules of a text: quickly where there is nothing, exactly where there is something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, cached_property

from features.folding import Folded, FoldedPosting, fold
from features.posting import Posting
from features.rules.files import ruleset
from features.rules.matching import Found, Matching, quoted_spans
from features.rules.prefilter import Prefilter
from features.rules.record import Hit, Ruleset
from features.text.sentences import Sentence, quick_words, read, spans

__all__ = ["Finder", "finder"]

#: The one scam type that an enterprise client's own rules allow (marketplace rules, grade A).
_ENTERPRISE_MAY = "off_platform_contact"


class Finder:
    """Finds the rules of a rule set in texts.

    Parameters
    ----------
    rules : Ruleset
    """

    def __init__(self, rules: Ruleset) -> None:
        self.rules = rules
        self.prefilter = Prefilter([pattern for rule in rules.rules for pattern in rule.patterns])

    @cached_property
    def matching(self) -> Matching:
        """SpaCy's part, made when the first sentence needs it."""
        return Matching(self.rules)

    def warm(self) -> None:
        """Load spaCy now, so that the first suspicious text need not wait for it."""
        _ = self.matching

    def find(self, field: str, text: str, *, enterprise: bool = False) -> list[Hit]:
        """Return each rule of a field's text once: at its first match that nothing excuses, or else at its first match.

        Parameters
        ----------
        field : str
            The field's name, as answers name it.
        text : str
            Its original text; places refer to it.
        enterprise : bool
            Whether the client may be met outside the marketplace.
        """
        return self._find(field, text, fold(text), enterprise=enterprise)

    def _find(self, field: str, text: str, folded: Folded, *, enterprise: bool) -> list[Hit]:
        hidden = self._hidden(field, folded)
        if not self.may_match(folded.text):
            return hidden
        return _ordered(hidden + self._decide(field, text, folded, enterprise=enterprise, everything=False))

    def find_in(self, posting: Posting, folded: FoldedPosting, words: list[bytes] | None = None) -> tuple[Hit, ...]:
        """Return each rule of a posting once: the title before the description, but before both what nothing excuses.

        Parameters
        ----------
        posting : Posting
        folded : FoldedPosting
        words : list of bytes, optional
            Those of all its fields (`features.text.requests.posting_words`), where the caller has them.
        """
        if words is not None and not any(text.marks for text in folded.values()) and not self.prefilter.may_match(words):
            return ()
        enterprise = posting.client.enterprise is True
        found: dict[str, Hit] = {}
        for field, reading in folded.items():
            for hit in self._find(field, getattr(posting, field), reading, enterprise=enterprise):
                known = found.get(hit.rule.id)
                if known is None or (known.excuse is not None and hit.excuse is None):
                    found[hit.rule.id] = hit
        return tuple(found.values())

    def find_slowly(self, field: str, text: str, *, enterprise: bool = False) -> list[Hit]:
        """Return the same by running spaCy on every sentence: what `find` is tested and measured against."""
        folded = fold(text)
        hits = self._decide(field, text, folded, enterprise=enterprise, everything=True)
        return _ordered(self._hidden(field, folded) + hits)

    def may_match(self, folded: str) -> bool:
        """Return whether any sentence of a folded text has the words that some pattern needs."""
        return self.prefilter.may_match(quick_words(folded))

    def _decide(self, field: str, text: str, folded: Folded, *, enterprise: bool, everything: bool) -> list[Hit]:
        best: dict[str, Hit] = {}
        quoted: list[tuple[int, int]] | None = None
        for sentence, patterns in self._sentences(folded.text, everything=everything):
            doc = self.matching.read(sentence)
            for match in self.matching.matches(doc, patterns):
                rule = self.matching.rule_of[match.pattern]
                known = best.get(rule.id)
                if known is not None and known.excuse is None:
                    continue
                start, end = _place(folded, sentence, match)
                excuse = self.matching.excuse(doc, match)
                if excuse is None and "quotation" in rule.excuses:
                    quoted = quoted_spans(text) if quoted is None else quoted
                    excuse = "quotation" if any(a <= start and end <= b for a, b in quoted) else None
                if excuse is None and enterprise and rule.type == _ENTERPRISE_MAY:
                    excuse = "enterprise"
                if known is None or excuse is None:
                    best[rule.id] = Hit(rule, field, start, end, excuse)
        return list(best.values())

    def _sentences(self, folded: str, *, everything: bool) -> Iterator[tuple[Sentence, Sequence[int]]]:
        """Yield the sentences in which something may be found, each with the numbers of the patterns to try."""
        for start, end in spans(folded):
            if not everything and not self.prefilter.may_match(quick_words(folded[start:end])):
                continue
            for sentence in read(folded, start, end):
                patterns = range(len(self.matching.rule_of)) if everything else self.prefilter.candidates(_words(sentence))
                if patterns:
                    yield sentence, patterns

    def _hidden(self, field: str, folded: Folded) -> list[Hit]:
        hits = []
        for rule in self.rules.rules if folded.marks else ():
            mark = next((mark for mark in folded.marks if mark.kind in rule.marks), None)
            if mark is not None:
                hits.append(Hit(rule, field, mark.start, mark.end))
        return hits


def _ordered(hits: list[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.rule.id))


def _words(sentence: Sentence) -> list[bytes]:
    return [token.text.encode() for token in sentence.tokens if token.text.isalnum()]


def _place(folded: Folded, sentence: Sentence, match: Found) -> tuple[int, int]:
    tokens = sentence.tokens[match.start : match.end]
    return folded.original(tokens[0].start, tokens[-1].end)


@cache
def finder() -> Finder:
    """Return the finder of the project's own rules."""
    return Finder(ruleset())
