"""Look at a bundle's files now and then, and tell once that they changed and stand still again.

For machines without signals (Windows), and for whoever copies a bundle into its place and sends none.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

from features.bundle_format import FILES, sha256
from serving.bundle import DEFAULT_BUNDLE

__all__ = ["Watch", "watching"]

#: The manifest's digest; size and time of each file.
_State = tuple[str | None, tuple[tuple[int, int] | None, ...]]


class Watch:
    """The state of a bundle's files, as it was looked at last.

    Made before the bundle is read, so that no change falls between.

    Parameters
    ----------
    bundle : Path, optional
        Its folder; the project's own when left out.
    """

    def __init__(self, bundle: Path | None) -> None:
        self._folder = bundle or DEFAULT_BUNDLE
        self._told = self._last = self._state()

    def look(self) -> bool:
        """Return whether there is another bundle since the last time that this was true, and it stands still.

        That it is the same in two looks says so: a copy that goes on would only be refused.
        """
        last, self._last = self._last, self._state()
        if self._last != last or self._last == self._told or self._last[0] is None:
            return False
        self._told = self._last
        return True

    def _state(self) -> _State:
        """Return the manifest's digest, and of the files that it names, which may come after it, size and time."""
        try:
            manifest = sha256((self._folder / "manifest.json").read_bytes())
        except OSError:
            manifest = None
        return manifest, tuple(_size_and_time(self._folder / name) for name in FILES)


def watching(watch: Watch, seconds: float, changed: Callable[[], object]) -> Event:
    """Look every so many seconds in the background, and call when there is another bundle, until the event is set."""
    over = Event()

    def look_on() -> None:
        while not over.wait(seconds):
            if watch.look():
                changed()

    Thread(target=look_on, name="watch", daemon=True).start()
    return over


def _size_and_time(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
