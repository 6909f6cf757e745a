"""An invented market: postings with prices, clients, labels and outcomes in which everything to be learnt is known."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

__all__ = ["write_market"]

_WRITTEN = Path(__file__).parents[2] / "data" / "sample" / "written" / "postings"
_BEGIN = datetime(2025, 1, 6, tzinfo=UTC)
_KINDS = {"Design": 30.0, "Writing": 15.0, "Web development": 45.0, "Admin": 8.0}


def write_market(folder: Path, *, postings: int = 600, outcomes: int = 2_400, seed: int = 7) -> Path:
    """Write ``postings.jsonl``, ``labels.jsonl`` and ``outcomes.csv`` (data/README.md, form A); return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    random = Random(seed)  # noqa: S311 - a sample, no secret
    rows, labels = [], []
    for number, (text, kind) in enumerate(_texts(postings, random)):
        key = f"m-{number:05d}"
        rows.append(_posting(key, text, kind, number, random))
        whole = f"{text['title']}\n{text['text']}"
        words = {"types": text["types"], "evidence": [part for part in text["evidence"] if part in whole]}
        labels.append({"id": key, "risk": 2 if int(text["risk"]) else 0, **words, "lookalike": False, "pay": "unknown"})
    _write(folder / "postings.jsonl", rows)
    _write(folder / "labels.jsonl", labels)
    table = list(_outcomes(outcomes, random))
    with (folder / "outcomes.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
    return folder


def _texts(count: int, random: Random) -> list[tuple[dict[str, Any], str]]:
    files = [path.read_text(encoding="utf-8") for path in sorted(_WRITTEN.glob("*.jsonl"))]
    found = [json.loads(line) for body in files for line in body.split("\n") if line]
    return [(text, random.choice(list(_KINDS))) for text in random.sample(found, count)]


def _posting(key: str, text: dict[str, Any], kind: str, number: int, random: Random) -> dict[str, Any]:
    hourly = number % 2 == 0
    usd = round(_KINDS[kind] * random.lognormvariate(0, 0.4) * (1 if hourly else 12), 2)
    posted = _BEGIN + timedelta(hours=12 * number)
    client = random.randrange(200)
    return {
        "id": key,
        "source": "upwork",
        "posted_at": posted.isoformat(),
        "observed_at": (posted + timedelta(hours=5)).isoformat(),
        "title": text["title"],
        "description": text["text"],
        "category": kind,
        "tier": random.choice(["Entry level", "Intermediate", "Expert"]),
        "pay": {"type": "hourly" if hourly else "fixed", "min": usd, "max": usd, "currency": "USD"},
        "client": {"id": f"client-{client}", "jobs_posted": client % 9 + 1, "hire_rate_percent": 50},
    }


def _outcomes(count: int, random: Random) -> Iterator[dict[str, Any]]:
    """Yield postings of clients whose record says as much at the end as at the beginning."""
    clients = {f"o-{number}": random.betavariate(1.1, 1.4) for number in range(count // 3)}
    names = sorted(clients)
    for number in range(count):
        name = random.choice(names)
        resolved = random.choice((0, 0, 0, 1, 2, 3, 5, 8, 15))
        hires = sum(random.random() < clients[name] for _ in range(resolved))
        yield {
            "row_id": f"o{number:05d}", "source": "invented_market",
            "posted_at": (_BEGIN + timedelta(hours=3 * number)).isoformat(),
            "title": f"Work {number % 17}", "category": random.choice(list(_KINDS)), "pay_type": "fixed",
            "pay_min": 100, "pay_max": 100, "currency": "USD", "client_id": name, "client_prior_posts": resolved,
            "client_prior_resolved": resolved, "client_prior_hires": hires,
            "outcome_hired": int(random.random() < clients[name]), "mature": True,
        }  # fmt: skip


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
