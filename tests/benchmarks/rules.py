"""How long the rules take on real texts, beside spaCy on everything, and whether both find the same.

Run: ``BIDWORTHY_DATA_DIR=... python tests/benchmarks/rules.py [every]``; ``every`` takes each n-th text (default 1).
CPU time of this process, one text after another. All figures are of one run, so that their ratios hold on a busy machine.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import process_time
from typing import TypeVar

import spacy
from spacy.matcher import Matcher
from spacy.tokens import Doc

from features.folding import fold, needs_folding
from features.rules import finder
from features.rules.finder import Finder
from features.text.sentences import sentences
from training.sources.folder import find_data
from training.sources.postings import load_postings

_LEAST_CHARACTERS = 80
T = TypeVar("T")


def main() -> None:
    """Print the table."""
    every = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    texts = [row.posting.description for row in load_postings(find_data())]
    texts = [text for text in texts if len(text) >= _LEAST_CHARACTERS][::every]
    found = finder()
    found.find("description", "Message me on Telegram.")  # spaCy is loaded before the clock starts
    quick, quick_time = _timed(texts, lambda text: found.find("description", text))
    slow = [found.find_slowly("description", text) for text in texts]
    every_pattern = _one_matcher(found)
    _, slow_time = _timed(texts, every_pattern)
    silent = [text for text in texts if not needs_folding(text) and not found.may_match(fold(text).text)]
    _, silent_time = _timed(silent, lambda text: found.find("description", text))
    sys.stdout.write(
        f"texts                          {len(texts):,}\n"
        f"same hits                      {quick == slow}\n"
        f"texts with a candidate         {1 - len(silent) / len(texts):.1%}\n"
        f"texts with a hit               {sum(bool(hits) for hits in quick) / len(texts):.1%}\n"
        f"rules, CPU a text              {quick_time:.1f} us\n"
        f"  where there is no candidate  {silent_time:.1f} us\n"
        f"spaCy on everything            {slow_time:.1f} us\n"
        f"ratio                          1/{slow_time / quick_time:.1f}\n"
    )


def _one_matcher(found: Finder) -> Callable[[str], object]:
    """Return spaCy on everything at its best: one matcher of all patterns over every sentence, no excuses looked for."""
    vocab = spacy.blank("en").vocab
    matcher = Matcher(vocab, validate=False)
    for rule in found.rules.rules:
        if rule.patterns:
            matcher.add(rule.id, [pattern.tokens for pattern in rule.patterns])

    def run(text: str) -> object:
        read = sentences(fold(text).text)
        return [matcher(Doc(vocab, words=[token.text for token in sentence.tokens])) for sentence in read]

    return run


def _timed(texts: list[str], find: Callable[[str], T]) -> tuple[list[T], float]:
    start = process_time()
    hits = [find(text) for text in texts]
    return hits, (process_time() - start) / max(1, len(texts)) * 1e6


if __name__ == "__main__":
    main()
