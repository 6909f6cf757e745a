"""Installed versions are held against what the project declares."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

import pytest

from serving.doctor.needed import fit, needed


def _installed(name: str) -> str:
    known = {"rensa": "0.6.1", "numpy": "2.4.0rc1", "psycopg": "3.1"}
    if name not in known:
        raise PackageNotFoundError(name)
    return known[name]


@pytest.mark.parametrize(
    ("declared", "state", "said"),
    [
        (["numpy>=1.26"], "ok", "the 1 packages"),
        (["numpy>=1.26", "rensa>=0.5,<0.6"], "look", "rensa is 0.6.1, and <0.6,>=0.5 is needed"),
        (["nowhere>=1", "rensa<0.6"], "broken", "not installed: nowhere"),
        (["nowhere>=1; extra == 'train'"], "ok", "the 0 packages"),
        (["psycopg[binary]>=3.2; extra == 'postgres'"], "look", "psycopg is 3.1, and >=3.2 is needed"),
        (["nowhere>=1; python_version < '3'", "rensa<0.6; python_version < '3'"], "ok", "the 0 packages"),
        (["nowhere>=1; python_version >= '3'"], "broken", "not installed: nowhere"),
    ],
)
def test_what_does_not_fit_is_named(declared: list[str], state: str, said: str) -> None:
    """With its version and the one that is needed; what only an extra needs may be missing."""
    found = fit(declared, _installed)
    assert found[0] == state
    assert said in found[1]
    assert state == "ok" or "requirements.lock" in found[1]


def test_what_the_tests_run_with_fits() -> None:
    """The project's own declaration is read."""
    state, said = needed()
    assert state == "ok", said
    assert int(said.split()[1]) >= 20
    assert version("packaging")
