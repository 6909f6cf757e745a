"""Risk: the chance that a careful reader would call a posting a clear danger or a breach of the rules.

Two models, mixed by how much a text resembles real postings. The first is the market's own: a logistic regression over
single words, fields and rules, regularised hard because positives are few (pairs of words, skills and categories made it
worse in cross-validation). The rules enter as the sum of their authors' weights, which the data scales, and each by itself,
which the data may correct; the riskiest sentence enters with its score. Its held-out scores on real postings, weighted to
the pool they were drawn from, then fit a two-parameter calibration (Platt): written cases teach words, and only real
postings teach the level. The second model is that of requests (`training.fit.requests`). A third, multinomial regression
names the type of danger where no rule does and the text resembles real postings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.linear_model import LogisticRegression

from features.bundle_format import feature_names
from features.errors import DataError
from features.fields.facts import Facts
from features.fields.registry import RISK_FEATURES
from features.folding import FoldedPostings
from features.posting import Posting
from features.rules import Hit, RuleEvidence, finder, rule_evidence, ruleset
from features.text.origins import ORIGINS
from features.text.requests import RequestModel, RequestScores, TermModel
from features.text.subjects import SUBJECTS
from features.text.terms import Vocabulary
from features.text.words import read_words
from training.config import Config
from training.fit.classes import class_weights
from training.fit.folds import AfterFold, Done, each_fold, quiet
from training.fit.requests import RequestFit
from training.fit.result import Fitted, rounded
from training.fit.risk_figures import Written, risk_figures
from training.metrics import Array
from training.risk_table import risk_table
from training.sources.risk import RiskRow
from training.sources.written import CASES
from training.splits import group_folds
from training.vocabulary import text_matrix

__all__ = ["RiskInputs", "fit_risk", "held_out_danger", "pipeline_log_odds", "reread", "risk_inputs"]

#: A type needs so many positives before the type model may name it.
_LEAST_OF_A_TYPE = 4
#: How freely a rule's weight may leave its author's.
_OWN_SCALE = 0.5
#: The sentence score against words: a smaller scale is regularised harder. It spreads over about 1.5.
_REQUEST_SCALE = 0.2


@dataclass(frozen=True)
class _Scale:
    """Standardisation of the fields; unknown becomes 0 and is marked in a column of its own."""

    mean: Array
    inverse_deviation: Array

    def apply(self, fields: Array) -> Array:
        unknown = np.isnan(fields)
        known = np.where(unknown, 0.0, (fields - self.mean) * self.inverse_deviation)
        return np.hstack([known, unknown.astype(np.float64)])


@dataclass(frozen=True)
class _Data:
    text: csr_matrix
    fields: Array
    rules: Array
    request: Array
    evidence: RuleEvidence

    def take(self, rows: NDArray[Any]) -> _Data:
        where = np.flatnonzero(rows)
        text, fields, rules, request = self.text[where], self.fields[where], self.rules[where], self.request[where]
        return _Data(text, fields, rules, request, self.evidence.take(where))


@dataclass(frozen=True)
class RiskInputs:
    """Labelled rows as the danger model reads them; made once, whatever the settings of its own."""

    rows: Sequence[RiskRow]
    data: _Data
    requests: RequestModel
    scores: RequestScores
    risk: NDArray[Any]
    weight: Array


@dataclass(frozen=True)
class _Model:
    scale: _Scale
    field_scale: float
    regression: LogisticRegression

    def score(self, data: _Data) -> Array:
        """Log odds before calibration, shape (n,)."""
        return np.asarray(self.regression.decision_function(_inputs(data, self.scale, self.field_scale)))


def risk_inputs(rows: Sequence[RiskRow], vocabulary: Vocabulary, requests: RequestFit) -> RiskInputs:
    """Return labelled rows as the danger model reads them.

    Parameters
    ----------
    rows : sequence of RiskRow
    vocabulary : Vocabulary
    requests : RequestFit
        Fitted without any label of a real row; its postings of the hand ``cases`` are the rows without weight, in order.
    """
    scores = _scores(rows, requests)
    data = _data([row.posting for row in rows], scores, vocabulary)
    risk, weight = np.array([row.risk for row in rows]), np.array([row.weight for row in rows])
    return RiskInputs(rows, data, requests.model, scores, risk, weight)


def reread(inputs: RiskInputs, requests: RequestFit) -> RiskInputs:
    """Return the same rows as they are read with other request models."""
    scores = _scores(inputs.rows, requests)
    return replace(inputs, data=replace(inputs.data, request=scores.sentence), requests=requests.model, scores=scores)


def _scores(rows: Sequence[RiskRow], requests: RequestFit) -> RequestScores:
    scores = _request_scores(requests.model, [row.posting for row in rows])
    cases = np.flatnonzero([item.hand == CASES for item in requests.postings])
    unreal = np.flatnonzero([row.weight == 0 for row in rows])
    for part, held_out_part in zip(scores, requests.held_out, strict=True):
        part[unreal] = held_out_part[cases]
    return scores


def fit_risk(rows: Sequence[RiskRow], vocabulary: Vocabulary, requests: RequestFit, config: Config) -> Fitted:
    """Fit the danger model, its calibration and the type model, and measure by grouped cross-validation.

    Parameters
    ----------
    rows : sequence of RiskRow
    vocabulary : Vocabulary
    requests : RequestFit
        As for `risk_inputs`.
    config : Config

    Raises
    ------
    DataError
        If the labels hold too few dangers, harmless postings or types to be split.
    """
    inputs = risk_inputs(rows, vocabulary, requests)
    data, risk, weight = inputs.data, inputs.risk, inputs.weight
    folds = _folds(rows, config)
    held_out = _cross_scores(inputs, folds, config)
    slope, intercept = _platt(held_out, risk, weight)
    model = _fit(data, risk, config)
    settings, arrays = _plain(model, slope, intercept)
    type_settings, type_arrays, type_model = _fit_types(data, rows)
    probability = _chance(held_out, folds, inputs)
    written = _written(requests, model, slope, intercept, vocabulary)
    kept = {
        "mean": model.scale.mean,
        "inverse_deviation": model.scale.inverse_deviation,
        "field_scale": model.field_scale,
        "regression": model.regression,
        "slope": slope,
        "intercept": intercept,
        "types": type_model,
        "requests": _request_parts(requests.model),
    }
    request_settings, request_arrays = _request_bundle(requests.model)
    return Fitted(
        settings | request_settings | type_settings,
        arrays | request_arrays | type_arrays,
        risk_figures(rows, probability, written, config.seed),
        kept,
        risk_table(rows, probability, data.evidence.harmful, written, config.seed),
    )


def held_out_danger(inputs: RiskInputs, config: Config, after: AfterFold[Array] = quiet, jobs: int = 1) -> Array:
    """Return the held-out chances of danger that the figures are computed from, shape (n,).

    Parameters
    ----------
    inputs : RiskInputs
    config : Config
    after : AfterFold, optional
        Is told the chances of the rows held out so far, as soon as their labels suffice for a calibration.
    jobs : int
        Folds fitted at a time.
    """
    folds = _folds(inputs.rows, config)

    def told(scores: Array, done: Done) -> None:
        dangers = [inputs.risk[(folds == fold) & done & (inputs.weight > 0)] == 2 for fold in np.unique(folds[done])]
        # Each fold is calibrated by the others, and any of them may be all that there is.
        if all(some.any() and not some.all() for some in dangers):
            after(_chance(scores, folds, inputs, done), done)

    return _chance(_cross_scores(inputs, folds, config, told, jobs), folds, inputs)


def _folds(rows: Sequence[RiskRow], config: Config) -> NDArray[np.int64]:
    folds = group_folds([row.group for row in rows], config.folds, config.seed)
    _check_enough(rows, folds)
    return folds


def _chance(scores: Array, folds: NDArray[np.int64], inputs: RiskInputs, done: Done | None = None) -> Array:
    """Return the chances of the rows that were held out, calibrated by the other folds and mixed with the request models."""
    rows = np.flatnonzero(np.ones(len(folds)) if done is None else done)
    log_odds = _calibrated(scores[rows], folds[rows], inputs.risk[rows], inputs.weight[rows])
    return inputs.requests.mixed(log_odds, inputs.scores.take(rows), inputs.data.evidence.take(rows))


def pipeline_log_odds(kept: Mapping[str, Any], postings: Sequence[Posting], vocabulary: Vocabulary) -> Array:
    """Return the calibrated log odds of danger by a run's kept pipeline, shape (n,)."""
    model = _Model(_Scale(kept["mean"], kept["inverse_deviation"]), kept["field_scale"], kept["regression"])
    parts = kept["requests"]
    requests = RequestModel(**parts | {"sentence": TermModel(*parts["sentence"]), "posting": TermModel(*parts["posting"])})
    scores = _request_scores(requests, postings)
    data = _data(postings, scores, vocabulary)
    probability = requests.mixed(kept["slope"] * model.score(data) + kept["intercept"], scores, data.evidence)
    return np.asarray(np.log(probability / (1 - probability)))


def _request_scores(requests: RequestModel, postings: Sequence[Posting]) -> RequestScores:
    return requests.read(requests.lexicon.read(read_words(FoldedPostings.of(postings).texts())))


def _written(requests: RequestFit, model: _Model, slope: float, intercept: float, vocabulary: Vocabulary) -> Written:
    """Return the written postings with their chances, none of them by a model that learnt from the same hand."""
    own = np.flatnonzero([item.hand != CASES for item in requests.postings])
    items = [requests.postings[i] for i in own.tolist()]
    scores = requests.held_out.take(own)
    data = _data([item.posting for item in items], scores, vocabulary)
    probability = requests.model.mixed(slope * model.score(data) + intercept, scores, data.evidence)
    return Written(items, probability, [requests.held_out_types[i] for i in own.tolist()])


def _request_parts(model: RequestModel) -> dict[str, Any]:
    return {
        "terms": model.terms,
        "types": model.types,
        "sentence": tuple(model.sentence),
        "posting": tuple(model.posting),
        "mix": model.mix,
    }


def _request_bundle(model: RequestModel) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    settings = {
        "request_terms": list(model.terms),
        "request_types": list(model.types),
        "request_mix": list(model.mix),
        "request_sentence_intercept": model.sentence.intercept.tolist(),
        "request_posting_intercept": model.posting.intercept.tolist(),
    }
    arrays: dict[str, NDArray[Any]] = {}
    for name, part in (("sentence", model.sentence), ("posting", model.posting)):
        first_type = part.weights.shape[1] - len(model.types)
        arrays[f"request_{name}_idf"] = part.idf.astype(np.float32)
        arrays[f"request_{name}_weights"] = part.weights[:, :first_type].astype(np.float32)
        # Types are only compared with one another: half the digits, half the file.
        arrays[f"request_{name}_type_weights"] = part.weights[:, first_type:].astype(np.float16)
    return settings, arrays


def _check_enough(rows: Sequence[RiskRow], folds: NDArray[np.int64]) -> None:
    danger = np.array([row.risk == 2 for row in rows])
    harmless = np.array([row.risk == 0 for row in rows])
    real = np.array([row.weight > 0 for row in rows])
    for fold in np.unique(folds):
        others = (folds != fold) & real
        if not danger[others].any() or not harmless[others].any():
            raise DataError(
                f"{int(danger[real].sum())} labelled dangers and {int(harmless[real].sum())} harmless postings are too few "
                "to be split; label more of both"
            )
    if len({row.types[0] for row in rows if row.risk > 0 and row.types}) < 2:
        raise DataError("the labelled dangers name fewer than two types; label more of them")


def _data(postings: Sequence[Posting], scores: RequestScores, vocabulary: Vocabulary) -> _Data:
    found = finder().find_all(postings)
    return _Data(
        text=(text_matrix(vocabulary, postings) @ diags(_seen(vocabulary))).tocsr(),
        fields=RISK_FEATURES.rows([Facts(posting) for posting in postings]),
        rules=np.array([_rule_row(hits) for hits in found]),
        request=scores.sentence,
        evidence=rule_evidence(found),
    )


def _seen(vocabulary: Vocabulary) -> Array:
    """Return 1 for the terms that the model sees: single words of title and description, without subjects and origins."""
    hidden = SUBJECTS | ORIGINS
    return np.array([float(term[0] in "tb" and " " not in term and term[2:] not in hidden) for term in vocabulary.terms])


def _rule_row(hits: Sequence[Hit]) -> list[float]:
    """Return 1 for each rule found, then how many were found but excused."""
    found = {hit.rule.id for hit in hits if hit.excuse is None}
    return [*(float(rule.id in found) for rule in ruleset().rules), float(len(hits) - len(found))]


def _inputs(data: _Data, scale: _Scale, field_scale: float) -> csr_matrix:
    fields = csr_matrix(field_scale * scale.apply(data.fields))
    request = csr_matrix(_REQUEST_SCALE * data.request[:, None])
    return hstack([data.text, fields, csr_matrix(data.rules @ _rule_columns()), request]).tocsr()


def _rule_columns() -> Array:
    """Return the matrix from rules found to inputs, shape (n_rules + 1, n_rules + 2).

    The first input is the sum of the weights that the rules' authors gave; then comes each rule by itself, scaled down so
    that data has to insist before a rule moves from its author's weight; the excused ones come last.
    """
    weights = np.array([rule.weight for rule in ruleset().rules] + [0.0])
    own = np.diag([_OWN_SCALE] * (len(weights) - 1) + [1.0])
    return np.hstack([weights[:, None], own])


def _fit(data: _Data, risk: NDArray[Any], config: Config) -> _Model:
    known = ~np.isnan(data.fields)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, data.fields, 0.0).sum(axis=0) / count
    variance = np.where(known, (data.fields - mean) ** 2, 0.0).sum(axis=0) / count
    deviation = np.sqrt(variance)
    scale = _Scale(mean, np.where(deviation > 0, 1 / np.where(deviation > 0, deviation, 1), 0.0))
    sample_weight = np.where(risk == 1, config.risk.suspicious_weight, 1.0)
    inputs = _inputs(data, scale, config.risk.field_scale)
    regression = LogisticRegression(C=config.risk.inverse_regularisation, max_iter=2_000, tol=1e-8)
    regression.fit(inputs, (risk > 0).astype(int), sample_weight=sample_weight)
    return _Model(scale, config.risk.field_scale, regression)


def _cross_scores(
    inputs: RiskInputs, folds: NDArray[np.int64], config: Config, after: AfterFold[Array] = quiet, jobs: int = 1
) -> Array:
    data, risk = inputs.data, inputs.risk

    def fit(fold: int) -> Array:
        outside = folds == fold
        return _fit(data.take(~outside), risk[~outside], config).score(data.take(outside))

    scores, done = np.zeros(len(risk)), np.zeros(len(risk), dtype=np.bool_)
    for fold, held_out in each_fold(fit, np.unique(folds).tolist(), jobs):
        scores[folds == fold], done[folds == fold] = held_out, True
        after(scores, done)
    return scores


def _platt(scores: Array, risk: NDArray[Any], weight: Array) -> tuple[float, float]:
    """Return slope and intercept from score to log odds of risk 2, on real postings weighted to their pool."""
    real = weight > 0
    fitted = LogisticRegression(C=1.0, tol=1e-8, max_iter=1_000)
    fitted.fit(scores[real, None], (risk[real] == 2).astype(int), sample_weight=weight[real] / weight[real].mean())
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def _plain(model: _Model, slope: float, intercept: float) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Fold standardisation and calibration into plain weights: log odds = intercept + words + fields + rules + sentence."""
    weights = model.regression.coef_[0] * slope
    n_fields, n_rules = len(RISK_FEATURES), len(ruleset().rules)
    n_terms = len(weights) - 2 * n_fields - n_rules - 3
    words, known, unknown, inputs = np.split(weights, np.cumsum([n_terms, n_fields, n_fields]))
    rules = _rule_columns() @ inputs[:-1]
    settings = {
        "intercept": rounded(float(model.regression.intercept_[0]) * slope + intercept),
        "feature_names": feature_names()["risk"],
        "field_mean": [rounded(float(v)) for v in model.scale.mean],
        "field_weight": [rounded(float(v)) for v in known * model.field_scale * model.scale.inverse_deviation],
        "field_unknown_weight": [rounded(float(v)) for v in unknown * model.field_scale],
        "rule_weight": [rounded(float(v)) for v in rules[:-1]],
        "excused_weight": rounded(float(rules[-1])),
        "request_weight": rounded(float(inputs[-1]) * _REQUEST_SCALE),
    }
    return settings, {"weights": np.array([rounded(float(w)) for w in words], dtype=np.float32)}


def _fit_types(data: _Data, rows: Sequence[RiskRow]) -> tuple[dict[str, Any], dict[str, NDArray[Any]], LogisticRegression]:
    """Fit which danger it is, on dangerous postings only; the first label of each is its type."""
    first = [row.types[0] if row.risk > 0 and row.types else "" for row in rows]
    counted = {name: first.count(name) for name in set(first)}
    kept = np.array([bool(name) and counted[name] >= _LEAST_OF_A_TYPE for name in first])
    if len({name for name, keep in zip(first, kept, strict=True) if keep}) < 2:
        kept = np.array([bool(name) for name in first])
    # Words only: where a rule fires, its type is known.
    inputs = data.text[np.flatnonzero(kept)]
    names = [name for name, keep in zip(first, kept, strict=True) if keep]
    regression = LogisticRegression(C=2.0, max_iter=2_000, tol=1e-6).fit(inputs, names)
    coef, intercept = class_weights(regression)
    used = np.flatnonzero(np.asarray(inputs.sum(axis=0)).ravel())
    weights = np.array([[rounded(float(w), 5) for w in row] for row in coef[:, used]], dtype=np.float32)
    settings = {
        "types": [str(name) for name in regression.classes_],
        "type_intercept": [rounded(float(v)) for v in intercept],
    }
    return settings, {"type_columns": used.astype(np.int32), "type_weights": weights}, regression


def _calibrated(held_out: Array, folds: NDArray[np.int64], risk: NDArray[Any], weight: Array) -> Array:
    """Return held-out log odds; the calibration of each fold comes from the others."""
    log_odds = np.zeros(len(held_out))
    for fold in np.unique(folds):
        others = folds != fold if (folds != fold).any() else folds == fold
        slope, intercept = _platt(held_out[others], risk[others], weight[others])
        log_odds[folds == fold] = slope * held_out[folds == fold] + intercept
    return log_odds
