"""Settings: documented defaults, and a file that may change some of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from features.errors import CallError
from training.config import Config, read_config

WRONG = [
    ("trees = 10", "trees is no setting; the settings are name, version"),
    ("[pay]\nforests = 10", "pay.forests is no setting; the settings are head_penalty, trees"),
    ("[speed]\nfast = true", "speed is no setting"),
    ("pay = 3", r"\[pay\] is 3; write a table"),
    ("seed = 'one'", "seed is 'one'; it must be of the kind of its default, 20261125"),
    ("seed = true", "seed is True; it must be of the kind"),
    ("[pay]\ntrees = 10.5", "pay.trees is 10.5; it must be of the kind of its default, 60"),
    ("folds = 1", "folds is 1; write a number from 2 to 100"),
    ("[risk]\ninverse_regularisation = 0", "risk.inverse_regularisation is 0; write a number from"),
    ("[risk]\nfield_scale = nan", "risk.field_scale is nan; write a number from"),
    ("[ghost]\nheld_out_share = 1.5", "ghost.held_out_share is 1.5; write a number from 0.1 to 0.9"),
    ("folds = \nseed = 1", "cannot be read as a TOML file: .*line 1"),
]


def _config(folder: Path, text: str) -> Config:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return read_config(path)


def test_no_file_gives_the_defaults() -> None:
    """Without --config, training is told nothing."""
    assert read_config(None) == Config()


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    """What a file leaves out keeps its default."""
    assert _config(tmp_path, "") == Config()


def test_a_file_changes_what_it_names(tmp_path: Path) -> None:
    """One setting of the top and one of a part change; their neighbours do not."""
    found = _config(tmp_path, "folds = 3\n[pay]\ntrees = 10\n").flat()
    changed = {name: value for name, value in found.items() if Config().flat()[name] != value}
    assert changed == {"folds": "3", "pay.trees": "10"}


def test_a_whole_number_will_do_for_a_decimal(tmp_path: Path) -> None:
    """3 is read as 3.0 where the default is a decimal number, so the record of the run looks the same."""
    assert _config(tmp_path, "[pay]\nhead_penalty = 4\n") == Config()
    assert _config(tmp_path, "[pay]\nhead_penalty = 4\n").flat()["pay.head_penalty"] == "4.0"


def test_flat_names_every_setting() -> None:
    """The run's record holds parts and top alike, as text."""
    flat = Config().flat()
    assert flat["seed"] == "20261125"
    assert flat["vocabulary.min_groups"] == "12"
    assert all(isinstance(value, str) for value in flat.values())


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, message: str) -> None:
    """The message names the setting, its value, and what may stand there."""
    with pytest.raises(CallError, match=message):
        _config(tmp_path, text)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The message names the path and says what to do."""
    with pytest.raises(CallError, match=r"nowhere\.toml cannot be read .*leave --config out"):
        read_config(tmp_path / "nowhere.toml")


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are told like any other unreadable file."""
    (tmp_path / "config.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(CallError, match=r"config\.toml cannot be read"):
        read_config(tmp_path / "config.toml")


def _files(folder: Path, *texts: str) -> list[Path]:
    paths = [folder / f"{number}.toml" for number in range(1, len(texts) + 1)]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_several_files_add_up(tmp_path: Path) -> None:
    """One file a model, the top in a third, and two that share a part: all of it counts, in any order."""
    paths = _files(tmp_path, "[risk]\nfield_scale = 0.2\n", "[pay]\ntrees = 10\n", "folds = 3\n[pay]\nleaves = 5\n")
    found = read_config(paths)
    assert found == read_config(paths[::-1])
    assert (found.risk.field_scale, found.pay.trees, found.pay.leaves, found.folds) == (0.2, 10, 5, 3)


@pytest.mark.parametrize(
    ("first", "second", "label"),
    [("[pay]\ntrees = 10", "[pay]\ntrees = 10", "pay.trees"), ("seed = 1", "folds = 3\nseed = 2", "seed")],
)
def test_a_setting_given_twice_names_both_files(tmp_path: Path, first: str, second: str, label: str) -> None:
    """Even where both say the same: next week one of them is changed."""
    with pytest.raises(CallError, match=rf"^{label} is given by .*1\.toml and by .*2\.toml; leave it out of one"):
        read_config(_files(tmp_path, first, second))
