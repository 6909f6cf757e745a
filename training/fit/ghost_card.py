"""What the ghost model learnt where, what it carries over and what it assumes, as Markdown for the card."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from typing import Any

from features.hiring import HIRING_NUMBERS, MOST_LOG_ODDS

__all__ = ["ghost_card"]

_NAMES = {"log_hires": "weight of hires (log)", "log_pay_to_market": "weight of pay against the market (log)"}
_INTRODUCTION = (
    "Ghost means: no hire on this posting within 30 days of publication. ± is one standard error for another marketplace. "
    f"The layer above the record moves the log odds by {MOST_LOG_ODDS:g} at most."
)
_ASSUMED = """
What these outcomes are: whether anybody was hired by the time the posting was mature, which may be later than 30 days. Of
the public bodies' postings (uk_dos_2016_18) two in three are only "closed", which mixes postings without a hire with awards
that nobody recorded: what is learnt there is in part who records awards, and its figures flatter. Held out by time, most
clients of the later postings were seen before; by client, none was. The penalties of the layer, and taking one standard
error off the share that holds for unseen clients, were chosen on folds of these same rows. Where a marketplace states no
pay, its weight of pay is the one carried over.

Assumed for the freelance marketplace, because nobody's data tells it: its level, the share of first-time clients, and every
step of the activity on the page (`serving/assumptions.toml`, each with its source). Words of titles, skills and categories
count only on the marketplace that taught them. Spend and the age of the account were tried and moved nothing beyond their
error. No outcome data holds descriptions or a publication delay, so no weight of either could be learnt.

What would show it wrong: matured outcomes of your own. Of postings called 30%, about 30% should end without a hire within 30
days; `bidworthy-train refit` measures that and refits the model once 200 have matured.
"""


def ghost_card(settings: Mapping[str, Any]) -> str:
    """Return the section for the card from the settings of the ghost model."""
    markets, doubt = settings["markets"], settings["doubt"]

    def row(what: str, template: str, name: str, carried: str) -> tuple[str, ...]:
        return what, *(template.format(market[name]) for market in markets.values()), carried

    new = f"log odds {settings['new_client_logit_offset']:+.2f} ± {doubt['new_client_logit_offset']:.2f}"
    strength = f"{settings['strength_posts']:.1f}, times or over {exp(doubt['log_strength']):.1f}"
    rows = [
        row("share of postings with a hire", "{:.1%}", "hire_rate", "assumed"),
        row("mean hire rate of clients who have hired", "{:.1%}", "mean", "from the level"),
        row("of clients who never hired, first-time ones among them", "{:.1%}", "new_client_mean", new),
        row("postings that the mean weighs", "{:.1f}", "strength_posts", strength),
        row(
            "share that holds for unseen clients; carried over, on other marketplaces",
            "{:.2f}",
            "slope",
            f"{settings['slope']:.2f} ± {doubt['slope']:.2f}",
        ),
    ]
    for name in HIRING_NUMBERS:
        weights = (f"{market['layer']['numbers'][name]:+.2f}" for market in markets.values())
        carried, error = settings["layer"]["numbers"][name], settings["layer"]["doubt"][name]
        rows.append((_NAMES[name], *weights, f"{carried:+.2f} ± {error:.2f}" if carried else "not carried over"))
    head = ("", *markets, "carried over")
    table = f"| {' | '.join(head)} |\n|{'---|' * len(head)}\n" + "".join(f"| {' | '.join(line)} |\n" for line in rows)
    return f"\n## Ghost: what was learnt where\n\n{_INTRODUCTION}\n\n{table}{_ASSUMED}"
