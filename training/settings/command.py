"""``bidworthy-train settings``: what training is told, as TOML."""

from __future__ import annotations

from pathlib import Path

import click

from training.config import PARTS, read_config
from training.options import config_option

__all__ = ["settings"]


@click.command()
@click.argument("part", type=click.Choice(["all", *PARTS]), default="all")
@config_option
def settings(part: str, config_paths: tuple[Path, ...]) -> None:
    """Print settings as TOML: what each means, its range and its value. PART is all (the default) or one model's part.

    Without --config these are the defaults. What is printed is a file that --config takes.

    \b
    Example:
      bidworthy-train settings risk > risk.toml
      bidworthy-train settings pay > pay.toml
      bidworthy-train train --config risk.toml --config pay.toml
    """  # noqa: D301 - click's mark for "do not wrap"
    from training.settings.printed import as_toml

    click.echo(as_toml(read_config(config_paths), part), nl=False)
