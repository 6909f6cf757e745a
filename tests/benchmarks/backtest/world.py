"""What holds of a simulated marketplace, and the others that it is tried against."""

from __future__ import annotations

from dataclasses import dataclass, replace

from training.simulate.truth import Truth, usual_truth

__all__ = ["OTHERS", "USUAL", "World", "truth_of"]


@dataclass(frozen=True, slots=True)
class World:
    """A marketplace and what its pages tell. All of it is our own (grade D) where no source is named.

    Parameters
    ----------
    strength : float
        Of the beta distribution of clients' intents, in postings: the smaller, the more clients differ, and the more a
        record tells. 4 is what `training.simulate` has. On marketplaces whose outcomes are known a record tells as much
        as at 12.7, 43.8 and 175 (``models/default/ghost.json``).
    tells : float
        How much interviews, the last look and a verified payment follow what will become of the posting: 1 as below, 0 not.
    mean_age, most_age : float
        Average age in days at which a freelancer meets a posting, and the oldest.
    scam_share : float
        2.1% of labelled postings are a clear danger (model card).
    price_slope : float
        Connects cost more where more is paid, by so many a unit of log pay.
    interview_log_odds : float
        By so much likelier is an interview, at the same age, where somebody will be hired.
    quiet_factor : float
        So many times as long as the middle since the client's last look where nobody will be hired, and the inverse where
        somebody will.
    redrawn : float
        Share of clients whose intent is no longer the one that their record was made with.
    verified_slope : float
        Log odds of a verified payment by a unit of log odds of the client's intent, where the client has hired nobody yet.
    """

    name: str
    strength: float = 4.0
    tells: float = 1.0
    mean_age: float = 1.5
    most_age: float = 10.0
    scam_share: float = 0.025
    price_slope: float = 1.5
    interview_log_odds: float = 1.2
    quiet_factor: float = 1.6
    verified_slope: float = 0.7
    redrawn: float = 0.0


USUAL = World("as simulated")
OTHERS = (
    World("records tell less (strength 12)", strength=12.0),
    World("records tell little (strength 36)", strength=36.0),
    World("records age (half of the clients mean otherwise today)", redrawn=0.5),
    World("activity tells nothing", tells=0.0),
    World("activity tells half as much", tells=0.5),
    World("price follows pay closely", price_slope=4.0),
    World("postings are met later (4 days on average)", mean_age=4.0, most_age=29.0),
)


def truth_of(world: World) -> Truth:
    """Return what holds of its clients and postings."""
    return replace(usual_truth(), strength=world.strength, redrawn=world.redrawn, by_intent=True)
