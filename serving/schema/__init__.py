"""JSON Schemas of the contract, generated from the types; the files beside this one are checked by a test."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from features.posting import Posting
from serving.answer import Answer

__all__ = ["FILES", "posting_schema", "score_schema", "write"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILES = ("posting.schema.json", "score.schema.json")


def posting_schema() -> dict[str, Any]:
    """Return the JSON Schema of a posting (contract, section 1)."""
    return {"$schema": _DIALECT, **Posting.model_json_schema(mode="validation")}


def score_schema() -> dict[str, Any]:
    """Return the JSON Schema of an answer (contract, section 3): every field present, none added."""
    schema = TypeAdapter(Answer).json_schema(mode="serialization")
    for part in (schema, *schema["$defs"].values()):
        part["additionalProperties"] = False
        part["required"] = sorted(part["properties"])
    return {"$schema": _DIALECT, **_bounded(schema)}


def write(folder: Path | None = None) -> None:
    """Write both files, by default beside this module."""
    for name, schema in zip(FILES, (posting_schema(), score_schema()), strict=True):
        text = json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=True) + "\n"
        ((folder or Path(__file__).parent) / name).write_text(text, encoding="utf-8")


def _bounded(schema: dict[str, Any]) -> dict[str, Any]:
    """Say what the types cannot: chances lie between 0 and 1."""
    for part in schema["$defs"].values():
        for name, field in part["properties"].items():
            if name in ("probability", "low", "high", "p_win", "refund_probability"):
                for option in (field, *field.get("anyOf", ())):
                    if option.get("type") == "number":
                        option |= {"minimum": 0, "maximum": 1}
    return schema
