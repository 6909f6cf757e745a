"""Models that the ghost model is held against: each is fitted to the same rows and judges the same ones."""

from __future__ import annotations

import math

import lightgbm
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from features.hiring import HIRING_NUMBERS
from features.posting import Posting
from training.fit.hiring import HiringInputs
from training.fit.record import fit_prior, log_odds
from training.metrics import Array
from training.sources.outcomes import Outcomes

__all__ = ["RIVALS", "Rows", "boosted_layer", "constant", "plain_logistic", "record_alone"]

#: Rows by number, shape (n,).
Rows = NDArray[np.int64]
#: A word must stand in so many titles, a field's value on so many postings.
_LEAST_TITLES = 5
_TREES, _RATE, _LEAVES, _LEAST_IN_LEAF = 60, 0.05, 6, 40


def constant(market: Outcomes, inputs: HiringInputs, train: Rows, test: Rows) -> Array:
    """Return the share without a hire of the rows learnt from."""
    return np.full(len(test), market.ghost[train].mean())


def record_alone(market: Outcomes, inputs: HiringInputs, train: Rows, test: Rows) -> Array:
    """Return what the client's record says, smoothed."""
    prior = fit_prior(market.prior_posts[train], market.prior_hires[train], market.ghost[train], counted=market.counted)
    return prior.ghost(market.prior_posts[test], market.prior_hires[test])


def plain_logistic(market: Outcomes, inputs: HiringInputs, train: Rows, test: Rows) -> Array:
    """Return a plain logistic regression on the record, the job's fields and the words of its title."""
    flags = DictVectorizer().fit([_flags(market.postings[row]) for row in train.tolist()])
    scale = StandardScaler().fit(_numbers(market, train))
    parts = [
        [flags.transform([_flags(market.postings[row]) for row in rows.tolist()]), scale.transform(_numbers(market, rows))]
        for rows in (train, test)
    ]
    titles = [market.postings[row].title for row in train.tolist()]
    if len(set(titles)) > 1:
        words = TfidfVectorizer(min_df=_LEAST_TITLES, sublinear_tf=True).fit(titles)
        for part, rows in zip(parts, (train, test), strict=True):
            part.append(words.transform([market.postings[row].title for row in rows.tolist()]))
    regression = LogisticRegression(C=1.0, max_iter=3_000).fit(csr_matrix(hstack(parts[0])), market.ghost[train])
    chance: Array = regression.predict_proba(csr_matrix(hstack(parts[1])))[:, 1]
    return chance


def _numbers(market: Outcomes, rows: Rows) -> Array:
    """Return the record, the pay and the spend; what is not stated stands at 0, beside a flag."""
    posts, hires = market.prior_posts[rows], market.prior_hires[rows]
    postings = [market.postings[row] for row in rows.tolist()]
    pay = [math.log(posting.pay.min) if posting.pay is not None and posting.pay.min else 0.0 for posting in postings]
    spent = [math.log1p(posting.client.total_spent_usd or 0.0) for posting in postings]
    rate = np.where(posts > 0, hires / np.maximum(posts, 1), 0.0)
    return np.column_stack([np.log1p(posts), rate, posts == 0, pay, spent])


def _flags(posting: Posting) -> dict[str, float]:
    names = {f"category {posting.category}", *(f"skill {skill.lower()}" for skill in posting.skills or ())}
    if posting.pay is None or not posting.pay.min:
        names.add("no pay")
    return dict.fromkeys(names, 1.0)


def boosted_layer(market: Outcomes, inputs: HiringInputs, train: Rows, test: Rows) -> Array:
    """Return boosted trees above the record, in place of the linear layer: monotone in the numbers, free in the labels."""
    vectorizer = DictVectorizer(sparse=False).fit([dict.fromkeys(inputs.labels[row], 1.0) for row in train.tolist()])

    def design(rows: Rows) -> Array:
        flags = vectorizer.transform([dict.fromkeys(inputs.labels[row], 1.0) for row in rows.tolist()])
        return np.column_stack([inputs.numbers[rows], flags])

    offset = [log_odds(record_alone(market, inputs, train, rows)) for rows in (train, test)]
    learnt = design(train)
    parameters = {
        "objective": "binary",
        "learning_rate": _RATE,
        "num_leaves": _LEAVES,
        "min_data_in_leaf": min(_LEAST_IN_LEAF, max(1, len(train) // 5)),
        "monotone_constraints": [-1] * len(HIRING_NUMBERS) + [0] * (learnt.shape[1] - len(HIRING_NUMBERS)),
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "verbosity": -1,
    }
    data = lightgbm.Dataset(learnt, market.ghost[train], init_score=offset[0])
    grown = lightgbm.train(parameters, data, num_boost_round=_TREES).predict(design(test), raw_score=True, num_threads=1)
    chance: Array = 1 / (1 + np.exp(-offset[1] - np.asarray(grown)))
    return chance


#: By the name that reports give them.
RIVALS = {
    "constant": constant,
    "record alone": record_alone,
    "plain logistic": plain_logistic,
    "boosted layer": boosted_layer,
}
