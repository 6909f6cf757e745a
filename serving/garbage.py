"""When Python looks for garbage: not while a program loads, and never again through what stays for as long as it runs.

Loading leaves some 300,000 objects and no garbage; looking through them again and again takes a tenth of the start of the
service, and a sixth of the time in which a file is scored.
"""

from __future__ import annotations

import gc

__all__ = ["begin_looking", "put_off_looking"]

#: New objects before the youngest are looked through, and how often then the older ones: a page of answers is some 10,000
#: objects of which hardly any is garbage that counting references does not find.
_THRESHOLDS = 10_000, 20, 50


def put_off_looking() -> None:
    """Look for no garbage until `begin_looking`."""
    gc.disable()


def begin_looking() -> None:
    """Look for garbage from now on, among what is made from now on, if it was put off."""
    if not gc.isenabled():
        gc.freeze()
        gc.set_threshold(*_THRESHOLDS)
        gc.enable()
