"""What ``/openapi.json`` says of the bodies that the endpoints read themselves."""

from __future__ import annotations

from typing import Any

from features.profile import Profile
from serving.schema import posting_schema, score_schema

__all__ = ["documents"]

_TEXT = {"type": "string"}
_PROBLEM = {
    "description": "What is wrong, with its value and the next step",
    "content": {
        "application/problem+json": {
            "schema": {
                "type": "object",
                "required": ["type", "title", "status", "detail"],
                "properties": {
                    "type": _TEXT,
                    "title": _TEXT,
                    "status": {"type": "integer"},
                    "detail": _TEXT,
                    "field": {**_TEXT, "description": "Dotted name of the field at fault"},
                },
            }
        }
    },
}
_REJECT = {
    "type": "object",
    "required": ["index", "error", "field"],
    "properties": {"index": {"type": "integer", "minimum": 0, "maximum": 99}, "error": _TEXT, "field": _TEXT},
}


def documents() -> dict[str, dict[str, Any]]:
    """Return OpenAPI additions for the endpoints ``score``, ``page`` and ``read``."""
    posting, score = _inlined(posting_schema()), _inlined(score_schema())
    profile = {"anyOf": [_inlined(Profile.model_json_schema()), {"type": "null"}]}
    postings = {"type": "array", "maxItems": 100, "items": posting}
    page_in = _object({"postings": postings, "profile": profile}, "postings")
    page_out = _object(
        {"scores": {"type": "array", "items": score}, "rejects": {"type": "array", "items": _REJECT}}, "scores", "rejects"
    )
    # What was read is for a person to check: its values are still the page's own words.
    read = _object({"posting": {"type": "object"}}, "posting")
    return {
        "score": _document(posting, score),
        "page": _document(page_in, page_out),
        "read": _document(_object({"text": _TEXT}, "text"), read),
    }


def _object(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": properties}


def _document(body: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    refusals = {str(status): _PROBLEM for status in (400, 401, 403, 413, 415, 422)}
    return {
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {"200": {"description": "Judged", "content": {"application/json": {"schema": answer}}}} | refusals,
    }


def _inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with its definitions put in their places: references would point out of the document."""
    known = schema.get("$defs", {})

    def put(value: Any) -> Any:
        if isinstance(value, dict):
            if "$ref" in value:
                return put(known[value["$ref"].rpartition("/")[2]])
            return {key: put(item) for key, item in value.items() if key not in ("$defs", "$schema")}
        return [put(item) for item in value] if isinstance(value, list) else value

    return dict(put(schema))
