"""Ways to tell that a text can hold no candidate of the rules, side by side: our word table and scanners of literals.

Run: ``BIDWORTHY_DATA_DIR=... python tests/benchmarks/prefilters.py [every]``; ``every`` takes each n-th text (default 1).
CPU time of this process, all in one run; rounds take turns and the fastest of three counts. Optional packages that are
missing are named in the table: ``pyahocorasick``, ``ahocorasick-rs``, ``hyperscan``.

Every scanner looks for the same literals: the words that patterns cannot do without. Each has three tasks.

- *one*: stop at the first word of the item of a pattern that is rarest in these very texts. It is all that literals can tell
  without looking at sentences, and the choice by the measured texts is in their favour.
- *all*: find every needed word and every end of a sentence, in order.
- *sentences*: the same, then the check that ours makes: whether a sentence has a word of each needed item of a pattern, in
  order and near enough.

Each scanner gets the text in the form that suits it best: signs are made spaces and ends one byte first, which costs it
little, so that the ends of words are part of its literals. A ``re2.Set`` tells which literals occur and not where; it is
asked about the text, then about the sentences. Verdicts differ from ours only where a sentence is too long for one window.

Ours reads a hundred texts at once, as the scorer does. Measured on every third of 9,592 texts, our word table being 1:
*one* takes 0.2 to 0.4 with every scanner and lets 95% of the texts through, where ours lets through 44%. *All* takes 0.6 to
0.7 with Aho-Corasick, 0.5 with a ``re2.Set``, 1.4 with hyperscan and 8 with one alternation of RE2. *Sentences*, which lets
through what ours does, takes 1.3 to 1.5 with Aho-Corasick and a ``re2.Set``, 2 with hyperscan, 8 with the alternation. Ours
takes half where the models have read the words already.
"""

from __future__ import annotations

import importlib
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import process_time
from typing import Any

import re2

from features.folding import fold
from features.rules import finder, ruleset
from features.rules.notation import Pattern, required_items
from features.text.lexicon import Reading
from features.text.sentences import MOST_WORDS
from features.text.words import read_words
from training.sources.folder import find_data
from training.sources.postings import load_postings

_LEAST_CHARACTERS = 80
_ROUNDS = 3
_SLOTS = 3
#: Texts that ours reads at once.
_PAGE = 100
_END = b"\x01"
_ENDS = tuple((end, b" \x01 ") for end in (b"\x01", b"\n", b"|", b"!", b"\r", b". ", b"; "))
_KEPT = bytes(c if c == 1 or (c < 128 and chr(c).isalnum()) else 32 for c in range(256))
#: Bytes that RE2 may spend on its automaton: enough for all literals, or it falls back to a slower way.
_RE2_MEMORY = 1 << 28

Occurs = Callable[[bytes], bool]
#: What a text's needed words and ends stand for, in order: the bits of a word, and 0 for an end.
Scan = Callable[[bytes], list[int]]
Task = Callable[[Sequence[str]], list[object]]
One = Callable[[str], object]
Answers = tuple[float, list[object]]


@dataclass(frozen=True)
class _Way:
    """How a scanner does its tasks; ``missing`` names a package that is not installed."""

    name: str
    one: Callable[[_Needed], Occurs] | None = None
    all: Callable[[_Needed], Scan] | None = None
    missing: str = ""


class _Needed:
    """The words that patterns need.

    Each word has bits that stand for patterns, one block of bits for each of the three items of a pattern that the fewest
    texts have.

    Parameters
    ----------
    patterns : sequence of Pattern
    texts : iterable of bytes
        Prepared.
    """

    def __init__(self, patterns: Sequence[Pattern], texts: Iterable[bytes]) -> None:
        chains = [[frozenset(word.encode() for word in item) for item in required_items(pattern)] for pattern in patterns]
        self.chains = list(zip(chains, (pattern.longest for pattern in patterns), strict=True))
        self.words = sorted({word for chain in chains for item in chain for word in item})
        seen = [set(text.split()) for text in texts]
        spread = {item: sum(not item.isdisjoint(found) for found in seen) for chain in chains for item in chain}
        self._width = len(chains)
        self._always = 0
        self.bits = dict.fromkeys(self.words, 0)
        rarest: set[bytes] = set()
        for number, chain in enumerate(chains):
            items = sorted(set(chain), key=lambda item: (spread[item], sorted(item)))
            rarest |= items[0]
            for slot in range(_SLOTS):
                bit = 1 << (slot * self._width + number)
                if slot >= len(items):
                    self._always |= bit
                    continue
                for word in items[slot]:
                    self.bits[word] |= bit
        self.rarest = sorted(rarest)
        #: A word that only stands in items beyond the third tells nothing that the other items do not.
        self.told = [word for word in self.words if self.bits[word]]

    def left(self, found: int) -> int:
        """Return the patterns all of whose blocks are found, one bit each."""
        found |= self._always
        return found & (found >> self._width) & (found >> 2 * self._width) & ((1 << self._width) - 1)

    def in_sentences(self, text: bytes, scanned: Iterable[int]) -> bool:
        """Return whether a sentence of a prepared text could satisfy a pattern."""
        number = found = 0
        for bits in scanned:
            if bits:
                found |= bits
                continue
            if found and (left := self.left(found)) and self.in_order(text.split(_END)[number].split(), left):
                return True
            number, found = number + 1, 0
        return bool(found and (left := self.left(found)) and self.in_order(text.split(_END)[number].split(), left))

    def in_order(self, words: list[bytes], left: int) -> bool:
        """Return whether a sentence has a word of each item in order and near enough, for one of the patterns left."""
        # Our word table leaves a sentence too long for one window to the exact reading; so does this.
        return len(words) > MOST_WORDS or any(
            _follow(*self.chains[number], words) for number in range(self._width) if left >> number & 1
        )


def _follow(chain: list[frozenset[bytes]], longest: int, words: list[bytes]) -> bool:
    begun = [-1] * len(chain)
    for i, word in enumerate(words):
        for item in range(len(chain) - 1, -1, -1):
            if word in chain[item]:
                begun[item] = i if item == 0 else begun[item - 1]
                if item == len(chain) - 1 and begun[item] >= 0 and i - begun[item] < longest:
                    return True
    return False


def _prepared(folded: str) -> bytes:
    """Return the text with one space or more round each word and each end of a sentence."""
    body = folded.replace("?", "\n").encode("ascii", "replace")
    for old, new in _ENDS:
        body = body.replace(old, new)
    return b" " + body.translate(_KEPT) + b" "


def _ways() -> Iterator[_Way]:
    yield _way("pyahocorasick", "ahocorasick", _corasick)
    yield _way("ahocorasick-rs", "ahocorasick_rs", _corasick_rs)
    yield _Way("RE2, one alternation", _re2_one, _re2_all)
    yield _Way("RE2, re2.Set", _set_one)
    yield _way("hyperscan", "hyperscan", _hyperscan)


def _way(name: str, module: str, make: Callable[[Any], _Way]) -> _Way:
    try:
        return make(importlib.import_module(module))
    except ImportError:
        return _Way(name, missing=name)


def _corasick(package: Any) -> _Way:
    def automaton(bits: Mapping[bytes, int]) -> Any:
        made = package.Automaton()
        for word, value in bits.items():
            made.add_word(f" {word.decode()} ", value)
        made.make_automaton()
        return made.iter

    def one(needed: _Needed) -> Occurs:
        scan = automaton(dict.fromkeys(needed.rarest, 1))
        return lambda text: next(scan(text.decode()), None) is not None

    def every(needed: _Needed) -> Scan:
        scan = automaton(_with_end(needed))
        return lambda text: [bits for _, bits in scan(text.decode())]

    return _Way("pyahocorasick", one, every)


def _corasick_rs(package: Any) -> _Way:
    def automaton(words: Iterable[bytes]) -> Any:
        spaced = [b" " + word + b" " for word in words]
        return package.BytesAhoCorasick(spaced, implementation=package.Implementation.DFA).find_matches_as_indexes

    def one(needed: _Needed) -> Occurs:
        scan = automaton(needed.rarest)
        return lambda text: bool(scan(text))  # it has no way to stop at the first

    def every(needed: _Needed) -> Scan:
        bits = list(_with_end(needed).values())
        scan = automaton(_with_end(needed))
        # Neighbours share a space, so matches overlap.
        return lambda text: [bits[number] for number, _, _ in scan(text, overlapping=True)]

    return _Way("ahocorasick-rs", one, every)


def _with_end(needed: _Needed) -> dict[bytes, int]:
    return {word: needed.bits[word] for word in needed.told} | {_END: 0}


def _re2_options() -> Any:
    options = re2.Options()
    options.max_mem = _RE2_MEMORY
    options.encoding = re2.Options.Encoding.LATIN1
    options.never_capture = True
    return options


def _re2_one(needed: _Needed) -> Occurs:
    search = re2.compile(rb"\b(?:" + b"|".join(needed.rarest) + rb")\b", _re2_options()).search
    return lambda text: search(text) is not None


def _re2_all(needed: _Needed) -> Scan:
    find = re2.compile(rb"\x01|\b(?:" + b"|".join(needed.told) + rb")\b", _re2_options()).findall
    bits = _with_end(needed)
    return lambda text: [bits[word] for word in find(text)]


def _set_of(words: Iterable[bytes]) -> Callable[[bytes], list[int] | None]:
    made = re2.Set.SearchSet(_re2_options())
    for word in words:
        made.Add(rb"\b" + word + rb"\b")
    made.Compile()
    match: Callable[[bytes], list[int] | None] = made.Match
    return match


def _set_one(needed: _Needed) -> Occurs:
    match = _set_of(needed.rarest)
    return lambda text: match(text) is not None


def _set_tasks(needed: _Needed) -> dict[str, One]:
    match = _set_of(needed.told)
    bits = [needed.bits[word] for word in needed.told]

    def left(text: bytes) -> int:
        found = 0
        for number in match(text) or ():
            found |= bits[number]
        return needed.left(found)

    def sentences(folded: str) -> bool:
        text = _prepared(folded)
        return bool(left(text)) and any(
            (some := left(part)) and needed.in_order(part.split(), some) for part in text.split(_END) if part.strip()
        )

    return {"all": lambda folded: match(_prepared(folded)), "sentences": sentences}


def _hyperscan(package: Any) -> _Way:
    def database(words: Iterable[bytes], flags: int) -> Any:
        made = package.Database()
        literals = [rb"\x01" if word == _END else rb"\b" + word + rb"\b" for word in words]
        made.compile(expressions=literals, ids=list(range(len(literals))), elements=len(literals), flags=flags)
        return made.scan

    def one(needed: _Needed) -> Occurs:
        scan = database(needed.rarest, package.HS_FLAG_SINGLEMATCH)

        def run(text: bytes) -> bool:
            try:
                scan(text, match_event_handler=lambda *_: True)  # stop
            except package.ScanTerminated:
                return True
            return False

        return run

    def every(needed: _Needed) -> Scan:
        bits = list(_with_end(needed).values())
        scan = database(_with_end(needed), 0)

        def run(text: bytes) -> list[int]:
            found: list[int] = []

            def take(number: int, *_: object) -> None:
                found.append(bits[number])

            scan(text, match_event_handler=take)
            return found

        return run

    return _Way("hyperscan", one, every)


def _pages(texts: Sequence[str]) -> list[list[Sequence[str]]]:
    return [[[text] for text in texts[first : first + _PAGE]] for first in range(0, len(texts), _PAGE)]


def _ours(texts: Sequence[str]) -> list[object]:
    """Return whether each text may hold anything, from the text on."""
    lexicon = finder().prefilter.lexicon
    return [verdict for page in _pages(texts) for verdict in _looked_at(lexicon.read(read_words(page)))]


def _looked_at(reading: Reading) -> list[bool]:
    found = [False] * len(reading.postings)
    for candidate in finder().prefilter.candidates(reading):
        found[reading.posting_of(candidate.sentence)] = True
    return found


def _shared(texts: Sequence[str]) -> Task:
    """Return the same where the words were read already, as they are for the models."""
    lexicon = finder().prefilter.lexicon
    readings = [lexicon.read(read_words(page)) for page in _pages(texts)]
    return lambda _: [verdict for reading in readings for verdict in _looked_at(reading)]


def _tasks(way: _Way, needed: _Needed) -> dict[str, One]:
    if way.one is None:
        return {}
    occurs = way.one(needed)
    tasks: dict[str, One] = {"one": lambda folded: occurs(_prepared(folded))}
    if way.all is None:
        return tasks | _set_tasks(needed)
    scan = way.all(needed)

    def sentences(folded: str) -> bool:
        text = _prepared(folded)
        return needed.in_sentences(text, scan(text))

    return tasks | {"all": lambda folded: scan(_prepared(folded)), "sentences": sentences}


def _fastest(tasks: Mapping[tuple[str, str], Task], texts: Sequence[str]) -> dict[tuple[str, str], Answers]:
    """Return the CPU microseconds a text of each task in its fastest round, and its answers."""
    found: dict[tuple[str, str], Answers] = {}
    for _ in range(_ROUNDS):
        for name, task in tasks.items():
            start = process_time()
            answers = task(texts)
            spent = (process_time() - start) / max(1, len(texts)) * 1e6
            found[name] = (min(spent, found.get(name, (spent, answers))[0]), answers)
    return found


def _each(one: One) -> Task:
    return lambda texts: [one(text) for text in texts]


def main() -> None:
    """Measure and print."""
    every = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    originals = [row.posting.description for row in load_postings(find_data())]
    texts = [fold(text).text for text in originals if len(text) >= _LEAST_CHARACTERS][::every]
    needed = _Needed([pattern for rule in ruleset().rules for pattern in rule.patterns], map(_prepared, texts))
    ways = list(_ways())
    tasks: dict[tuple[str, str], Task] = {
        ("ours", ""): _ours,
        ("shared", ""): _shared(texts),
        ("preparing", ""): _each(_prepared),
    }
    for way in ways:
        tasks |= {(way.name, task): _each(run) for task, run in _tasks(way, needed).items()}
    sys.stdout.write(_report(texts, needed, ways, _fastest(tasks, texts)))


def _report(
    texts: Sequence[str],
    needed: _Needed,
    ways: Sequence[_Way],
    found: Mapping[tuple[str, str], Answers],
) -> str:
    ours, verdicts = found["ours", ""]

    def cell(name: str, task: str) -> str:
        time = found[name, task][0]
        return f"{time:9.1f} us {time / ours:5.1f}x"

    def share(name: str, task: str) -> str:
        answers = found[name, task][1]
        return f"{sum(map(bool, answers)) / max(1, len(answers)):7.1%}"

    lines = [
        f"{len(texts):,} texts, {len(needed.chains)} patterns, {len(needed.words):,} words ({len(needed.rarest):,} for one)",
        f"{'':22}{'one':>19} {'through':>7}{'all':>19}{'sentences':>19} {'through':>7} {'as ours':>7}",
        f"{'word table (ours)':22}{'':46}{cell('ours', '')} {share('ours', '')} {1:7.1%}",
        f"{'  its words read before':22}{'':45}{cell('shared', '')}",
        f"{'preparing the text':22}{cell('preparing', '')}",
    ]
    for way in ways:
        if way.missing:
            lines.append(f"{way.name:22}not installed: pip install {way.missing}")
            continue
        same = Counter(bool(a) == bool(b) for a, b in zip(found[way.name, "sentences"][1], verdicts, strict=True))[True]
        lines.append(
            f"{way.name:22}{cell(way.name, 'one')} {share(way.name, 'one')}{cell(way.name, 'all')}"
            f"{cell(way.name, 'sentences')} {share(way.name, 'sentences')} {same / max(1, len(verdicts)):7.1%}"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
