"""Settings as TOML, each with what it means and its range as comments. Reading it back gives the same settings."""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from training.config import PARTS, Config, bounds_of

__all__ = ["as_comment", "as_toml", "meanings"]

_WIDTH = 100


def as_toml(config: Config, part: str = "all") -> str:
    """Return settings as TOML with comments.

    Parameters
    ----------
    config : Config
    part : str
        ``all``, or the name of one part.
    """
    tables = [_table(name, getattr(config, name)) for name in PARTS if part in ("all", name)]
    top = [_lines(config, [f.name for f in fields(config) if f.name not in PARTS])] if part == "all" else []
    return "\n".join([*top, *tables])


def meanings(kind: type[Any]) -> dict[str, str]:
    """Return what stands below each setting of a class of settings, in the code, on one line.

    Python keeps no docstring of a field, so the source is read.
    """
    (made,) = ast.parse(inspect.getsource(kind)).body
    assert isinstance(made, ast.ClassDef)  # noqa: S101 - inspect gave the source of a class
    found: dict[str, str] = {}
    for field, below in zip(made.body, made.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            match below:
                case ast.Expr(ast.Constant(str(text))):
                    found[field.target.id] = " ".join(text.split())
    return found


def _table(name: str, values: Any) -> str:
    about = " ".join((type(values).__doc__ or "").split())
    return as_comment(about) + f"[{name}]\n" + _lines(values, [f.name for f in fields(values)])


def _lines(values: Any, names: Sequence[str]) -> str:
    said = meanings(type(values))
    return "".join(
        as_comment(said.get(name, "")) + as_comment(_range(name, value)) + f"{name} = {_value(value)}\n"
        for name, value in ((name, getattr(values, name)) for name in names)
    )


def as_comment(text: str) -> str:
    """Return a text as lines of comment."""
    return "".join(f"# {line}\n" for line in textwrap.wrap(text, _WIDTH, break_on_hyphens=False))


def _range(name: str, value: object) -> str:
    if isinstance(value, str):
        return "A text."
    low, high = bounds_of(name)
    if isinstance(value, int):
        return f"A whole number from {_number(low if float(low).is_integer() else 1)} to {_number(high)}."
    return f"A number from {_number(low)} to {_number(high)}."


def _number(value: float) -> str:
    return f"{int(value):,}" if float(value).is_integer() else f"{value:g}"


def _value(value: object) -> str:
    if isinstance(value, str):
        # JSON and TOML escape alike but for one character, which JSON leaves as it is.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return f"{value:_}" if isinstance(value, int) else repr(value)
