"""The scorer: a posting and a profile to an answer. Files, HTTP and notebooks all come through here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from features.errors import BundleCorrupt
from features.fields.earlier import Earlier
from features.fields.facts import Facts
from features.pay.effort import Effort
from features.pay.offer import Offer
from features.posting import Posting, read_posting
from features.profile import Profile
from serving.answer import PARTS, Answer, Ghost, LowBudget, Market, PerHour, Scam, StatedPay, Versions
from serving.assumptions import Assumptions, load_assumptions
from serving.bundle import Bundle
from serving.history.copies import NO_COPIES, Copies
from serving.judge.case import Case, Evidence, danger_band, level_of
from serving.judge.limits import band
from serving.judge.reasons.all import reasons_of
from serving.judge.tried.page import Judged, judged
from serving.judge.weighing import Models, weighed
from serving.models.described import Described, Descriptions
from serving.models.fair import FairPrice
from serving.models.ghost import GhostModel
from serving.models.pay import MarketBand, PayModel
from serving.models.reader import Reader
from serving.models.risk import RiskModel
from serving.models.standing import Standing
from serving.texts import load_texts
from serving.worth.boost import boosts_of
from serving.worth.competition import top_bids
from serving.worth.figures import worth_of

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["SCHEMA", "Scorer"]

#: Number of the contract's answer format.
SCHEMA = 1
#: Postings read at once: enough to spread the cost of a step over whole arrays, few enough to stay in the processor's cache.
_PAGE = 100
#: And characters: a word takes some 500 bytes while it is read.
_CHARACTERS = 500_000


class Scorer:
    """Judges postings with one bundle and one set of assumptions.

    Parameters
    ----------
    bundle : Bundle
        From `serving.bundle.load_bundle`.
    assumptions : Assumptions, optional
        The defaults when left out.
    recent : int
        Descriptions of which it keeps what the models say, for postings that are looked at again; the answers are the same.

    Raises
    ------
    BundleCorrupt
        If the bundle's arrays do not fit each other.
    """

    def __init__(self, bundle: Bundle, assumptions: Assumptions | None = None, *, recent: int = 0) -> None:
        self.bundle = bundle
        self.assumptions = assumptions or load_assumptions()
        try:
            self._reader = Reader(bundle)
            self._risk = RiskModel(bundle, self._reader)
            self._pay = PayModel(bundle, self._reader)
            fair, ghost = FairPrice.of(bundle.pay["fair"]), GhostModel(bundle, self.assumptions)
        except (KeyError, ValueError, IndexError, TypeError) as error:
            raise BundleCorrupt(f"{bundle.label}: its arrays do not fit each other ({error}); train it again") from None
        self._models = Models(ghost, fair, self.assumptions)
        self._texts, self._known = load_texts(), Descriptions(recent)
        self.versions = Versions(bundle.label, str(bundle.manifest["rules"]), SCHEMA)

    def score(
        self,
        posting: Posting | Mapping[str, Any],
        profile: Profile | None = None,
        copies: Copies = NO_COPIES,
        earlier: Earlier | None = None,
    ) -> Answer:
        """Return the answer for one posting, with what a history knows of its text, and of the posting itself.

        Raises
        ------
        InputError
            If a mapping is given that cannot be read as a posting.
        """
        read = posting if isinstance(posting, Posting) else read_posting(posting)
        return self.score_many([read], profile, [copies], [earlier])[0]

    def score_many(
        self,
        postings: Sequence[Posting],
        profile: Profile | None = None,
        copies: Sequence[Copies] | None = None,
        earlier: Sequence[Earlier | None] | None = None,
        parts: Collection[str] = PARTS,
    ) -> list[Answer]:
        """Return one answer for each posting, in order.

        Parameters
        ----------
        postings : sequence of Posting
        profile : Profile, optional
        copies, earlier : sequence, optional
            What a history knows, an entry for each posting.
        parts : collection of str
            What will be looked at of an answer. Reasons, what is missing and what would change the verdict take longest to
            find out; what is not looked at is left empty.

        Raises
        ------
        ValueError
            If there are more or fewer of either than postings.
        """
        who, answers = profile or Profile(), []
        known = [NO_COPIES] * len(postings) if copies is None else copies
        before = [None] * len(postings) if earlier is None else earlier
        if len(known) != len(postings) or len(before) != len(postings):
            raise ValueError(f"{len(known)} copies and {len(before)} earlier looks for {len(postings)} postings")
        for part in _parts(postings):
            facts = [Facts(*one) for one in zip(postings[part], before[part], strict=True)]
            described = self._described(facts)
            cases = [
                weighed(self._models, one, said, seen, who)
                for one, said, seen in zip(facts, described, known[part], strict=True)
            ]
            decided = judged(cases, self._models.ghost, who, self.assumptions, self._texts, parts)
            answers += [self._answer(case, one, parts) for case, one in zip(cases, decided, strict=True)]
        return answers

    def forget(self) -> None:
        """Judge descriptions anew that were judged before; the answers are the same."""
        self._known.clear()

    def _described(self, facts: Sequence[Facts]) -> list[Described]:
        """Return what the models say of descriptions, in order; those that are not known are read in one call."""
        said = [self._known.of(one) for one in facts]
        new = [number for number, one in enumerate(said) if one is None]
        if new:
            page = self._reader.read([facts[number] for number in new])
            judged, markets = self._risk.judge(page), self._pay.bands(page)
            for at, number in enumerate(new):
                danger = judged.dangers[at]
                known = band("scam", danger.probability, self.assumptions)
                explanation = self._risk.explain(judged, at) if known != "low" else None
                said[number] = one = Described(danger, explanation, markets[at])
                self._known.keep(facts[number], one)
        return [one for one in said if one is not None]

    def score_table(
        self, table: pa.Table, profile: Profile | None = None, *, columns: Sequence[str] | None = None, nested: bool = False
    ) -> pa.Table:
        """Return a table of answers, one row for each row of a table of postings, in order.

        Parameters
        ----------
        table : pyarrow.Table
            Columns dotted (``client.rating``) or nested, as in a Parquet file of postings.
        profile : Profile, optional
        columns : sequence of str, optional
            What is wanted of an answer: columns (``ghost.probability``) or whole parts (``ghost``). All when left out.
        nested : bool
            Parts as structs and lists as lists, or one column each, lists as JSON text.

        Returns
        -------
        pyarrow.Table
            The columns in the order of an answer, and ``error``: why a row could not be read, all else being null there.

        Raises
        ------
        CallError
            If an answer has no such column.
        """
        # Arrow takes long to load, and a page is scored without it.
        from serving.batch.layout import Layout
        from serving.batch.table import score_table

        return score_table(self, table, profile, Layout(columns, nested=nested))

    def _answer(self, case: Case, decided: Judged, parts: Collection[str]) -> Answer:
        evidence = case.evidence
        boosts = boosts_of(case.bid, top_bids(evidence.facts), self.assumptions)
        return Answer(
            id=evidence.posting.id,
            verdict=decided.verdict,
            level=level_of(evidence.posting),
            ghost=self._ghost_part(evidence),
            scam=self._scam_part(evidence),
            low_budget=self._low_budget_part(evidence.pay, evidence.facts.offer),
            worth=worth_of(case.bid, boosts, case.profile),
            reasons=reasons_of(case, boosts, self._texts) if "reasons" in parts else (),
            missing=decided.missing,
            would_change=decided.would_change,
            versions=self.versions,
        )

    def _ghost_part(self, evidence: Evidence) -> Ghost:
        g = evidence.ghost
        known = band("ghost", g.probability, self.assumptions)
        return Ghost(round(g.probability, 4), round(g.low, 4), round(g.high, 4), known, g.basis)

    def _scam_part(self, evidence: Evidence) -> Scam:
        danger = evidence.danger
        types = evidence.explanation.types if evidence.explanation else ()
        return Scam(_shown(danger.probability), danger_band(danger, types, self.assumptions), types)

    def _low_budget_part(self, pay: Standing, offer: Offer | None) -> LowBudget:
        market = pay.market
        return LowBudget(
            _digits(pay.low_budget),
            band("low_budget", pay.low_budget, self.assumptions),
            None if market is None or pay.pay_usd is None else round(market.percentile(pay.pay_usd)),
            None if market is None else _market(market),
            _stated(offer),
            _per_hour(pay.effort),
            _digits(pay.far_below),
        )


def _parts(postings: Sequence[Posting]) -> Iterator[slice]:
    """Yield the parts of postings that are read at once."""
    start = characters = 0
    for number, posting in enumerate(postings):
        own = sum(map(len, posting.texts().values()))
        if number > start and (number - start == _PAGE or characters + own > _CHARACTERS):
            yield slice(start, number)
            start, characters = number, 0
        characters += own
    if start < len(postings):
        yield slice(start, len(postings))


def _digits(probability: float | None) -> float | None:
    return None if probability is None else round(probability, 4)


def _stated(offer: Offer | None) -> StatedPay | None:
    return None if offer is None else StatedPay(round(offer.low, 2), round(offer.high, 2), offer.currency, offer.field)


def _per_hour(effort: Effort | None) -> PerHour | None:
    if effort is None:
        return None
    pay, hours = (effort.usd_low, effort.usd_high), (effort.hours_low, effort.hours_high)
    return PerHour(round(pay[0], 2), round(pay[1], 2), round(hours[0], 2), round(hours[1], 2), effort.basis)


def _shown(probability: float) -> float:
    return round(probability, 4)


def _market(band: MarketBand) -> Market:
    amounts = [round(band.usd(level), 2) for level in range(5)]
    return Market("usd_per_hour" if band.kind == "hourly" else "usd", *amounts)
