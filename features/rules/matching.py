"""What spaCy decides: whether a sentence satisfies a pattern, and whether a context excuses it.

spaCy is imported when the first sentence has to be decided, not before: most postings never need it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from features.rules.notation import Pattern
from features.rules.record import Excuse, Rule, Ruleset
from features.text.sentences import Sentence

__all__ = ["Found", "Matching", "quoted_spans"]

_QUOTED = re.compile(r"\"[^\"\n]{3,300}\"|[“„«][^”“»\n]{3,300}[”“»]|(?<![\w])'[^'\n]{8,300}'(?![\w])")


#: A matcher, and how many tokens a match of each of its patterns may have at most, by the hash of its name.
_Compiled = tuple[Any, Mapping[int, int]]


class Found(NamedTuple):
    """A pattern's match: tokens ``start`` to ``end`` of the sentence."""

    pattern: int
    start: int
    end: int


class Matching:
    """The patterns and excuses of a rule set, compiled for spaCy.

    Parameters
    ----------
    rules : Ruleset
    """

    def __init__(self, rules: Ruleset) -> None:
        import spacy
        from spacy.matcher import Matcher
        from spacy.tokens import Doc

        self._vocab = spacy.blank("en").vocab
        self._doc = Doc
        self.rule_of: list[Rule] = [rule for rule in rules.rules for _ in rule.patterns]
        self._patterns = [self._compiled(Matcher, [pattern]) for rule in rules.rules for pattern in rule.patterns]
        self._excuses = {e.name: (e, self._compiled(Matcher, e.patterns)) for e in rules.excuses}

    def _compiled(self, kind: Any, patterns: Sequence[Pattern]) -> _Compiled:
        """Return patterns that are looked for in one walk over a sentence, each under its number as its name."""
        matcher = kind(self._vocab, validate=False)
        for number, pattern in enumerate(patterns):
            matcher.add(str(number), [pattern.tokens])
        return matcher, {self._vocab.strings[str(number)]: pattern.longest for number, pattern in enumerate(patterns)}

    def read(self, sentence: Sentence) -> Any:
        """Return a sentence as spaCy sees it: our tokens, so that both readings agree."""
        return self._doc(self._vocab, words=[token.text for token in sentence.tokens])

    def matches(self, doc: Any, patterns: Iterable[int]) -> list[Found]:
        """Return the matches of the numbered patterns, each pattern's shortest first."""
        found = []
        for number in patterns:
            spans = sorted(_spans(doc, *self._patterns[number]), key=lambda span: (span[1] - span[0], span))
            found += [Found(number, start, end) for start, end in spans]
        return found

    def excuse(self, doc: Any, match: Found, known: dict[str, list[tuple[int, int]]]) -> str | None:
        """Return the name of a context that excuses a match, or None.

        ``known`` keeps where each excuse stands in the sentence, from one match of it to the next.
        """
        for name in self.rule_of[match.pattern].excuses:
            if name not in self._excuses:
                continue  # quotation and enterprise are the finder's
            excuse, compiled = self._excuses[name]
            if name not in known:
                known[name] = list(_spans(doc, *compiled))
            if any(_applies(excuse, match, *span) for span in known[name]):
                return name
        return None


def _applies(excuse: Excuse, match: Found, start: int, end: int) -> bool:
    return excuse.where == "around" or (start < match.end and match.start - end <= excuse.reach)


def _spans(doc: Any, matcher: Any, longest: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the matches that are no longer than their pattern allows."""
    for pattern, start, end in matcher(doc):
        if end - start <= longest[pattern]:
            yield start, end


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Return the slices of a text that stand in quotation marks."""
    return [match.span() for match in _QUOTED.finditer(text)]
