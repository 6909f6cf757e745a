"""The model card: what a bundle was trained on, how well it does, and what it cannot tell."""

from __future__ import annotations

from collections.abc import Sequence

from training.config import Config
from training.fit.result import Figure

__all__ = ["figure_table", "write_card"]

_HEAD = """# Model card: {name} {version}

**What it is for.** Telling a freelancer, before they pay Connects, how likely it is that nobody is hired, that the posting
is a scam or breaks the rules, and that the pay is low for such work. Not for judging people or companies, not for
moderation, not for deciding anything about a client.

**What it sees.** The posting's words, fields and the counters on the page. Never the client's country or name.

**Trained on.** {data}. Sealed rows were never read.

## Held-out figures

Every figure is on rows whose client (or near-copy of the text) was not in training, or, held out by time, on the latest
rows. Intervals are 95%, from a bootstrap
over clients. A figure is worth something only where its interval leaves the baseline out.

"""
_COLUMNS = """| model | figure | rows | share of positives | ours | interval | baseline |
|---|---|---:|---:|---:|---|---|
"""

_FOOT = """
## What it cannot tell

- **Ghost.** Nobody's data says which postings of the large freelance marketplaces ended in a hire within 30 days. What the
  record and the pay weigh was learnt on neighbouring marketplaces; the level is a published anchor (about 38% of postings
  hire); the weight of activity is an assumption (`serving/assumptions.toml`). A long record is strong evidence, a short one
  weak, and the interval says so.
- **Scam.** {positives} The model finds requests said in familiar ways; a new way of saying it, screening questions, a
  picture, an attachment or a link it cannot see, nor what is said after the hire. A low chance is not a guarantee. The
  client's payment verification and age are left out on purpose.
- **Pay.** The market is what postings *offer*, mostly 2018 to early 2025, mostly in English; not what was paid in the end.
  Postings whose currency is unknown are not part of it.
- **Fairness.** A new client is a group of its own in the ghost model, near the middle, not at the bottom. Terse postings
  are judged by what they say; missing text adds nothing.

## What would show it wrong

Outcomes of your own: of postings called 30%, about 30% should end without a hire. `bidworthy-train refit` puts such
outcomes in the place of the assumptions above.
"""


def write_card(config: Config, figures: Sequence[Figure], rows: dict[str, int], sample: bool, report: str = "") -> str:
    """Return the card as Markdown.

    Parameters
    ----------
    rows : dict of str to int
        How many rows of each kind were read: ``postings``, ``labels``, ``dangers``, ``outcomes``.
    sample : bool
        Whether only the project's own sample was used; the card then warns.
    report : str
        Markdown of the models' own tables.
    """
    data = f"{rows['postings']:,} postings, {rows['labels']:,} risk labels, {rows['outcomes']:,} outcomes"
    warning = (
        "\n> **Trained on the small sample only. Good for trying the tools, not for judging postings.**\n" if sample else ""
    )
    positives = f"Only {rows['dangers']} real postings in training are clear dangers."
    return (
        _HEAD.format(name=config.name, version=config.version, data=data)
        + figure_table(figures)
        + report
        + warning
        + _FOOT.format(positives=positives)
    )


def figure_table(figures: Sequence[Figure]) -> str:
    """Return figures as a Markdown table."""
    return _COLUMNS + "".join(_row(figure) for figure in figures)


def _row(f: Figure) -> str:
    share = "" if f.base_rate is None else f"{f.base_rate:.1%}"
    interval = "" if f.low is None or f.high is None else f"{f.low:.3f} to {f.high:.3f}"
    figure = f"{f.what} ({f.better} is better)"
    return (
        f"| {f.model} | {figure} | {f.rows:,} | {share} | **{f.ours:.3f}** | {interval} "
        f"| {f.baseline:.3f} ({f.baseline_name}) |\n"
    )
