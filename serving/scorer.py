"""The scorer: a posting and a profile to an answer. Files, HTTP and notebooks all come through here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from features.errors import BundleCorrupt
from features.fields.facts import Facts
from features.posting import Posting, read_posting
from features.profile import Profile
from features.text.terms import SparseRow
from serving.answer import Answer, Ghost, LowBudget, Market, Scam, Versions
from serving.assumptions import Assumptions, load_assumptions
from serving.bundle import Bundle
from serving.history.copies import NO_COPIES, Copies
from serving.judge.case import Case, Evidence, band
from serving.judge.change import would_change
from serving.judge.missing import level_of, missing_of
from serving.judge.reasons import reasons_of
from serving.judge.value import value_if_hired
from serving.judge.verdict import decide
from serving.judge.worth import worth_of
from serving.models.ghost import GhostModel
from serving.models.pay import MarketBand, PayModel
from serving.models.risk import RiskModel
from serving.texts import load_texts

__all__ = ["SCHEMA", "Scorer"]

#: Number of the contract's answer format.
SCHEMA = 1


class Scorer:
    """Judges postings with one bundle and one set of assumptions.

    Parameters
    ----------
    bundle : Bundle
        From `serving.bundle.load_bundle`.
    assumptions : Assumptions, optional
        The defaults when left out.

    Raises
    ------
    BundleCorrupt
        If the bundle's arrays do not fit each other.
    """

    def __init__(self, bundle: Bundle, assumptions: Assumptions | None = None) -> None:
        self.bundle = bundle
        self.assumptions = assumptions or load_assumptions()
        try:
            self._risk = RiskModel(bundle)
            self._pay = PayModel(bundle)
            self._ghost = GhostModel(bundle, self.assumptions)
        except (KeyError, ValueError, IndexError, TypeError) as error:
            raise BundleCorrupt(f"{bundle.label}: its arrays do not fit each other ({error}); train it again") from None
        self._texts = load_texts()
        self._versions = Versions(bundle.label, str(bundle.manifest["rules"]), SCHEMA)

    def score(
        self, posting: Posting | Mapping[str, Any], profile: Profile | None = None, copies: Copies = NO_COPIES
    ) -> Answer:
        """Return the answer for one posting, with what a history knows of its text.

        Raises
        ------
        InputError
            If a mapping is given that cannot be read as a posting.
        """
        read = posting if isinstance(posting, Posting) else read_posting(posting)
        return self._answer(read, profile or Profile(), copies)

    def score_many(
        self, postings: Sequence[Posting], profile: Profile | None = None, copies: Sequence[Copies] | None = None
    ) -> list[Answer]:
        """Return one answer for each posting, in order. ``copies``, where given, has one entry for each posting."""
        who = profile or Profile()
        known = copies if copies is not None else [NO_COPIES] * len(postings)
        return [self._answer(posting, who, seen) for posting, seen in zip(postings, known, strict=True)]

    def _answer(self, posting: Posting, profile: Profile, copies: Copies) -> Answer:
        row = self.bundle.vocabulary.row(posting)
        evidence = replace(self._evidence(Facts(posting), row), copies=copies)
        case = self._case(evidence, profile)
        verdict = decide(case)
        changes = would_change(
            posting, verdict, lambda changed: decide(self._case(self._again(changed, evidence, row), profile))
        )
        return Answer(
            id=posting.id,
            verdict=verdict,
            level=level_of(case),
            ghost=self._ghost_part(evidence),
            scam=self._scam_part(evidence),
            low_budget=self._low_budget_part(evidence),
            worth=case.worth,
            reasons=reasons_of(case, self._texts),
            missing=missing_of(case, self._texts),
            would_change=changes,
            versions=self._versions,
        )

    def _case(self, evidence: Evidence, profile: Profile) -> Case:
        value = value_if_hired(evidence.facts, evidence.market, profile, self.assumptions)
        scam = _shown(evidence.danger.probability)
        worth = worth_of(evidence.ghost, scam, evidence.posting, value, profile, self.assumptions)
        return Case(evidence, profile, worth, self.assumptions)

    def _again(self, changed: Posting, before: Evidence, row: SparseRow) -> Evidence:
        """Return the evidence of a posting that differs from a judged one in anything but its words."""
        if changed.pay is not before.posting.pay:
            return self._evidence(Facts(changed), row)
        # Danger and market look at neither the client, the activity nor the price in Connects.
        facts = Facts(changed)
        return replace(before, facts=facts, ghost=self._ghost.judge(facts))

    def _evidence(self, facts: Facts, row: SparseRow) -> Evidence:
        pay = facts.posting.pay
        market = None if pay is None or pay.type is None else self._pay.band(pay.type, facts, row)
        usd = facts.pay_usd
        low_budget = None if market is None or usd is None else market.low_budget(usd)
        return Evidence(facts, self._risk.judge(facts, row), market, low_budget, self._ghost.judge(facts))

    def _ghost_part(self, evidence: Evidence) -> Ghost:
        g = evidence.ghost
        known = band("ghost", g.probability, self.assumptions)
        return Ghost(round(g.probability, 4), round(g.low, 4), round(g.high, 4), known, g.basis)

    def _scam_part(self, evidence: Evidence) -> Scam:
        danger = evidence.danger
        found = band("scam", danger.probability, self.assumptions)
        return Scam(_shown(danger.probability), found, danger.types if found != "low" else ())

    def _low_budget_part(self, evidence: Evidence) -> LowBudget:
        market, p, usd = evidence.market, evidence.low_budget, evidence.facts.pay_usd
        found = band("low_budget", p, self.assumptions)
        percentile = None if market is None or usd is None else round(market.percentile(usd))
        return LowBudget(None if p is None else round(p, 4), found, percentile, None if market is None else _market(market))


def _shown(probability: float) -> float:
    return round(probability, 4)


def _market(band: MarketBand) -> Market:
    amounts = [round(band.usd(level), 2) for level in range(5)]
    return Market("usd_per_hour" if band.kind == "hourly" else "usd", *amounts)
