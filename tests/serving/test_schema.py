"""The schema files are those of the types."""

from __future__ import annotations

from pathlib import Path

from serving import schema


def test_the_files_are_current(tmp_path: Path) -> None:
    """Run ``python -c "from serving.schema import write; write()"`` after a change of the types."""
    schema.write(tmp_path)
    kept = Path(schema.__file__).parent
    assert all((tmp_path / name).read_text() == (kept / name).read_text() for name in schema.FILES)
