"""Settings are printed with what they mean, and reading what was printed gives them back."""

from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from training.cli import cli
from training.config import PARTS, Config, PayConfig, RiskConfig, read_config
from training.settings.printed import as_toml, meanings

CHANGED = replace(Config(), name='a "b" \\ c', risk=RiskConfig(field_scale=1e-6), pay=PayConfig(trees=1_000_000))


def _read_back(folder: Path, text: str) -> Config:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return read_config(path)


@pytest.mark.parametrize("config", [Config(), CHANGED])
def test_what_is_printed_gives_the_same_settings(tmp_path: Path, config: Config) -> None:
    """A round trip through TOML changes nothing."""
    assert _read_back(tmp_path, as_toml(config)) == config


@settings(deadline=None, max_examples=50)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back(name: str) -> None:
    """Quotes, line ends and control characters are escaped as TOML wants them."""
    assert tomllib.loads(as_toml(replace(Config(), name=name)))["name"] == name


@settings(deadline=None, max_examples=50)
@given(st.floats(min_value=1e-6, max_value=1e6))
def test_any_number_comes_back(value: float) -> None:
    """To the last bit."""
    printed = tomllib.loads(as_toml(Config(risk=RiskConfig(field_scale=value)), "risk"))
    assert printed["risk"]["field_scale"] == value


@pytest.mark.parametrize("part", PARTS)
def test_a_part_holds_its_own_settings_alone(tmp_path: Path, part: str) -> None:
    """One table, all its settings, and reading them changes nothing else."""
    printed = as_toml(CHANGED, part)
    assert {name: set(values) for name, values in tomllib.loads(printed).items()} == {
        part: {f.name for f in fields(PARTS[part])}
    }
    assert _read_back(tmp_path, printed) == replace(Config(), **{part: getattr(CHANGED, part)})


@pytest.mark.parametrize("kind", [Config, *PARTS.values()])
def test_every_setting_says_what_it_means(kind: type[Config]) -> None:
    """A setting without a docstring would be printed without a word."""
    assert set(meanings(kind)) == {f.name for f in fields(kind)} - set(PARTS)


def test_a_setting_stands_below_its_meaning_and_range() -> None:
    """As a newcomer reads it."""
    assert (
        "# How much of a positive a posting labelled 1 (suspicious) is.\n# A number from 0 to 1.\nsuspicious_weight = 0.5\n"
    ) in as_toml(Config(), "risk")
    assert "# A whole number from 1 to 1,000,000.\nbackground_sentences = 8_000\n" in as_toml(Config())


def test_the_command_prints_a_file_that_config_takes(tmp_path: Path) -> None:
    """`settings risk > risk.toml`, then `settings --config risk.toml`: the same, and what was changed in between."""
    printed = CliRunner().invoke(cli, ["settings", "risk"]).output
    path = tmp_path / "risk.toml"
    path.write_text(printed.replace("suspicious_weight = 0.5", "suspicious_weight = 0.25"), encoding="utf-8")
    assert CliRunner().invoke(cli, ["settings", "risk", "--config", str(path)]).output == path.read_text(encoding="utf-8")
    assert printed != path.read_text(encoding="utf-8")


def test_the_command_prints_everything_when_not_told() -> None:
    """All parts, defaults."""
    assert CliRunner().invoke(cli, ["settings"]).output == as_toml(Config())
