from __future__ import annotations

from datetime import UTC, datetime

import pytest

from features.errors import shown
from features.reading.ids import creation_time, marketplace_digits

MADE = datetime(2025, 3, 8, 14, 18, 54, 232_000, tzinfo=UTC)


@pytest.mark.parametrize(
    "identifier",
    [
        "~021898377891861965802",
        "021898377891861965802",
        "1898377891861965802",
        "https://example.com/jobs/~021898377891861965802",
        "https://example.com/jobs/Clean-a-sheet_~021898377891861965802/?source=rss",
    ],
    ids=shown,
)
def test_decodes(identifier: str) -> None:
    """Every form of one identifier tells one creation time, and the same digits."""
    assert creation_time(identifier) == MADE
    assert marketplace_digits(identifier) == "1898377891861965802"


@pytest.mark.parametrize(
    "identifier",
    [
        None,
        "",
        "~01a2b3c4d5e6f70819",
        "~0112345678901234567",
        "189837789186196580",
        "0" * 19,
        "0000000000000000001",
        "12345678901234567890123",
        "x" * 10**7,
    ],
    ids=shown,
)
def test_does_not_tell(identifier: str | None) -> None:
    """An older, shorter or unlikely identifier tells nothing."""
    assert creation_time(identifier) is None
    assert marketplace_digits(identifier) is None
