"""What must hold of every refusal: RFC 9457, the thing named, and nothing long sent back."""

from __future__ import annotations

from typing import Any

import httpx2

__all__ = ["check_problem"]


def check_problem(response: httpx2.Response, status: int, *words: str, field: str | None = None) -> dict[str, Any]:
    """Assert one problem document with these words in its detail, and return it."""
    assert response.status_code == status, response.text[:300]
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert set(problem) - {"field"} == {"type", "title", "status", "detail"}
    assert problem["status"] == status
    assert len(problem["detail"]) < 1_000
    assert "Traceback" not in problem["detail"]
    for word in words:
        assert word in problem["detail"], problem["detail"]
    assert problem.get("field") == field, problem
    return problem
