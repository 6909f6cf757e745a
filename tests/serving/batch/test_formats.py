"""Tests of `serving.batch.formats`."""

from __future__ import annotations

import pytest

from features.errors import CallError
from serving.batch.formats import FORMATS, format_of


@pytest.mark.parametrize(
    ("name", "extension"),
    [("-", ".jsonl"), ("a.jsonl", ".jsonl"), ("a.b.JSON", ".json"), ("/x y/a.Csv", ".csv"), ("a.parquet", ".parquet")],
)
def test_the_extension_names_the_format(name: str, extension: str) -> None:
    """Case does not matter, and a pipe speaks JSONL."""
    assert format_of(name).extension == extension


@pytest.mark.parametrize("name", ["", "a", "a.txt", "a.jsonl.gz", ".jsonl", "jsonl", "--", "a.xlsx"])
def test_another_extension_is_a_wrong_call(name: str) -> None:
    """The error lists every extension there is."""
    with pytest.raises(CallError) as caught:
        format_of(name)
    assert all(known.extension in str(caught.value) for known in FORMATS)
