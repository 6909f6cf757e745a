"""JSON Schemas of the contract, generated from the types; the files beside this one are checked by a test."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from features.posting import Posting
from serving.answer import Answer

__all__ = ["FILES", "fault_of", "posting_schema", "score_schema", "write"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILES = ("posting.schema.json", "score.schema.json")


def posting_schema() -> dict[str, Any]:
    """Return the JSON Schema of a posting (contract, section 1)."""
    return {"$schema": _DIALECT, **Posting.model_json_schema(mode="validation")}


def score_schema() -> dict[str, Any]:
    """Return the JSON Schema of an answer (contract, section 3): every field present, none added."""
    schema = _of_answers().json_schema(mode="serialization")
    for part in (schema, *schema["$defs"].values()):
        part["additionalProperties"] = False
        part["required"] = sorted(part["properties"])
    return {"$schema": _DIALECT, **schema}


def fault_of(answer: Answer) -> str | None:
    """Return what of an answer's bytes is not as its schema says, its place first; None where all is."""
    try:
        _of_answers().validate_json(answer.to_json(), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return None


@cache
def _of_answers() -> TypeAdapter[Answer]:
    return TypeAdapter(Answer)


def write(folder: Path | None = None) -> None:
    """Write both files, by default beside this module."""
    for name, schema in zip(FILES, (posting_schema(), score_schema()), strict=True):
        text = json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=True) + "\n"
        ((folder or Path(__file__).parent) / name).write_text(text, encoding="utf-8")
