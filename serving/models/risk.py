"""Danger: the market's own model and that of written requests to one calibrated chance, with the words that raised it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from features.bundle_format import LEAST_CHANCE
from features.fields.facts import Facts
from features.fields.registry import RISK_FEATURES, field_row
from features.folding import FoldedPosting, fold_posting
from features.rules import Hit, finder
from features.text.requests import RequestReading, RiskySentence, posting_words
from features.text.terms import SparseRow
from serving.bundle import Bundle
from serving.models.beta import sigmoid
from serving.models.linear import dot
from serving.models.requests import request_model

__all__ = ["Danger", "RiskModel", "Word"]

#: Words that raise the log odds by less than this, or are as short as "me" and "day", tell a reader nothing.
_LEAST_SHOWN = 0.2
_LEAST_LETTERS = 4
#: Below this share of its likelihood the type model does not name a type.
_SURE_OF_TYPE = 0.5
#: Shares of the request models from which a type is named beside the likeliest: with a rule's word for it, and without.
_POSSIBLE = 0.05
_LIKELY = 0.25


@dataclass(frozen=True, slots=True)
class Word:
    """A term that raised the chance: its text, the field it stands in and its part of the log odds."""

    field: str
    words: str
    log_odds: float


@dataclass(frozen=True, slots=True)
class Danger:
    """The chance, the kind of danger when it is likely, and what it rests on.

    ``unlike`` is how far the request models decided instead of the market's own, 0 to 1: the words belong to the latter.
    """

    probability: float
    types: tuple[str, ...]
    hits: tuple[Hit, ...]
    hit_log_odds: tuple[float, ...]
    words: tuple[Word, ...]
    sentence: RiskySentence | None
    unlike: float


class RiskModel:
    """The danger model of a bundle."""

    def __init__(self, bundle: Bundle) -> None:
        settings, arrays = bundle.risk, bundle.risk_arrays
        self._terms = bundle.vocabulary.terms
        self._intercept = float(settings["intercept"])
        self._mean = np.array(settings["field_mean"], dtype=np.float64)
        self._field = np.array(settings["field_weight"], dtype=np.float64)
        self._unknown = np.array(settings["field_unknown_weight"], dtype=np.float64)
        self._finder = finder()
        rules = self._finder.rules.rules
        self._rule = dict(zip((rule.id for rule in rules), settings["rule_weight"], strict=False))
        self._requests = request_model(bundle)
        self._request = float(settings["request_weight"])
        self._excused = float(settings["excused_weight"])
        self._weights = arrays["weights"]
        self._types = tuple(settings["types"])
        self._type_intercept = np.array(settings["type_intercept"], dtype=np.float64)
        sizes = {"field_mean": len(RISK_FEATURES), "field_weight": len(RISK_FEATURES), "rule_weight": len(rules)}
        for name, wanted in sizes.items():
            if len(settings[name]) != wanted:
                raise ValueError(f"{name} has {len(settings[name])} numbers for {wanted} features")
        if len(self._weights) != len(self._terms) or len(bundle.vocabulary.idf) != len(self._terms):
            raise ValueError(f"{len(self._weights):,} word weights for {len(self._terms):,} terms")
        self._type_weights = np.zeros((len(self._types), len(self._terms)), dtype=np.float32)
        self._type_weights[:, arrays["type_columns"]] = arrays["type_weights"]

    def judge(self, facts: Facts, row: SparseRow) -> Danger:
        """Return the chance of danger and its evidence."""
        posting = facts.posting
        folded = fold_posting(posting)
        words = posting_words(folded)
        found = self._finder.find_in(posting, folded, words)
        hits = [hit for hit in found if hit.excuse is None]
        from_rules = sum(self._rule[hit.rule.id] for hit in hits) + self._excused * (len(found) - len(hits))
        fields = field_row(RISK_FEATURES, facts)
        unknown = np.isnan(fields)
        from_fields = float(np.where(unknown, self._unknown, (fields - self._mean) * self._field).sum())
        reading = self._requests.read(words)
        from_sentence = self._request * reading.sentence
        market = sigmoid(self._intercept + dot(row, self._weights) + from_fields + from_rules + from_sentence)
        unlike = sigmoid(reading.unlike)
        chance = (1 - unlike) * market + unlike * sigmoid(self._requests.log_odds(reading))
        return Danger(
            probability=min(1 - LEAST_CHANCE, max(LEAST_CHANCE, chance)),
            types=self._named(hits, row, folded, reading),
            hits=tuple(hits),
            hit_log_odds=tuple(self._rule[hit.rule.id] for hit in hits),
            words=self._words(row),
            sentence=self._requests.place(folded, reading),
            unlike=unlike,
        )

    def _named(self, hits: list[Hit], row: SparseRow, folded: FoldedPosting, reading: RequestReading) -> tuple[str, ...]:
        """Return the types: those of the rules found, or else the likeliest by the words.

        Of a text unlike real postings the request models tell the type first; a rule adds its own where they agree that it
        is possible.
        """
        if reading.unlike > 0:
            shares = self._requests.type_shares(folded, reading)
            first = max(shares, key=lambda name: shares[name])
            found = [hit.rule.type for hit in hits if shares.get(hit.rule.type, 0.0) >= _POSSIBLE]
            likely = sorted((name for name in shares if shares[name] >= _LIKELY), key=lambda name: -shares[name])
            return tuple(dict.fromkeys([first, *found, *likely]))
        if hits:
            return tuple(dict.fromkeys(hit.rule.type for hit in hits))
        scores = self._type_intercept + self._type_weights[:, row.columns].astype(np.float64) @ row.values
        likelihood = np.exp(scores - scores.max())
        best = int(np.argmax(likelihood))
        # A type that is likelier wrong than right helps nobody.
        return (self._types[best] if likelihood[best] / likelihood.sum() >= _SURE_OF_TYPE else "other",)

    def _words(self, row: SparseRow, most: int = 3) -> tuple[Word, ...]:
        """Return the terms of title and description that raised the chance most."""
        parts = row.values * self._weights[row.columns]
        order = np.argsort(-parts, kind="stable")[: 4 * most]
        found = [Word(*self._place(int(row.columns[i])), float(parts[i])) for i in order if parts[i] >= _LEAST_SHOWN]
        return tuple(word for word in found if word.field and len(word.words) >= _LEAST_LETTERS)[:most]

    def _place(self, column: int) -> tuple[str, str]:
        namespace, _, words = self._terms[column].partition(":")
        return {"t": "title", "b": "description"}.get(namespace, ""), words
