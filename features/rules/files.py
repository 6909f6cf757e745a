"""Rule files: TOML to records, with an error that names the file, the rule and the next step."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from features.errors import RuleError
from features.rules.notation import Lists, NotationError, expand_words, matcher_pattern
from features.rules.record import EXCUSES, Excuse, Rule, Ruleset

__all__ = ["FOLDER", "TYPES", "load_rules", "ruleset"]

FOLDER = Path(__file__).parent
#: The contract's scam types.
TYPES = (
    "off_platform_contact", "off_platform_payment", "advance_fee", "account_rental", "identity_harvest", "money_movement",
    "fake_engagement", "academic_dishonesty", "credential_or_malware", "unpaid_work", "too_good", "recruitment_scheme",
    "illegal_or_tos", "other",
)  # fmt: skip
_NO_FAMILY = ("words.toml", "excuses.toml", "version.toml")
_KEYS = {"id", "type", "text", "weight", "source", "patterns", "excuses", "fires", "quiet"}
_MAY = {"marks"}


@cache
def ruleset() -> Ruleset:
    """Return the project's own rules."""
    return load_rules(FOLDER)


def load_rules(folder: Path) -> Ruleset:
    """Read every rule file of a folder.

    Raises
    ------
    RuleError
        Naming the file, the rule and what to change.
    """
    paths = sorted(folder.glob("*.toml"))
    tables = {path.name: _table(path) for path in paths}
    for name in _NO_FAMILY:
        if name not in tables:
            raise RuleError(f"{folder}: {name} is missing; a folder of rules needs {', '.join(_NO_FAMILY)}")
    lists = _lists(tables["words.toml"])
    excuses = tuple(_excuse(name, table, lists) for name, table in tables["excuses.toml"].items())
    known = {excuse.name for excuse in excuses} | set(EXCUSES)
    rules = [
        _rule(name, table, lists, known)
        for name, content in tables.items()
        if name not in _NO_FAMILY
        for table in content.get("rule", ())
    ]
    twice = {rule.id for rule in rules if sum(other.id == rule.id for other in rules) > 1}
    if twice:
        raise RuleError(f"{folder}: {', '.join(sorted(twice))} is the id of two rules; ids are unique over all files")
    digest = hashlib.sha256(b"".join(path.name.encode() + b"\0" + path.read_bytes() for path in paths)).hexdigest()
    return Ruleset(str(tables["version.toml"]["version"]), digest, tuple(rules), excuses)


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RuleError(f"{path}: cannot be read as TOML ({error})") from None


def _lists(table: dict[str, Any]) -> Lists:
    lists = {}
    for name, text in table.items():
        try:
            lists[name] = expand_words(text)
        except NotationError as error:
            raise RuleError(f"words.toml, list {name}: {error}") from None
    return lists


def _excuse(name: str, table: dict[str, Any], lists: Lists) -> Excuse:
    try:
        patterns = tuple(matcher_pattern(text, lists) for text in table["patterns"])
        return Excuse(name, table["text"], table["where"], int(table.get("reach", 0)), patterns)
    except (NotationError, KeyError) as error:
        raise RuleError(f"excuses.toml, {name}: {error}") from None


def _rule(file: str, table: dict[str, Any], lists: Lists, excuses: set[str]) -> Rule:
    place = f"{file}, rule {table.get('id', '(no id)')}"
    missing, unknown = _KEYS - set(table), set(table) - _KEYS - _MAY
    if missing:
        raise RuleError(f"{place}: {', '.join(sorted(missing))} missing; a rule has {', '.join(sorted(_KEYS))}")
    if unknown:
        raise RuleError(f"{place}: {', '.join(sorted(unknown))} unknown; a rule has {', '.join(sorted(_KEYS | _MAY))}")
    if table["type"] not in TYPES:
        raise RuleError(f"{place}: type {table['type']!r} is none of {', '.join(TYPES)}")
    strange = set(table["excuses"]) - excuses
    if strange:
        raise RuleError(f"{place}: no excuse is named {', '.join(sorted(strange))}; there are {', '.join(sorted(excuses))}")
    try:
        patterns = tuple(matcher_pattern(text, lists) for text in table["patterns"])
    except NotationError as error:
        raise RuleError(f"{place}: {error}") from None
    return Rule(
        table["id"],
        Path(file).stem,
        table["type"],
        table["text"],
        float(table["weight"]),
        table["source"],
        patterns,
        tuple(table["patterns"]),
        tuple(table.get("marks", ())),
        tuple(table["excuses"]),
        tuple(table["fires"]),
        tuple(table["quiet"]),
    )
