"""Invented texts: one posting in several wordings, and others that share no more than a paragraph with it."""

from __future__ import annotations

__all__ = ["ANOTHER_JOB", "BOILERPLATE", "CHANGED", "ORIGINAL", "SHORT"]

ORIGINAL = (
    "We run a small bakery in Rotterdam and need somebody to rebuild our order form. Customers choose bread, a "
    "pick-up day and a branch, and Marijke prints the list every morning at five. The old form loses orders when two "
    "people press the button together. Please use PostgreSQL and keep it simple. The budget is $450, and we would "
    "like it done by the 14th of March."
)
#: Near-copies by what was changed in them.
CHANGED = {
    "the amount": ORIGINAL.replace("$450", "€1,200.50"),
    "the name": ORIGINAL.replace("Marijke", "Joost"),
    "the punctuation": ORIGINAL.replace(",", " -").replace(".", " !!").replace("pick-up", "pick up"),
    "the case": ORIGINAL.upper(),
    "a few words": ORIGINAL.replace("small bakery in Rotterdam", "little bakery in Utrecht").replace("simple", "light"),
    "a new opening": "Hello there! " + ORIGINAL,
    "look-alike letters": ORIGINAL.replace("o", "\u043e"),
    "invisible characters": ORIGINAL.replace("or", "o\u200br"),
    "markup": f"<p>{ORIGINAL.replace('. ', '.</p><p>')}</p>",
}
BOILERPLATE = (
    "About us: we are a friendly remote team across nine time zones. We answer within a day, we pay on time, and we "
    "hope for a long cooperation. Please tell us in two sentences why this work suits you, and add one link to "
    "something you made."
)
ANOTHER_JOB = (
    "Our museum wants forty short audio tracks about ships of the seventeenth century, spoken in a calm voice for "
    "children between eight and twelve. Scripts are ready. Send clean files without music, one a ship, and name them "
    "by the room they belong to. The first ten should be ready before the summer holidays begin."
)
SHORT = "Logo for a bakery, flat and friendly, two colours, source files included please."
