"""How much a file of spells can teach: maturity is counted, not assumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from features.errors import DataError
from training.snapshots.spells import Spell

__all__ = ["LEAST_MATURED", "LEAST_OF_EACH", "Maturity", "maturity_of"]

#: Under so many known outcomes nothing changes: the intervals would be wider than the assumptions they replace.
LEAST_MATURED = 200
#: And both of them, hired and not hired, so often.
LEAST_OF_EACH = 30


@dataclass(frozen=True, slots=True)
class Maturity:
    """How many spells ended how, and how many are still open."""

    hired: int
    withdrawn: int
    expired: int
    censored: int

    @property
    def matured(self) -> int:
        """Spells whose outcome is known."""
        return self.hired + self.withdrawn + self.expired

    @property
    def not_hired(self) -> int:
        """Spells that are known to have ended without a hire."""
        return self.withdrawn + self.expired

    @property
    def counts(self) -> str:
        """The counts in words."""
        return (
            f"{self.matured:,} postings with a known outcome ({self.hired:,} hired, {self.withdrawn:,} withdrawn, "
            f"{self.expired:,} open for 30 days without a hire) and {self.censored:,} still open"
        )

    def check(self) -> None:
        """Refuse what is too little to learn from.

        Raises
        ------
        DataError
            With the counts and what is needed.
        """
        if self.matured < LEAST_MATURED or min(self.hired, self.not_hired) < LEAST_OF_EACH:
            raise DataError(
                f"nothing changes: {self.counts}; a fit needs {LEAST_MATURED} known outcomes, at least {LEAST_OF_EACH} "
                f"hired and {LEAST_OF_EACH} not hired, so collect more snapshots, above all on day 30"
            )


def maturity_of(spells: Sequence[Spell]) -> Maturity:
    """Return the counts of some spells."""
    outcomes = [spell.outcome for spell in spells]
    return Maturity(*(outcomes.count(name) for name in ("hired", "withdrawn", "expired", "censored")))
