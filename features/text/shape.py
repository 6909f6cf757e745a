"""Shape: how a text is written, whatever it says."""

from __future__ import annotations

import re
import string
from typing import NamedTuple

__all__ = ["Shape", "shape_of"]

_UPPER = string.ascii_uppercase.encode()
_NEITHER = bytes({*range(256)} - {*_UPPER, *string.digits.encode()})
#: Bounded on both sides, so hostile text costs linear time.
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.\w{2,10}")
_PHONE = re.compile(r"\+\d[\d ()-]{7,18}\d")
_MOST = 5


class Shape(NamedTuple):
    """Shares of capital letters and of digits, None without a text; links, contacts and exclamation marks, at most 5."""

    upper_share: float | None
    digit_share: float | None
    links: float
    contacts: float
    exclamations: float


def shape_of(title: str, description: str) -> Shape:
    """Return the shape of a posting: shares over both texts, counts over the description.

    Examples
    --------
    >>> shape_of("AB", "mail me at a@example.com!")
    Shape(upper_share=0.07407407407407407, digit_share=0.0, links=0.0, contacts=1.0, exclamations=1.0)
    """
    plain = (title + description).encode("ascii", "replace")
    links = description.count("://") + description.count("www.")
    # Data sets put masks in the place of contacts. Most texts have none of the signs that a contact cannot do without.
    contacts = len(_PHONE.findall(description)) if "+" in description else 0
    contacts += len(_MAIL.findall(description)) if "@" in description else 0
    contacts += description.count("[email]") + description.count("[phone]") if "[" in description else 0
    exclamations = description.count("!") if "!" in description else 0
    counts = (float(min(_MOST, links)), float(min(_MOST, contacts)), float(min(_MOST, exclamations)))
    if not plain:
        return Shape(None, None, *counts)
    both = plain.translate(None, _NEITHER)
    digits = both.translate(None, _UPPER)
    return Shape((len(both) - len(digits)) / len(plain), len(digits) / len(plain), *counts)
