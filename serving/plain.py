"""The text of a stranger, made fit for a terminal."""

from __future__ import annotations

import unicodedata

__all__ = ["plain"]


def plain(text: str, longest: int = 160) -> str:
    """Return a text on one line, without the characters that steer a terminal or turn its direction.

    Parameters
    ----------
    text : str
        A title, a quote, anything that somebody else wrote.
    longest : int
        In characters; what is longer ends in an ellipsis.

    Examples
    --------
    >>> plain("Logo" + chr(27) + "[2J for" + chr(10) + "a bakery"), plain("Logo for a bakery", 8)
    ('Logo[2J for a bakery', 'Logo fo…')
    """
    shown = "".join(
        " " if char.isspace() else char for char in text if char.isspace() or unicodedata.category(char)[0] != "C"
    )
    shown = " ".join(shown.split())
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"
