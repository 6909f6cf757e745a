"""The plainest FastAPI service: what comes in goes out. Nothing that reads JSON can be faster by much."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

__all__ = ["app"]

app = FastAPI()


@app.post("/echo")
async def echo(payload: dict[str, Any]) -> dict[str, Any]:
    """Return the payload."""
    return payload
