"""The request models: written texts of danger against honest neighbours, read sentence by sentence and as whole postings.

No risk label of a real posting is used, so the scores are held out for every labelled posting; those of the written postings
are held out by hand, all that one writer wrote together. Real postings that nobody labelled stand in the background: their
sentences as harmless ones, since few are dangerous, at half weight; whole, they teach what an ordinary posting is like, and
nothing about danger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

from features.folding import FoldedPosting, FoldedPostings, fold
from features.posting import Posting
from features.rules import RuleEvidence, finder, rule_evidence
from features.text.lexicon import Lexicon, Numbers, Reading
from features.text.origins import ORIGINS
from features.text.requests import Mix, RequestModel, RequestScores, TermModel
from features.text.sentences import spans
from features.text.words import POSTING, read_words
from training.config import Config
from training.fit.classes import class_weights
from training.fit.folds import AfterFold, each_fold, quiet
from training.fit.result import rounded
from training.metrics import Array
from training.sources.written import CASES, WrittenPosting, WrittenText
from training.splits import group_folds

__all__ = ["RequestFit", "RequestTexts", "fit_requests", "fit_texts", "read_texts"]

#: A term must stand in so many written texts.
_MIN_TEXTS = 3
_BACKGROUND_WEIGHT = 0.5
#: Shorter pieces of the background ("Requirements", "5 days") are no sentences.
_LEAST_CHARACTERS = 15
#: A sentence carries the evidence when it shares so many characters with it, or half of its own.
_LEAST_SHARED = 12
#: Log odds of what is not to happen.
_NEVER = -9.0
_LAST_MARK = POSTING.decode()


@dataclass(frozen=True)
class RequestFit:
    """The models, and what models that never saw a writer's hand say of that hand's postings.

    ``held_out`` has one score for each posting given, in order; ``held_out_types`` the likeliest type of each.
    """

    model: RequestModel
    postings: Sequence[WrittenPosting]
    held_out: RequestScores
    held_out_types: list[str]


@dataclass(frozen=True)
class _Texts:
    """Texts as the columns of the terms they have, with what they teach."""

    columns: list[Numbers]
    danger: NDArray[np.bool_]
    type: NDArray[Any]
    hand: NDArray[Any]


@dataclass(frozen=True)
class RequestTexts:
    """Written texts and a background as the models read them; made once, whatever the settings of their own.

    ``ground`` are the texts of each posting of the background, in the order in which they are taken. ``rules`` is what the
    rules find in the postings of our own hands, numbered ``own`` among ``postings``.
    """

    postings: Sequence[WrittenPosting]
    lexicon: Lexicon
    sentences: _Texts
    wholes: _Texts
    reading: Reading
    ground: list[list[str]]
    own: NDArray[np.intp]
    rules: RuleEvidence


def fit_requests(
    texts: Sequence[WrittenText],
    postings: Sequence[WrittenPosting],
    background: Sequence[Posting],
    config: Config,
) -> RequestFit:
    """Fit the models.

    Parameters
    ----------
    texts : sequence of WrittenText
    postings : sequence of WrittenPosting
    background : sequence of Posting
        Real and unlabelled.
    config : Config
    """
    return fit_texts(read_texts(texts, postings, background, config), config)


def read_texts(
    texts: Sequence[WrittenText], postings: Sequence[WrittenPosting], background: Sequence[Posting], config: Config
) -> RequestTexts:
    """Read what `fit_requests` is given, with a background for the settings or for smaller ones."""
    shuffled = [background[i] for i in np.random.default_rng(config.seed).permutation(len(background))]
    folded = FoldedPostings.of([item.posting for item in postings])
    whole = folded.texts()
    pieces = [piece for number, item in enumerate(postings) for piece in _pieces(item, folded[number])]
    sentences = [[fold(text.text).text] for text in texts] + [[text] for text, _, _ in pieces]
    lexicon = _lexicon([*sentences[: len(texts)], *whole])
    hands = np.array([item.hand for item in postings])
    # The rules were written with the cases in sight, so these cannot tell what a rule is worth.
    own = np.flatnonzero(hands != CASES)
    return RequestTexts(
        postings,
        lexicon,
        _Texts(
            _columns(lexicon, sentences),
            np.array([text.danger for text in texts] + [danger for _, danger, _ in pieces]),
            np.array([text.type for text in texts] + [_first_type(item) for _, _, item in pieces]),
            np.array([""] * len(texts) + [item.hand for _, _, item in pieces]),
        ),
        _Texts(
            _columns(lexicon, whole),
            np.array([item.danger for item in postings]),
            np.array([_first_type(item) for item in postings]),
            hands,
        ),
        lexicon.read(read_words(whole)),
        FoldedPostings.of(shuffled[: 2 * config.requests.background_postings]).texts(),
        own,
        rule_evidence(finder().find_all([folded.postings[i] for i in own.tolist()])),
    )


def fit_texts(read: RequestTexts, config: Config, after: AfterFold[RequestScores] = quiet, jobs: int = 1) -> RequestFit:
    """Fit the models to texts that were read.

    Parameters
    ----------
    read : RequestTexts
    config : Config
    after : AfterFold, optional
        Is told what models that saw nothing of the hand say of the written postings so far.
    jobs : int
        Folds fitted at a time.
    """
    most, lexicon = config.requests.background_postings, read.lexicon
    ground = read.ground[: 2 * most]
    fitting = _Fitting(
        lexicon,
        read.sentences,
        read.wholes,
        _columns(lexicon, _sentences(ground[:most], config.requests.background_sentences)),
        _columns(lexicon, ground[:most]),
        config,
    )
    held_out, held_out_types = _held_out(fitting, read.reading, after, jobs)
    model = fitting.fit(set(), _mix(held_out, read, config.requests.danger_share))
    others = ground[most:] or ground
    slope, shift = 1.0, 0.0
    if others:
        real = model.read(lexicon.read(read_words(others))).unlike
        slope, shift = _likeness(real, held_out, config.requests.unlike_share)
    held_out = held_out._replace(unlike=slope * held_out.unlike + shift)
    return RequestFit(_rescaled(model, slope, shift), read.postings, held_out, held_out_types)


def _held_out(
    fitting: _Fitting, reading: Reading, after: AfterFold[RequestScores], jobs: int
) -> tuple[RequestScores, list[str]]:
    """Return scores and likeliest type of each posting by models that saw nothing of its hand."""
    hands = fitting.wholes.hand
    parts = [np.zeros(len(hands)), np.full(len(hands), -1), np.zeros(len(hands)), np.zeros(len(hands))]
    types, done = [""] * len(hands), np.zeros(len(hands), dtype=np.bool_)
    folds = group_folds(hands.tolist(), fitting.config.folds, fitting.config.seed)

    def fit(number: int) -> tuple[RequestScores, dict[int, str]]:
        own = folds == number
        model = fitting.fit(set(hands[own].tolist()), (1.0, 1.0, 0.0, 0.0))
        scores = model.read(reading)
        shares = {i: model.type_shares(reading, scores, i) for i in np.flatnonzero(own).tolist()}
        return scores, {i: max(named, key=named.__getitem__) for i, named in shares.items()}

    for number, (scores, named) in each_fold(fit, np.unique(folds).tolist(), jobs):
        own = folds == number
        for part, values in zip(parts, scores, strict=True):
            part[own] = values[own]
        for i, name in named.items():
            types[i] = name
        done[own] = True
        after(RequestScores(*parts), done)
    return RequestScores(*parts), types


@dataclass(frozen=True)
class _Fitting:
    lexicon: Lexicon
    sentences: _Texts
    wholes: _Texts
    ground_sentences: list[Numbers]
    ground_wholes: list[Numbers]
    config: Config

    def fit(self, without: set[str], mix: Mix) -> RequestModel:
        """Return the models fitted without the texts of some hands."""
        types = tuple(sorted(set(self.wholes.type[self.wholes.danger].tolist())))
        parts = self._sentence(without, types), self._posting(without, types)
        return RequestModel(self.lexicon.terms, types, *parts, mix, self.lexicon)

    def _inputs(
        self, texts: _Texts, background: list[Numbers], without: set[str]
    ) -> tuple[NDArray[np.intp], Array, csr_matrix, csr_matrix]:
        """Return which texts are kept, the frequencies, and the values of these texts and of the background."""
        kept = np.flatnonzero([hand not in without for hand in texts.hand.tolist()])
        columns = [texts.columns[i] for i in kept]
        idf = _frequencies([*columns, *background], len(self.lexicon.terms))
        return kept, idf, _matrix(columns, idf), _matrix(background, idf)

    def _sentence(self, without: set[str], types: tuple[str, ...]) -> TermModel:
        kept, idf, inputs, ground = self._inputs(self.sentences, self.ground_sentences, without)
        danger = self.sentences.danger[kept]
        truth = np.append(danger, np.zeros(ground.shape[0], bool))
        weight = np.append(np.ones(len(kept)), np.full(ground.shape[0], _BACKGROUND_WEIGHT))
        strength = self.config.requests.inverse_regularisation
        first = _regression(strength).fit(vstack([inputs, ground]), truth, sample_weight=weight)
        typed = _typed(strength).fit(inputs[np.flatnonzero(danger)], self.sentences.type[kept][danger])
        return _term_model(idf, [first], typed, types)

    def _posting(self, without: set[str], types: tuple[str, ...]) -> TermModel:
        kept, idf, inputs, ground = self._inputs(self.wholes, self.ground_wholes, without)
        danger = self.wholes.danger[kept]
        strength = self.config.requests.inverse_regularisation
        first = _regression(strength).fit(inputs, danger)
        written = np.append(np.ones(len(kept), bool), np.zeros(ground.shape[0], bool))
        balance = np.where(written, 1.0, len(kept) / max(1, ground.shape[0]))
        unlike = _regression(1.0)
        if ground.shape[0]:
            unlike.fit(vstack([inputs, ground]), written, sample_weight=balance)
        else:
            # Nothing to compare with: the market's own model decides.
            unlike.coef_, unlike.intercept_ = np.zeros((1, len(idf))), np.array([_NEVER])
        typed = _typed(strength).fit(inputs[np.flatnonzero(danger)], self.wholes.type[kept][danger])
        return _term_model(idf, [first, unlike], typed, types)


def _regression(strength: float, tolerance: float = 1e-4) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=3_000, tol=tolerance)


def _typed(strength: float) -> LogisticRegression:
    # Thirteen classes take thirteen times as long; a tighter fit names no type better.
    return _regression(strength, 1e-3)


def _term_model(
    idf: Array, binary: list[LogisticRegression], typed: LogisticRegression, types: tuple[str, ...]
) -> TermModel:
    weights = np.vstack([*(model.coef_ for model in binary), np.zeros((len(types), len(idf)))]).T
    # A type that no text of these hands has is never named.
    intercept = np.append([model.intercept_[0] for model in binary], np.full(len(types), _NEVER))
    columns = [len(binary) + types.index(name) for name in typed.classes_.tolist()]
    typed_weights, intercept[columns] = class_weights(typed)
    weights[:, columns] = typed_weights.T
    return TermModel(idf, _digits(weights), _digits(intercept))


def _mix(scores: RequestScores, read: RequestTexts, target: float) -> Mix:
    """Return how sentence, posting and rules add up to log odds at a share of dangers, not the half of the written ones."""
    danger = read.wholes.danger[read.own]
    inputs = np.column_stack([scores.sentence[read.own], scores.posting[read.own], read.rules.weight])
    fitted = LogisticRegression(C=1.0, tol=1e-8, max_iter=1_000).fit(inputs, danger)
    shift = _log_odds(target) - _log_odds(float(danger.mean()))
    sentence, posting, found = (rounded(float(weight)) for weight in fitted.coef_[0])
    return sentence, posting, found, rounded(float(fitted.intercept_[0] + shift))


def _log_odds(share: float) -> float:
    return float(np.log(share / (1 - share)))


def _likeness(real: Array, written: RequestScores, share: float) -> tuple[float, float]:
    """Return slope and shift from the score of unlikeness to its log odds at a share, on postings its model never saw."""
    scores = np.concatenate([real, written.unlike])
    truth = np.arange(len(scores)) >= len(real)
    fitted = LogisticRegression(C=1.0, tol=1e-8, max_iter=1_000).fit(scores[:, None], truth)
    move = _log_odds(share) - _log_odds(float(truth.mean()))
    return rounded(float(fitted.coef_[0, 0])), rounded(float(fitted.intercept_[0] + move))


def _rescaled(model: RequestModel, slope: float, shift: float) -> RequestModel:
    posting = model.posting
    scale, move = np.ones(len(posting.intercept)), np.zeros(len(posting.intercept))
    scale[1], move[1] = slope, shift
    rescaled = TermModel(posting.idf, _digits(posting.weights * scale), _digits(posting.intercept * scale + move))
    return RequestModel(model.terms, model.types, model.sentence, rescaled, model.mix, model.lexicon)


def _digits(values: Array) -> Array:
    return np.array(np.vectorize(lambda value: rounded(float(value), 5))(values))


def _first_type(item: WrittenPosting) -> str:
    return item.types[0] if item.types else ""


def _sentences(postings: Sequence[list[str]], most: int) -> list[list[str]]:
    """Return the sentences of postings, each as a text of its own, from the first on."""
    found = [
        [text[start:end]]
        for fields in postings
        for text in fields
        for start, end in spans(text)
        if len(text[start:end].replace(" ", "")) >= _LEAST_CHARACTERS
    ]
    return found[:most]


def _pieces(item: WrittenPosting, folded: FoldedPosting) -> list[tuple[str, bool, WrittenPosting]]:
    """Return the title and each sentence of a posting, dangerous where it carries evidence."""
    text = item.posting.description
    evidence = [(at, at + len(quote)) for quote in item.evidence if (at := text.find(quote)) >= 0]
    pieces = [(folded["title"].text, False, item)]
    description = folded["description"]
    for start, end in spans(description.text):
        if not description.text[start:end].strip():
            continue
        a, b = description.original(start, end)
        shared = max((min(b, y) - max(a, x) for x, y in evidence), default=0)
        pieces.append((description.text[start:end], shared >= min(_LEAST_SHARED, (b - a) // 2) > 0, item))
    return [piece for piece in pieces if any(c.isalnum() for c in piece[0])]


def _lexicon(texts: Sequence[Sequence[str]]) -> Lexicon:
    """Return the words and pairs of neighbours that stand in enough texts, without those that tell an origin."""
    spread: Counter[str] = Counter()
    for fields in texts:
        known = [word.decode() for word in read_words([fields]).listed()]
        pairs = {f"{a} {b}" for a, b in pairwise(known) if a > _LAST_MARK and b > _LAST_MARK}
        spread.update({word for word in known if word > _LAST_MARK} | pairs)
    often = (term for term, n in spread.items() if n >= _MIN_TEXTS)
    return Lexicon(term for term in often if ORIGINS.isdisjoint(term.split(" ")))


def _columns(lexicon: Lexicon, texts: Sequence[Sequence[str]]) -> list[Numbers]:
    """Return the columns of the words and pairs of each text, one entry for each mention."""
    reading = lexicon.read(read_words(texts))
    found = []
    for number in range(len(texts)):
        where = reading.posting(number)
        rows = np.concatenate([reading.rows[where], reading.pairs[where]])
        found.append(rows[(rows > 0) & (rows <= len(lexicon.terms))] - 1)
    return found


def _frequencies(texts: Sequence[Numbers], n_terms: int) -> Array:
    """Return the inverse document frequencies, shape (n_terms,)."""
    spread = np.zeros(n_terms)
    for columns in texts:
        spread[np.unique(columns)] += 1
    raw = np.log((1 + len(texts)) / (1 + spread)) + 1
    return np.array([rounded(float(value)) for value in raw])


def _matrix(texts: Sequence[Numbers], idf: Array) -> csr_matrix:
    """Return the values of texts, shape (n_texts, n_terms)."""
    lengths = [np.sqrt((idf[columns] ** 2).sum()) or 1.0 for columns in texts]
    columns = np.concatenate(texts) if texts else np.array([], np.int64)
    counts = [len(part) for part in texts]
    values = idf[columns] / np.repeat(lengths, counts)
    starts = np.concatenate([[0], np.cumsum(counts)])
    matrix = csr_matrix((values, columns, starts), shape=(len(texts), len(idf)))
    matrix.sum_duplicates()
    return matrix
