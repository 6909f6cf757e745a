"""What a file of spells is like on the whole: the middle pay of each kind, and the share of first-time clients."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from features.client_record import record_of
from features.fields.facts import Facts
from training.fit.result import rounded
from training.snapshots.spells import Spell

__all__ = ["new_share", "pay_middle"]

#: Under so many priced postings of a kind there is no middle to hold pay against.
_LEAST_PRICED = 30


def pay_middle(spells: Sequence[Spell]) -> dict[str, float]:
    """Return the median pay in US dollars by kind: ``hourly`` per hour, ``fixed`` in all; only where there are 30 prices."""
    found = defaultdict[str, list[float]](list)
    for spell in spells:
        pay, usd = spell.posting.pay, Facts(spell.posting).pay_usd
        if pay is not None and pay.type is not None and usd is not None and usd > 0:
            found[pay.type].append(usd)
    return {kind: rounded(float(np.median(usd))) for kind, usd in sorted(found.items()) if len(usd) >= _LEAST_PRICED}


def new_share(spells: Sequence[Spell]) -> float:
    """Return the share of first-time clients among postings whose client's record is known; 0 where none is."""
    kinds = [record_of(spell.posting.client, 1.0).kind for spell in spells]
    known = len(kinds) - kinds.count("unknown")
    return rounded(kinds.count("new") / known) if known else 0.0
