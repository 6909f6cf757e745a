"""What would change the verdict, as an answer says it: a condition on a field, and a sentence."""

from __future__ import annotations

from collections.abc import Callable

from serving.answer import WouldChange
from serving.judge.case import Case
from serving.judge.tried.amounts import amount_at
from serving.judge.verdict import VERDICTS
from serving.texts import Texts

__all__ = ["in_words"]

#: How the condition on each field is written. "So many" interviews, not "so many or more": from five on they are too many.
_CONDITIONS: dict[str, Callable[[int], tuple[str, str]]] = {
    "connects": lambda value: ("<=", str(value)),
    "client.payment_verified": lambda _: ("==", "true"),
    "activity.interviewing": lambda value: ("==", str(value)),
    "client.hire_rate_percent": lambda value: (">=", str(value)),
    "pay.max": lambda value: (">=", f"{amount_at(value):.12g}"),
}


def in_words(field: str, found: tuple[int, int], case: Case, texts: Texts) -> WouldChange:
    """Return what a search found, as a condition and as a sentence.

    Parameters
    ----------
    field : str
    found : tuple of int
        The value, and the number of the verdict there.
    case : Case
    texts : Texts
    """
    value, then = found[0], VERDICTS[found[1]]
    sign, shown = _CONDITIONS[field](value)
    pay = case.evidence.posting.pay
    currency = "" if pay is None or pay.currency is None else f" {pay.currency}"
    name = "free" if field == "connects" and not value else field.rpartition(".")[2]
    values = {"value": shown, "verdict": texts["verdict"][then], "currency": currency}
    return {"if": f"{field} {sign} {shown}", "verdict": then, "text": texts["change"][name].format(**values)}
