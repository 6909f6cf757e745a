"""Whether what is installed fits what the project declares: another version may read a posting or a signature otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.metadata import PackageNotFoundError, requires, version

from packaging.requirements import Requirement

from serving.doctor.finding import State

__all__ = ["fit", "needed"]

_OURS = "bidworthy"
_NEXT = "install what requirements.lock names: python -m pip install --require-hashes -r requirements.lock"


def needed() -> tuple[State, str]:
    """Return what was found of the installed packages."""
    return fit(requires(_OURS) or [], version)


def fit(declared: Iterable[str], installed: Callable[[str], str]) -> tuple[State, str]:
    """Return whether what is installed fits what is declared.

    Parameters
    ----------
    declared : iterable of str
        As ``pyproject.toml`` writes them. What belongs to an extra may be missing, but not of a wrong version.
    installed : callable
        Version of a package; raises PackageNotFoundError.
    """
    missing, other, count = [], [], 0
    for requirement in map(Requirement, declared):
        marker = requirement.marker
        always = marker is None or marker.evaluate({"extra": ""})
        if marker is not None and not always and "extra" not in str(marker):
            continue  # of another machine
        try:
            found = installed(requirement.name)
        except PackageNotFoundError:
            missing += [requirement.name] * always
            continue
        count += 1
        if not requirement.specifier.contains(found, prereleases=True):
            other.append(f"{requirement.name} is {found}, and {requirement.specifier} is needed")
    if missing:
        return "broken", f"not installed: {', '.join(missing)}; {_NEXT}"
    if other:
        return "look", f"{'; '.join(other)}; {_NEXT}"
    return "ok", f"the {count} packages that are declared and installed have versions that fit"
