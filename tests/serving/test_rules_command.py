"""``bidworthy rules`` lints, tries examples and explains."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from serving.cli import main


def test_our_rules_are_all_right() -> None:
    """The shipped files pass."""
    result = CliRunner().invoke(main, ["rules", "check"])
    assert (result.exit_code, "all right" in result.output) == (0, True)


def test_a_folder_that_is_none_ends_in_one_sentence(tmp_path: Path) -> None:
    """Exit status 2, the thing named."""
    result = CliRunner().invoke(main, ["rules", "check", "--rules", str(tmp_path)])
    assert result.exit_code == 2
    assert "words.toml is missing" in result.output


def test_explain_names_rule_place_and_excuse() -> None:
    """What fires, where, and what is excused."""
    text = "Message me on T e l e g r a m. We never ask you to pay a registration fee."
    result = CliRunner().invoke(main, ["rules", "explain", text])
    assert "contact_on_app [off_platform_contact], weight 3" in result.output
    assert "0-29: 'Message me on T e l e g r a m'" in result.output
    assert "excused (negation)" in result.output


def test_explain_reads_standard_input_and_says_when_there_is_nothing() -> None:
    """Silence is told, and told for what it is."""
    result = CliRunner().invoke(main, ["rules", "explain", "-"], input="Nice red bricks.")
    assert "no rule found anything" in result.output
