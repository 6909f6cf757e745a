"""Danger: the market's own model and that of written requests to one calibrated chance, with the words that raised it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from features.fields.registry import RISK_FEATURES
from features.rules import Hit, finder, rule_evidence
from features.rules.prefilter import Prefilter
from features.text.requests import RequestScores, RiskySentence, logistic
from serving.bundle import Bundle
from serving.models.reader import Page, Reader
from serving.models.requests import request_model

__all__ = ["Danger", "Explanation", "JudgedPage", "RiskModel", "Word"]

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


class Danger(NamedTuple):
    """The chance of danger and the rules found.

    ``unlike`` is how far the request models decided instead of the market's own, 0 to 1.
    """

    probability: float
    hits: tuple[Hit, ...]
    hit_log_odds: tuple[float, ...]
    unlike: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a danger is and what it rests on beside the rules; the words are those of the market's own model."""

    types: tuple[str, ...]
    words: tuple[Word, ...]
    sentence: RiskySentence | None


@dataclass(frozen=True, slots=True, eq=False)
class JudgedPage:
    """A page with the danger of each of its postings."""

    page: Page
    scores: RequestScores
    dangers: list[Danger]


class RiskModel:
    """The danger model of a bundle.

    Parameters
    ----------
    bundle : Bundle
    reader : Reader
        Of the same bundle: its pages are judged.

    Raises
    ------
    ValueError
        If the bundle's parts do not fit each other.
    """

    def __init__(self, bundle: Bundle, reader: Reader) -> None:
        settings, arrays = bundle.risk, bundle.risk_arrays
        self._terms = bundle.vocabulary.terms
        self._intercept = float(settings["intercept"])
        self._mean = np.array(settings["field_mean"], dtype=np.float64)
        self._field = np.array(settings["field_weight"], dtype=np.float64)
        self._unknown = np.array(settings["field_unknown_weight"], dtype=np.float64)
        self._finder = finder()
        self._prefilter = Prefilter(self._finder.chains, reader.lexicon)
        rules = self._finder.rules.rules
        fields = ("field_mean", "field_weight", "field_unknown_weight")
        sizes = dict.fromkeys(fields, len(RISK_FEATURES)) | {
            "rule_weight": len(rules),
            "type_intercept": len(settings["types"]),
        }
        for name, wanted in sizes.items():
            if len(settings[name]) != wanted:
                raise ValueError(f"{name} has {len(settings[name])} numbers for {wanted} features")
        self._rule = dict(zip((rule.id for rule in rules), settings["rule_weight"], strict=True))
        self._requests = request_model(bundle, reader.lexicon)
        self._request = float(settings["request_weight"])
        self._excused = float(settings["excused_weight"])
        self._weights = arrays["weights"].astype(np.float64)
        self._types = tuple(settings["types"])
        self._type_intercept = np.array(settings["type_intercept"], dtype=np.float64)
        if len(self._weights) != len(self._terms) or len(bundle.vocabulary.idf) != len(self._terms):
            raise ValueError(f"{len(self._weights):,} word weights for {len(self._terms):,} terms")
        self._type_weights = np.zeros((len(self._types), len(self._terms)), dtype=np.float32)
        self._type_weights[:, arrays["type_columns"]] = arrays["type_weights"]

    def judge(self, page: Page) -> JudgedPage:
        """Return the danger of each posting of a page."""
        scores = self._requests.read(page.reading)
        found = self._finder.confirm(page.folded, page.reading, self._prefilter.candidates(page.reading))
        fields = RISK_FEATURES.rows(page.facts)
        from_fields = np.where(np.isnan(fields), self._unknown, (fields - self._mean) * self._field).sum(axis=1)
        from_rules = np.array([self._from_rules(hits) for hits in found])
        from_words = page.words.dot(self._weights)
        market = self._intercept + from_words + from_fields + from_rules + self._request * scores.sentence
        chance, unlike = self._requests.mixed(market, scores, rule_evidence(found)), logistic(scores.unlike)
        dangers = [self._danger(*parts) for parts in zip(chance.tolist(), found, unlike.tolist(), strict=True)]
        return JudgedPage(page, scores, dangers)

    def _from_rules(self, found: tuple[Hit, ...]) -> float:
        if not found:
            return 0.0
        return sum(self._excused if hit.excuse is not None else self._rule[hit.rule.id] for hit in found)

    def _danger(self, probability: float, found: tuple[Hit, ...], unlike: float) -> Danger:
        if not found:
            return Danger(probability, (), (), unlike)
        hits = tuple(hit for hit in found if hit.excuse is None)
        return Danger(probability, hits, tuple(self._rule[hit.rule.id] for hit in hits), unlike)

    def explain(self, judged: JudgedPage, number: int) -> Explanation:
        """Return what the danger of one posting of a page is, and what it rests on beside the rules."""
        page, scores = judged.page, judged.scores
        return Explanation(
            self._named(judged, number),
            self._words(page, number),
            self._requests.place(page.reading, scores, number, page.folded[number]),
        )

    def _named(self, judged: JudgedPage, number: int) -> tuple[str, ...]:
        """Return the types: those of the rules found, or else the likeliest by the words.

        Of a text unlike real postings the request models tell the type first; a rule adds its own where they agree that it
        is possible.
        """
        page, scores, hits = judged.page, judged.scores, judged.dangers[number].hits
        if scores.unlike[number] > 0:
            shares = self._requests.type_shares(page.reading, scores, number)
            first = max(shares, key=lambda name: shares[name])
            found = [hit.rule.type for hit in hits if shares.get(hit.rule.type, 0.0) >= _POSSIBLE]
            likely = sorted((name for name in shares if shares[name] >= _LIKELY), key=lambda name: -shares[name])
            return tuple(dict.fromkeys([first, *found, *likely]))
        if hits:
            return tuple(dict.fromkeys(hit.rule.type for hit in hits))
        row = page.words.row(number)
        by_type = self._type_intercept + self._type_weights[:, row.columns].astype(np.float64) @ row.values
        likelihood = np.exp(by_type - by_type.max())
        best = int(np.argmax(likelihood))
        # A type that is likelier wrong than right helps nobody.
        return (self._types[best] if likelihood[best] / likelihood.sum() >= _SURE_OF_TYPE else "other",)

    def _words(self, page: Page, number: int, most: int = 3) -> tuple[Word, ...]:
        """Return the terms of title and description that raised the chance most."""
        row = page.words.row(number)
        parts = row.values * self._weights[row.columns]
        order = np.argsort(-parts, kind="stable")[: 4 * most]
        found = [Word(*self._named_term(int(row.columns[i])), float(parts[i])) for i in order if parts[i] >= _LEAST_SHOWN]
        return tuple(word for word in found if word.field and len(word.words) >= _LEAST_LETTERS)[:most]

    def _named_term(self, column: int) -> tuple[str, str]:
        namespace, _, words = self._terms[column].partition(":")
        return {"t": "title", "b": "description"}.get(namespace, ""), words
