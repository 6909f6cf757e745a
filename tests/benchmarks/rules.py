"""How long the rules take on real texts, beside spaCy on everything, and whether both find the same.

Run: ``BIDWORTHY_DATA_DIR=... python tests/benchmarks/rules.py [every]``; ``every`` takes each n-th text (default 1).
CPU time of this process, each input in the fastest of its rounds. All figures are of one run, so that their ratios hold on a
busy machine.
"""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Callable, Sequence
from time import process_time
from typing import TypeVar

import spacy
from spacy.matcher import Matcher
from spacy.tokens import Doc

from features.fields.facts import Facts
from features.folding import fold, needs_folding
from features.posting import Posting, read_posting
from features.rules import finder
from features.rules.finder import Finder
from features.text.sentences import sentences
from serving.bundle import load_bundle
from serving.models.reader import Reader
from serving.models.risk import Danger, RiskModel
from training.sources.folder import find_data
from training.sources.postings import load_postings

_LEAST_CHARACTERS = 80
#: Postings read at once, and rounds of which the fastest counts; more of them where a round is short.
_PAGE, _ROUNDS, _MANY_ROUNDS = 100, 5, 25
_WORD = re.compile(r"\w+")
S = TypeVar("S")
T = TypeVar("T")


def main() -> None:
    """Print the table."""
    every = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    texts = [row.posting.description for row in load_postings(find_data())]
    texts = [text for text in texts if len(text) >= _LEAST_CHARACTERS][::every]
    found = finder()
    found.warm()
    danger = _danger()
    silent = [text for text in texts if not needs_folding(text) and not found.may_match(fold(text).text)]
    gc.collect()
    gc.freeze()  # what stays is not looked through again in every round
    _, words_time = _timed(_pages(silent), _plain_search, rounds=_MANY_ROUNDS)
    _, silent_time = _timed(_pages(silent), found.find_all, rounds=_MANY_ROUNDS)
    _, models_time = _timed(_pages(silent), danger, rounds=_MANY_ROUNDS)
    quick, quick_time = _timed(_pages(texts), found.find_all)
    slow = [tuple(found.find_slowly("description", text)) for text in texts]
    every_pattern = _one_matcher(found)
    _, slow_time = _timed([[text] for text in texts], every_pattern)
    sys.stdout.write(
        f"texts                          {len(texts):,}\n"
        f"same hits                      {quick == slow}\n"
        f"texts with a candidate         {1 - len(silent) / len(texts):.1%}\n"
        f"texts with a hit               {sum(bool(hits) for hits in quick) / len(texts):.1%}\n"
        f"rules, CPU a text, {_PAGE} at once {quick_time:.1f} us\n"
        f"  where there is no candidate  {silent_time:.1f} us\n"
        f"  the same, with the models    {models_time:.1f} us\n"
        f"  finding words with `re`      {words_time:.1f} us\n"
        f"spaCy on everything            {slow_time:.1f} us\n"
        f"ratio                          1/{slow_time / quick_time:.1f}\n"
    )


def _danger() -> Callable[[Sequence[Posting]], Sequence[Danger]]:
    """Return all of danger: reading, rules and models, as the scorer does it for many postings."""
    bundle = load_bundle()
    reader = Reader(bundle)
    model = RiskModel(bundle, reader)
    return lambda postings: model.judge(reader.read([Facts(posting) for posting in postings])).dangers


def _one_matcher(found: Finder) -> Callable[[Sequence[str]], list[object]]:
    """Return spaCy on everything at its best: one matcher of all patterns over every sentence, no excuses looked for."""
    vocab = spacy.blank("en").vocab
    matcher = Matcher(vocab, validate=False)
    for rule in found.rules.rules:
        if rule.patterns:
            matcher.add(rule.id, [pattern.tokens for pattern in rule.patterns])

    def run(texts: Sequence[str]) -> list[object]:
        read = sentences(fold(texts[0]).text)
        return [matcher(Doc(vocab, words=[token.text for token in sentence.tokens])) for sentence in read]

    return run


def _pages(texts: Sequence[str]) -> list[list[Posting]]:
    made = [read_posting({"title": "", "description": text}) for text in texts]
    return [made[first : first + _PAGE] for first in range(0, len(made), _PAGE)]


def _plain_search(postings: Sequence[Posting]) -> Sequence[object]:
    return [_WORD.findall(posting.description) for posting in postings]


def _timed(
    pages: Sequence[Sequence[S]], find: Callable[[Sequence[S]], Sequence[T]], rounds: int = _ROUNDS
) -> tuple[list[T], float]:
    """Return what is found, and the mean CPU microseconds of a text, each page in its fastest round."""
    found: list[T] = []
    total = 0.0
    for page in pages:
        times = []
        for _ in range(rounds):
            start = process_time()
            answers = find(page)
            times.append(process_time() - start)
        total += min(times)
        found += answers
    return found, total / max(1, sum(map(len, pages))) * 1e6


if __name__ == "__main__":
    main()
