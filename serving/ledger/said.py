"""What your Connects brought, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from serving.ledger.returns import Returns
from serving.texts import load_texts

__all__ = ["told_returns"]


def told_returns(found: Returns) -> Iterator[str]:
    """Yield a sentence on each thing that is known: bought, spent, and what that brought."""
    words = load_texts()["ledger"]
    price = f"${found.price_usd:,.4f}".removesuffix("0").removesuffix("0")
    if found.bought:
        assumed = found.bought - found.price_known
        which = "bought_part" if 0 < assumed < found.bought else "bought_assumed" if assumed else "bought"
        yield words[which].format(bought=f"{found.bought:,}", usd=_usd(found.paid_usd), price=price, assumed=f"{assumed:,}")
    if any(found.spent.values()):
        spent = {name: f"{connects:,}" for name, connects in found.spent.items()}
        yield words["spent"].format(
            **spent, returned=f"{found.returned:,}", net=f"{found.net:,}", usd=_usd(found.net_usd), price=price
        )
    if found.connects_per_hire is not None:
        yield words["per_hire"].format(hired=f"{found.hired:,}", connects=f"{found.connects_per_hire:,.0f}")
    if found.usd_per_connect is not None and found.contracts_usd is not None:
        yield words["per_connect"].format(value=_usd(found.contracts_usd), each=_usd(found.usd_per_connect))


def _usd(amount: float) -> str:
    return f"${amount:,.2f}"
