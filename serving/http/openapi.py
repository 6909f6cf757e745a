"""What ``/openapi.json`` says of the bodies that the endpoints read themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from fastapi.utils import deep_dict_update

from features.profile import Profile
from serving.ledger.events import LABELS, MOST_USD, OUTCOMES
from serving.ledger.spending import MOST_PAID_USD, SPENDING
from serving.ledger.told import LONGEST_NOTE, MOST_CONNECTS
from serving.schema import posting_schema, score_schema

__all__ = ["describe"]

_TEXT = {"type": "string"}
_OPTIONAL = {"type": ["string", "null"]}
#: As the scorer gives them; it also reads a UUID in its other spellings.
_UUID = r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
_REFUSED = (400, 401, 403, 408, 413, 415, 422, 429, 503)
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


def describe(app: FastAPI, routers: Iterable[APIRouter]) -> None:
    """Make an app describe the endpoints of its routers once somebody asks: the schemas take a thirtieth of a start."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            additions, document = _documents(), plain()
            # In the document, not in the routes: the framework has copies of these once a request has come.
            for route in (route for router in routers for route in router.routes):
                if isinstance(route, APIRoute) and route.name in additions:
                    for method in route.methods or ():
                        deep_dict_update(document["paths"][route.path][method.lower()], additions[route.name])
        return plain()

    app.openapi = openapi  # type: ignore[method-assign]  # as the framework's documentation extends it


def _documents() -> dict[str, dict[str, Any]]:
    """Return OpenAPI additions by the name of the endpoint."""
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
        "read": _document(_object({"text": {**_TEXT, "pattern": r"\S"}}, "text"), read),
        **_of_the_ledger(score),
        **_about(),
    }


def _about() -> dict[str, dict[str, Any]]:
    refusal = _object({"at": {**_TEXT, "description": "ISO 8601, UTC"}, "why": _TEXT}, "at", "why")
    last = {
        "last_refusal": {
            "anyOf": [refusal, {"type": "null"}],
            "description": "When a bundle was offered and not taken, and why; null once another one was taken",
        }
    }
    versions = _object({"bundle": _TEXT, "rules": _TEXT, "schema": {"type": "integer"}}, "bundle", "rules", "schema")
    ready = {"status": {"const": "ready"}, "bundle": _TEXT, "suspicious_sentences": _TEXT} | last
    model = {"versions": versions, "assumptions": {"type": "array", "items": {"type": "object"}}, "card": _TEXT} | last
    return {
        "healthz": {"responses": _answers("200", "It runs", _object({"status": {"const": "ok"}}, "status"), (400, 403))},
        "readyz": {"responses": _answers("200", "Ready", _object(ready, *ready), (400, 403))},
        "model": {"responses": _answers("200", "What made the answers", _object(model, *model), (400, 401, 403, 429, 503))},
    }


def _of_the_ledger(score: dict[str, Any]) -> dict[str, dict[str, Any]]:
    about = {
        "id": {"type": ["string", "integer"], "pattern": r"\S", "maxLength": 200},
        "source": {**_OPTIONAL, "minLength": 1, "maxLength": 200},
        "at": {**_OPTIONAL, "description": "When it happened, ISO 8601; now when left out"},
        "note": {**_OPTIONAL, "maxLength": LONGEST_NOTE},
        "event": {
            **_OPTIONAL,
            "pattern": _UUID,
            "description": "A UUID of yours: telling the same twice under one is telling it once",
        },
    }
    undone = _object({"event": _TEXT, "undone": {"const": True}}, "event", "undone")
    count = {"type": ["integer", "null"], "minimum": 0, "maximum": MOST_CONNECTS}
    number = {"type": ["number", "null"], "minimum": 0, "maximum": MOST_USD}
    spent = {"connects": count, "boost_connects": count, "value_usd": number}
    kept = {"event": _TEXT, "id": _TEXT, "seen_before": {"type": "boolean"}}
    # What was seen is kept as the page had it: its values are still the page's own words.
    rows = {"type": "array", "items": {"type": "object"}}
    known = {"id": _TEXT, "posting": {"type": "object"}, "score": {"anyOf": [score, {"type": "null"}]}}
    times = {"first_seen": _OPTIONAL, "last_seen": _OPTIONAL}
    known |= times | {"snapshots": rows, "scores": rows, "events": rows}
    return {
        "feedback": _kept(_object({**about, "label": _one_of(LABELS)}, "id", "label"), kept | {"feedback": _TEXT}),
        "outcomes": _kept(
            _object({**about, **spent, "outcome": _one_of(OUTCOMES)}, "id", "outcome"), kept | {"outcome": _TEXT}
        ),
        "spending": _kept(
            _object(
                {
                    "spending": _one_of(SPENDING),
                    "connects": {"type": "integer", "minimum": 1, "maximum": MOST_CONNECTS},
                    "usd": {
                        **number,
                        "maximum": MOST_PAID_USD,
                        "description": "What all of them cost, where they were bought",
                    },
                    **{name: about[name] for name in ("at", "note", "event")},
                },
                "spending",
                "connects",
            ),
            {"event": _TEXT, "spending": _TEXT, "connects": {"type": "integer"}},
        ),
        "undo": {
            **_document(_object({"event": {**_TEXT, "pattern": _UUID}}, "event"), undone),
            "responses": _answers("200", "Undone", undone, (*_REFUSED, 404, 409)),
        },
        "posting": {
            "parameters": [
                {"name": "id", "in": "path", "required": True, "schema": _TEXT},
                {"name": "source", "in": "query", "required": False, "schema": _TEXT},
            ],
            "responses": _answers("200", "What is known of it", _object(known, *known), (401, 403, 404, 409, 429, 503)),
        },
    }


def _one_of(words: Iterable[str]) -> dict[str, Any]:
    return {"type": "string", "examples": list(words)}


def _kept(body: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    of_answer = _object(answer, *answer)
    return {**_document(body, of_answer), "responses": _answers("201", "Kept", of_answer, (*_REFUSED, 409))}


def _answers(status: str, said: str, schema: dict[str, Any], refused: Iterable[int]) -> dict[str, Any]:
    answer = {"description": said, "content": {"application/json": {"schema": schema}}}
    return {status: answer} | {str(code): _PROBLEM for code in refused}


def _object(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": properties}


def _document(body: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    return {
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": _answers("200", "Judged", answer, _REFUSED),
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
