"""Options that several commands of ``bidworthy-train`` share."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["config_option"]

config_option = click.option(
    "--config",
    "config_paths",
    type=click.Path(path_type=Path),
    multiple=True,
    help="TOML file of settings; what it leaves out keeps its default. Several: --config risk.toml --config pay.toml.",
)
