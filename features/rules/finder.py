"""Find the rules of a text: quickly where there is nothing, exactly where there is something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import groupby

from features.folding import Folded, FoldedPosting, FoldedPostings, fold
from features.posting import Posting
from features.rules.files import ruleset
from features.rules.matching import Found, Matching, quoted_spans
from features.rules.prefilter import Candidate, Prefilter, chains_of, in_order
from features.rules.record import Hit, Ruleset
from features.text.lexicon import Reading
from features.text.sentences import Sentence, read, sentences, spans
from features.text.words import plain_word, read_words

__all__ = ["Finder", "finder"]

#: The one scam type that an enterprise client's own rules allow (marketplace rules, grade A).
_ENTERPRISE_MAY = "off_platform_contact"
#: A sentence, and the numbers of the patterns to try on it.
Doubtful = tuple[Sentence, Sequence[int]]


class Finder:
    """Finds the rules of a rule set in texts.

    Parameters
    ----------
    rules : Ruleset
    """

    def __init__(self, rules: Ruleset) -> None:
        self.rules = rules
        self.chains = chains_of([pattern for rule in rules.rules for pattern in rule.patterns])

    @cached_property
    def prefilter(self) -> Prefilter:
        """The quick look in a lexicon of its own, made when first needed: a scorer looks in its bundle's lexicon."""
        return Prefilter(self.chains)

    @cached_property
    def matching(self) -> Matching:
        """SpaCy's part, made when the first sentence needs it."""
        return Matching(self.rules)

    @property
    def is_warm(self) -> bool:
        """Whether spaCy's part is there already."""
        return "matching" in self.__dict__

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
        folded = fold(text)
        reading = self.prefilter.lexicon.read(read_words([[folded.text]]))
        doubtful = self._doubtful(folded, [_place(reading, found) for found in self.prefilter.candidates(reading)], field=0)
        return _ordered(self._hidden(field, folded) + self._decide(field, text, folded, doubtful, enterprise=enterprise))

    def find_in(self, posting: Posting) -> tuple[Hit, ...]:
        """Return each rule of a posting once: fields in reading order, but before all what nothing excuses."""
        return self.find_all([posting])[0]

    def find_all(self, postings: Sequence[Posting]) -> list[tuple[Hit, ...]]:
        """Return the same for each of some postings, read at once."""
        folded = FoldedPostings.of(postings)
        reading = self.prefilter.lexicon.read(read_words(folded.texts()))
        return self.confirm(folded, reading, self.prefilter.candidates(reading))

    def confirm(self, folded: FoldedPostings, reading: Reading, candidates: Iterable[Candidate]) -> list[tuple[Hit, ...]]:
        """Return the same, where the candidates are known already.

        Parameters
        ----------
        folded : FoldedPostings
        reading : Reading
            Of these postings.
        candidates : iterable of Candidate
            The sentences that `Prefilter.candidates` finds in the reading, in order.
        """
        hits: list[tuple[Hit, ...]] = [()] * len(folded.postings)
        grouped = groupby(candidates, lambda candidate: reading.posting_of(candidate.sentence))
        doubtful = {number: [_place(reading, candidate) for candidate in group] for number, group in grouped}
        marked = [number for number, fields in folded.hidden.items() if any(text.marks for text in fields.values())]
        for number in {*doubtful, *marked}:
            hits[number] = self._confirm(folded.postings[number], folded[number], doubtful.get(number, []))
        return hits

    def _confirm(self, posting: Posting, folded: FoldedPosting, places: Sequence[tuple[int, int, int]]) -> tuple[Hit, ...]:
        enterprise = posting.client.enterprise is True
        found: dict[str, Hit] = {}
        for number, (field, text) in enumerate(folded.items()):
            if not text.marks and all(place[0] != number for place in places):
                continue
            doubtful = self._doubtful(text, places, field=number)
            hits = self._hidden(field, text)
            hits += self._decide(field, posting.text_of(field), text, doubtful, enterprise=enterprise)
            for hit in _ordered(hits):
                known = found.get(hit.rule.id)
                if known is None or (known.excuse is not None and hit.excuse is None):
                    found[hit.rule.id] = hit
        return tuple(found.values())

    def find_slowly(self, field: str, text: str, *, enterprise: bool = False) -> list[Hit]:
        """Return the same as `find` by running spaCy on every sentence: what `find` is tested and measured against."""
        folded = fold(text)
        every = range(len(self.matching.rule_of))
        doubtful = ((sentence, every) for sentence in sentences(folded.text))
        return _ordered(self._hidden(field, folded) + self._decide(field, text, folded, doubtful, enterprise=enterprise))

    def may_match(self, folded: str) -> bool:
        """Return whether any sentence of a folded text has the words that some pattern needs."""
        reading = self.prefilter.lexicon.read(read_words([[folded]]))
        return next(self.prefilter.candidates(reading), None) is not None

    def _doubtful(self, folded: Folded, places: Sequence[tuple[int, int, int]], *, field: int) -> Iterator[Doubtful]:
        """Yield the sentences of one field in which something may be found, each with the numbers of the patterns to try."""
        wanted = {sentence: patterns for of, sentence, patterns in places if of == field}
        for number, (start, end) in enumerate(spans(folded.text) if wanted else ()):
            if number not in wanted:
                continue
            for sentence in read(folded.text, start, end):
                patterns = in_order(self.chains, _words(sentence), wanted[number])
                if patterns:
                    yield sentence, _numbers(patterns)

    def _decide(self, field: str, text: str, folded: Folded, doubtful: Iterable[Doubtful], *, enterprise: bool) -> list[Hit]:
        best: dict[str, Hit] = {}
        quoted: list[tuple[int, int]] | None = None
        seen: set[tuple[str, ...]] = set()
        for sentence, patterns in doubtful:
            words = tuple(token.text for token in sentence.tokens)
            # The same sentence again says nothing new, unless it stood in quotation marks before.
            if words in seen and not (quoted := quoted_spans(text) if quoted is None else quoted):
                continue
            seen.add(words)
            doc = self.matching.read(sentence)
            open_patterns = [n for n in patterns if not _settled(best.get(self.matching.rule_of[n].id))]
            excuses: dict[str, list[tuple[int, int]]] = {}
            for match in self.matching.matches(doc, open_patterns):
                rule = self.matching.rule_of[match.pattern]
                known = best.get(rule.id)
                if _settled(known):
                    continue
                start, end = _original(folded, sentence, match)
                excuse = self.matching.excuse(doc, match, excuses)
                if excuse is None and "quotation" in rule.excuses:
                    quoted = quoted_spans(text) if quoted is None else quoted
                    excuse = "quotation" if any(a <= start and end <= b for a, b in quoted) else None
                if excuse is None and enterprise and rule.type == _ENTERPRISE_MAY:
                    excuse = "enterprise"
                if known is None or excuse is None:
                    best[rule.id] = Hit(rule, field, start, end, excuse)
        return list(best.values())

    def _hidden(self, field: str, folded: Folded) -> list[Hit]:
        hits = []
        for rule in self.rules.rules if folded.marks else ():
            mark = next((mark for mark in folded.marks if mark.kind in rule.marks), None)
            if mark is not None:
                hits.append(Hit(rule, field, mark.start, mark.end))
        return hits


def _settled(known: Hit | None) -> bool:
    """Return whether a rule was found and nothing excuses it: further matches of it change nothing."""
    return known is not None and known.excuse is None


def _ordered(hits: list[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.rule.id))


def _place(reading: Reading, candidate: Candidate) -> tuple[int, int, int]:
    """Return number of the field in its posting, of the sentence in its field, and the patterns."""
    return (*reading.place(candidate.sentence), candidate.patterns)


def _words(sentence: Sentence) -> list[bytes]:
    return [plain_word(token.text) for token in sentence.tokens if token.text.isalnum()]


def _numbers(patterns: int) -> list[int]:
    return [number for number in range(patterns.bit_length()) if patterns >> number & 1]


def _original(folded: Folded, sentence: Sentence, match: Found) -> tuple[int, int]:
    tokens = sentence.tokens[match.start : match.end]
    return folded.original(tokens[0].start, tokens[-1].end)


@cache
def finder() -> Finder:
    """Return the finder of the project's own rules."""
    return Finder(ruleset())
