"""The same models as they are often served on files: a whole pandas frame, scikit-learn's vectorizers, ``predict_proba``.

Words, weights and the number of trees are those of the bundle; forests are grown anew on the frame, for a bundle keeps its
own as arrays. Rules, quotes, reasons and the arithmetic of the bid are left out, and so the rival does less.
"""

from __future__ import annotations

from pathlib import Path

import lightgbm
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from features.bundle_format import QUANTILES
from serving.bundle import Bundle

__all__ = ["Rival"]

_COUNTERS = ["client.jobs_posted", "client.hires", "client.rating", "activity.interviewing", "connects"]
_SENTENCE_ENDS = r"[.!?\n]+"
_FITTED_ROWS = 2_000


class Rival:
    """The models of a bundle behind a frame.

    Parameters
    ----------
    bundle : Bundle
    frame : pandas.DataFrame
        Rows that its forests are grown on.
    """

    def __init__(self, bundle: Bundle, frame: pd.DataFrame) -> None:
        terms = bundle.vocabulary.terms
        self._own = {name: [at for at, term in enumerate(terms) if term.startswith(f"{name}:")] for name in "tb"}
        self._words = {
            name: CountVectorizer(vocabulary=[terms[at][2:] for at in places], ngram_range=(1, 2), binary=True)
            for name, places in self._own.items()
        }
        kept = [at for places in self._own.values() for at in places]
        self._idf = bundle.vocabulary.idf[kept]
        self._danger = _logistic(bundle.risk_arrays["weights"][kept], float(bundle.risk["intercept"]))
        requests = [str(term) for term in bundle.risk["request_terms"]]
        self._sentences = TfidfVectorizer(vocabulary=requests, ngram_range=(1, 2))
        self._sentences.idf_ = np.asarray(bundle.risk_arrays["request_sentence_idf"], dtype=np.float64)
        self._request = _logistic(bundle.risk_arrays["request_sentence_weights"][:, 0], -3.0)
        self._heads = {kind: bundle.pay_arrays[f"{kind}.weights"][kept] for kind in ("hourly", "fixed")}
        self._ghost = LogisticRegression().fit(np.eye(len(_COUNTERS)), [0, 1, 0, 1, 0])
        some = frame.head(_FITTED_ROWS)
        trees, leaves = int(bundle.manifest["settings"]["pay.trees"]), int(bundle.manifest["settings"]["pay.leaves"])
        self._forests = {
            kind: [_forest(self._inputs(some, self._text(some), kind), level, trees, leaves) for level in QUANTILES]
            for kind in self._heads
        }

    def score(self, source: Path, target: Path) -> int:
        """Score a file of postings, whole; return its rows."""
        frame = pd.read_parquet(source)
        self.answers(frame).to_parquet(target, compression="zstd")
        return len(frame)

    def answers(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the chances and the market of each row of a frame."""
        text = self._text(frame)
        out = pd.DataFrame({"id": frame["id"], "scam": self._danger.predict_proba(text)[:, 1]})
        sentences = frame["description"].str.lower().str.split(_SENTENCE_ENDS, regex=True).explode().fillna("")
        chances = pd.Series(self._request.predict_proba(self._sentences.transform(sentences))[:, 1], sentences.index)
        out["request"] = chances.groupby(level=0).max()
        for kind, forests in self._forests.items():
            inputs = self._inputs(frame, text, kind)
            for level, forest in zip(QUANTILES, forests, strict=True):
                out[f"{kind}.p{round(100 * level)}"] = forest.predict(inputs)
        out["ghost"] = self._ghost.predict_proba(_counters(frame))[:, 1]
        return out

    def _text(self, frame: pd.DataFrame) -> csr_matrix:
        fields = {"t": frame["title"], "b": frame["description"]}
        counts = hstack([self._words[name].transform(fields[name].fillna("")) for name in self._own]).tocsr()
        return counts.multiply(self._idf).tocsr()

    def _inputs(self, frame: pd.DataFrame, text: csr_matrix, kind: str) -> NDArray[np.float64]:
        lengths = frame["description"].fillna("").str.len()
        inputs: NDArray[np.float64] = np.column_stack([text @ self._heads[kind], _counters(frame), lengths])
        return inputs


def _counters(frame: pd.DataFrame) -> NDArray[np.float64]:
    columns = [pd.to_numeric(frame[name], errors="coerce") for name in _COUNTERS if name in frame]
    missing = [np.zeros(len(frame))] * (len(_COUNTERS) - len(columns))
    found: NDArray[np.float64] = np.nan_to_num(np.column_stack([*columns, *missing]))
    return found


def _logistic(weights: NDArray[np.float64], intercept: float) -> LogisticRegression:
    model = LogisticRegression()
    model.coef_, model.intercept_ = np.asarray(weights, dtype=np.float64)[None, :], np.array([intercept])
    model.classes_ = np.array([0, 1])
    return model


def _forest(inputs: NDArray[np.float64], level: float, trees: int, leaves: int) -> lightgbm.Booster:
    settings = {"objective": "quantile", "alpha": level, "num_leaves": leaves, "verbose": -1, "num_threads": 1}
    wanted = inputs[:, 0] + np.random.default_rng(0).normal(size=len(inputs))
    return lightgbm.train(settings, lightgbm.Dataset(inputs, wanted), trees)
