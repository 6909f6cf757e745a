"""How far two annotators agree: by hand, as scikit-learn says, and as it is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from sklearn.metrics import cohen_kappa_score

from features.errors import DataError
from tests.training.label.conftest import danger, safe
from training.cli import cli
from training.label.agreement import agreement, agreement_report, kappa
from training.label.events import Book
from training.label.labels import Label
from training.label.store import Store

#: Of 50 postings both say 0 on 20 and danger on 15; the first alone says danger on 5, the second alone on 10.
BY_HAND = [(safe(), safe())] * 20 + [(danger(1), danger(2))] * 15 + [(danger(1), safe())] * 5 + [(safe(), danger(2))] * 10


def _book(name: str, labels: list[Label], first: int = 0) -> Book:
    return Book(name, {f"p{number}": label for number, label in enumerate(labels, start=first)})


def test_kappa_by_hand() -> None:
    """Equal on 0.7; by chance 0.6 x 0.5 + 0.4 x 0.5 = 0.5; so (0.7 - 0.5) / (1 - 0.5) = 0.4, the textbook's example."""
    first, second = zip(*BY_HAND, strict=True)
    risky, levels, *_ = agreement(first, second)
    assert [risky.equal, risky.kappa] == pytest.approx([0.7, 0.4])
    assert risky.low < 0.4 < risky.high
    # Three levels: equal on 20 of 50; by chance 0.6 x 0.5, for 1 and 2 never meet.
    assert [levels.equal, levels.kappa] == pytest.approx([0.4, (0.4 - 0.3) / 0.7])


def test_kappa_is_that_of_scikit_learn() -> None:
    """On drawn answers of two and three levels."""
    rng = np.random.default_rng(4)
    for levels in (2, 3):
        for _ in range(20):
            first = rng.integers(0, levels, 60)
            second = np.where(rng.random(60) < 0.6, first, rng.integers(0, levels, 60))
            assert kappa(first.tolist(), second.tolist()) == pytest.approx(cohen_kappa_score(first, second))


def test_one_answer_throughout_is_no_agreement() -> None:
    """Chance alone would give it; where only one of the two never changes, kappa is nothing at all."""
    assert np.isnan(kappa([0, 0, 0], [0, 0, 0]))
    assert kappa([0, 0, 0, 0], [0, 1, 0, 1]) == 0


def test_the_interval_is_the_same_each_time_and_narrows_with_postings() -> None:
    """A bootstrap over postings, with a seed."""
    first, second = (list(side) for side in zip(*BY_HAND, strict=True))
    once, again = agreement(first, second)[0], agreement(first, second)[0]
    assert once == again
    many = agreement(first * 10, second * 10)[0]
    assert many.high - many.low < (once.high - once.low) / 2


def test_the_report_counts_only_what_both_labelled_and_names_where_they_differ() -> None:
    """By id, with what each said; skips are no labels, and no word of a posting is told."""
    one = _book("anna", [danger(2), safe(), safe("above"), safe()])
    other = _book("ben", [safe(), safe(), danger(1)])
    other.answers["p3"] = None
    report = agreement_report(one, other)
    assert report.startswith("3 postings were labelled by both anna (4 labels) and ben (3 labels).")
    assert "Risk differs on 2:" in report
    assert report.endswith("| p0 | 2 | 0 |\n| p2 | 0 | 1 |")
    assert "| lookalike | 100% | not defined: one answer throughout | |" in report
    assert "Telegram" not in report


def test_an_id_cannot_move_the_cursor() -> None:
    """It comes from a file of somebody else."""
    one, other = (Book(name, {"p\x1b[2J": label}) for name, label in (("anna", safe()), ("ben", danger())))
    assert agreement_report(one, other).endswith("| p\\x1b[2J | 0 | 2 |")


def test_without_a_posting_in_common_there_is_nothing_to_compare() -> None:
    """And it says how to get some."""
    with pytest.raises(DataError, match="by both anna and ben; start both with the same --overlap"):
        agreement_report(_book("anna", [safe()]), _book("ben", [safe()], first=7))


def test_the_command_prints_it(tmp_path: Path) -> None:
    """Two files in, a table out."""
    first, second = zip(*BY_HAND, strict=True)
    for name, labels in (("anna", first), ("ben", second)):
        store = Store.open(tmp_path / f"{name}.jsonl", name)
        for number, label in enumerate(labels):
            store.label(f"p{number}", label)
        store.close()
    files = [str(tmp_path / f"{name}.jsonl") for name in ("anna", "ben")]
    result = CliRunner().invoke(cli, ["label", "--agreement", *files], catch_exceptions=False)
    assert result.exit_code == 0
    assert "| risk: 0 or more | 70% | 0.40 | " in result.output
    assert "Risk differs on 30:" in result.output
