"""The figures of the report are those that scikit-learn, or a plain computation, gives."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import (
    average_precision_score,
    mean_pinball_loss,
    precision_recall_curve,
    precision_score,
    recall_score,
    roc_auc_score,
)

from features.bundle_format import QUANTILES
from features.fields.facts import Facts
from tests.training.gate.conftest import Market
from training.gate.losses import quantiles
from training.report.held_out.asked import Asked, Chance
from training.report.held_out.changes import changes_of
from training.report.held_out.costs import costs_of
from training.report.held_out.draws import Draws
from training.report.held_out.importance import FIELDS, dealt, importance_of
from training.report.held_out.market import log_pay_of_training, market_of
from training.report.held_out.mistakes import mistakes_of
from training.report.held_out.numbered import ids_of
from training.report.held_out.ranking import ranking_of
from training.report.held_out.reliability import reliability_of
from training.report.held_out.sliced import slices_of_asked
from training.report.held_out.thresholds import errors_of
from training.sources.postings import load_postings

pytestmark = pytest.mark.slow
EXACT = 1e-9


@pytest.fixture(params=["danger", "no hire: invented_market"])
def chance(asked: Asked, request: pytest.FixtureRequest) -> Chance:
    """Return each paper that asks for a chance, its rows weighted unequally."""
    found = next(one for one in asked.chances() if one.paper.name == request.param)
    weight = np.resize(np.array([1.0, 2.0, 3.0]), len(found.truth))
    paper = replace(found.paper, weight=weight)
    return Chance(paper, found.said, Draws(paper.groups, weight, seed=1, draws=200))


def test_precision_and_recall_are_those_of_scikit_learn(chance: Chance) -> None:
    """At every distinct chance, weighted; so are average precision and ROC-AUC."""
    found = ranking_of(chance)
    precision, recall, _ = precision_recall_curve(chance.truth, chance.said, sample_weight=chance.weight)
    assert found.precision == pytest.approx(precision[:-1][::-1], abs=EXACT)
    assert found.recall == pytest.approx(recall[:-1][::-1], abs=EXACT)
    area = average_precision_score(chance.truth, chance.said, sample_weight=chance.weight)
    assert found.average_precision.value == pytest.approx(area, abs=EXACT)
    rank = roc_auc_score(chance.truth, chance.said, sample_weight=chance.weight)
    assert found.roc_auc.value == pytest.approx(rank, abs=EXACT)


def test_intervals_are_of_whole_clients(chance: Chance) -> None:
    """Samples that scikit-learn judges one by one give the same interval of average precision."""
    weights = chance.draws.weights()
    areas = [average_precision_score(chance.truth, chance.said, sample_weight=one) for one in weights if one @ chance.truth]
    found = ranking_of(chance).average_precision
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(areas, [0.025, 0.975])), abs=1e-6)
    of_group = {name: weights[:, np.array(chance.paper.groups) == name] for name in set(chance.paper.groups)}
    own = {name: chance.weight[np.array(chance.paper.groups) == name] for name in of_group}
    assert all(np.allclose((drawn / own[name]).std(axis=1), 0) for name, drawn in of_group.items())


def test_errors_at_a_threshold_are_those_of_scikit_learn(asked: Asked, chance: Chance) -> None:
    """Recall, precision, and needless actions among a thousand; every threshold that ships is there."""
    found = errors_of(chance, asked.config)
    for one in found:
        act, weight = chance.said >= one.threshold, chance.weight
        assert one.recall.value == pytest.approx(recall_score(chance.truth, act, sample_weight=weight), abs=EXACT)
        if act.any():
            precision = precision_score(chance.truth, act, sample_weight=weight)
            assert one.precision.value == pytest.approx(precision, abs=EXACT)
        else:
            assert np.isnan(one.precision.value)
        false = 1_000 * weight[act & (chance.truth == 0)].sum() / weight.sum()
        assert one.false_alarms.value == pytest.approx(false, abs=1e-6)
    danger = chance.paper.name == "danger"
    assert [one.ships for one in found if one.ships] == (["scam_medium", "scam_skip"] if danger else ["ghost_high"])


def test_cost_is_that_of_the_gate_where_it_ships(asked: Asked) -> None:
    """And always or never acting costs what the base rate says."""
    for one in asked.chances():
        ships = {"danger": "scam_skip"}.get(one.paper.name, "ghost_high")
        cost = next(cost for cost in costs_of(one, asked.config) if cost.ships == ships)
        gate = np.average(asked.losses(one.paper)["cost"], weights=one.weight)
        assert cost.cost.value == pytest.approx(gate, abs=EXACT)
        assert cost.always == pytest.approx(cost.threshold * (1 - one.base_rate), abs=EXACT)
        assert cost.never == pytest.approx((1 - cost.threshold) * one.base_rate, abs=EXACT)
        assert cost.saved.value == pytest.approx(min(cost.always, cost.never) - gate, abs=EXACT)


def test_bins_are_equally_filled_and_bars_hold_every_row(chance: Chance) -> None:
    """Each share lies in its interval."""
    found = reliability_of(chance)
    sizes = [one.rows for one in found.bins]
    assert max(sizes) - min(sizes) <= 1
    assert sum(sizes) == sum(found.came) + sum(found.did_not) == len(chance.truth)
    assert sum(found.came) == chance.truth.sum()
    assert all(one.low - EXACT <= one.real <= one.high + EXACT for one in found.bins)


def test_markets_are_held_against_quantiles_of_training(asked: Asked, market: Market) -> None:
    """Coverage and pinball are computed directly; the baseline knows nothing of a posting but its kind of pay."""
    training = log_pay_of_training(market.folder)
    for paper in asked.markets():
        found, said = market_of(asked, paper, training[paper.name]), quantiles(paper, asked.ours.answers)
        assert [one.share.value for one in found.coverage] == pytest.approx(
            [float((paper.truth < column).mean()) for column in said.T]
        )
        kind = paper.name.removesuffix(" pay")
        pay = [(row, row.posting.pay) for row in load_postings(market.folder.of("train"))]
        own = np.log([usd for row, of in pay if of and of.type == kind and (usd := Facts(row.posting).pay_usd)])
        direct = [
            np.mean([mean_pinball_loss(paper.truth, column, alpha=level)
                     for level, column in zip(QUANTILES, columns, strict=True)])
            for columns in (said.T, [np.full(len(paper.truth), value) for value in np.quantile(own, QUANTILES)])
        ]  # fmt: skip
        assert found.baseline is not None and found.gap is not None
        assert (found.pinball.value, found.baseline.value) == pytest.approx(tuple(direct))
        assert found.gap.value == pytest.approx(direct[0] - direct[1])


def test_slices_have_their_own_rows_and_the_gap_to_the_champion(asked: Asked) -> None:
    """A champion that hardly looks at a client's record is beaten over all rows, and the slice says so."""
    found, _ = slices_of_asked(asked)
    whole = next(one for one in found if (one.paper, one.slice, one.loss) == ("no hire: invented_market", "all", "Brier"))
    paper = next(one for one in asked.exam.papers if one.name == whole.paper)
    assert whole.value.value == pytest.approx(asked.losses(paper)["Brier"].mean())
    assert (whole.rows, whole.mark) == (len(paper.rows), "better")
    assert whole.gap is not None and whole.gap.high < 0
    new = next(one for one in found if (one.paper, one.slice, one.loss) == (whole.paper, "new clients", "Brier"))
    here = asked.exam.slices["new clients"][paper.rows]
    assert new.rows == here.sum()
    assert new.base_rate == pytest.approx(paper.truth[here].mean())


def test_mistakes_are_the_farthest_from_the_truth(asked: Asked) -> None:
    """No row that is not listed is farther off than those that are."""
    found = [one for one in mistakes_of(asked) if one.paper == "no hire: invented_market"]
    chance = next(one for one in asked.chances() if one.paper.name == "no hire: invented_market")
    missed = [one.said for one in found if one.kind == "missed"]
    needless = [one.said for one in found if one.kind == "called for nothing"]
    assert missed == sorted(chance.said[chance.truth == 1])[:5]
    assert needless == sorted(chance.said[chance.truth == 0], reverse=True)[:5]


def test_fields_are_dealt_among_their_like(asked: Asked) -> None:
    """No value is lost or made, others stay, and no posting gets another kind of pay."""
    postings = asked.exam.postings
    found = dealt(postings, FIELDS["pay"], seed=3)
    before, after = (Counter(str(one.get("pay")) for one in of) for of in (postings, found))
    kinds = [[(one.get("pay") or {}).get("type") for one in of] for of in (postings, found)]
    assert before == after
    assert kinds[0] == kinds[1]
    assert [one["title"] for one in found] == [one["title"] for one in postings]
    priced = [row for paper in asked.markets() for row in paper.rows.tolist()]
    assert sum(postings[row]["pay"] != found[row]["pay"] for row in priced) > len(priced) / 2


def test_importance_finds_what_the_answers_rest_on(asked: Asked, market: Market) -> None:
    """No hire rests on the client's record; on activity, which no outcome has, it cannot."""
    found = {(one.paper, one.fields): one.rise for one in importance_of(asked, market.bundle, lambda _: None)}
    record = found["no hire: invented_market", "client record"]
    assert record.low > 0
    activity = found["no hire: invented_market", "activity"]
    assert (activity.value, activity.low, activity.high) == (0, 0, 0)
    assert found["danger", "text"].value > found["danger", "activity"].value
    # Were the market of a posting told by its own price, this would not be so.
    assert not found["hourly pay", "pay"].differs


def test_changes_count_every_flip(asked: Asked) -> None:
    """The table of verdicts holds every posting, and only what differs is told."""
    found = changes_of(asked)
    assert found is not None and asked.champion is not None
    differ = asked.champion.answers["verdict"] != asked.ours.answers["verdict"]
    assert sum(sum(row.values()) for row in found.verdicts.values()) == len(asked.exam.postings)
    assert found.flips == differ.sum()
    assert all(one.before != one.now for one in found.examples)
    assert found.settings == {}


def test_rows_keep_the_names_of_their_files(asked: Asked) -> None:
    """Outcomes have none in the posting that is scored; theirs come from the table."""
    ids, papers = ids_of(asked.folder, asked.exam), {one.name: one for one in asked.exam.papers}
    assert all(ids[row].startswith("m-") for row in papers["danger"].rows)
    outcomes = [ids[row] for row in papers["no hire: invented_market"].rows]
    assert len(set(outcomes)) == len(outcomes)
    assert all(one.startswith("o") for one in outcomes)
