# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # One posting's way to its answer
# Every number of an answer can be added up by hand. Here one posting of the sample is read, and each part of its answer is
# computed again from the plain files of the bundle and compared.

# %%
"""Read one answer: the posting, its facts and terms, and every sum by hand."""

import math
from pathlib import Path

import numpy as np

import serving
from features.fields.facts import Facts
from features.fields.registry import MARKET_FEATURES, RISK_FEATURES
from features.posting import read_posting
from features.rules import finder, rule_evidence
from features.text.requests import LEAST_CHANCE
from serving.assumptions import load_assumptions
from serving.bundle import load_bundle
from serving.models.ghost import GhostModel
from serving.models.reader import Reader
from serving.models.requests import request_model
from serving.scorer import Scorer

ROOT = Path(serving.__file__).parents[1]
NUMBER = 15  # any line of the sample that states its pay and its Connects


def title(text: str) -> None:
    """Print a heading."""
    print(f"\n{text}\n{'-' * len(text)}")


def agree(what: str, by_hand: float, answered: float, within: float) -> None:
    """Print both numbers, and stop where they differ."""
    print(f"{what}: by hand {by_hand:.6g}, in the answer {answered:.6g}")
    if not abs(by_hand - answered) <= within:
        raise SystemExit(f"{what}: the sums differ")


# %% [markdown]
# ## The posting, as read
# Page strings are typed values now; what the page does not say is `None`.

# %%
raw = (ROOT / "data" / "sample" / "postings.jsonl").read_text(encoding="utf-8").split("\n")[NUMBER]
posting = read_posting(raw)
bundle = load_bundle()
answer = Scorer(bundle).score(posting)

title("The posting")
print(posting.title)
print(posting.description)
for name in ("tier", "pay", "duration", "weekly_hours", "connects", "client", "activity"):
    print(f"{name}: {getattr(posting, name)!r}")

# %% [markdown]
# ## Facts and terms
# Fields become named numbers (`nan` is unknown), words become terms with a value each.

# %%
facts = Facts(posting)
title("Facts")
every = dict(zip(RISK_FEATURES, RISK_FEATURES.row(facts), strict=True))
every |= zip(MARKET_FEATURES, MARKET_FEATURES.row(facts), strict=True)
for feature, number in every.items():
    print(f"{feature.name:26} {number:10.6g}   {feature.meaning}")

reader = Reader(bundle)
page = reader.read([facts])
of_words, of_phrases = page.words.row(0), reader.phrases(page).row(0)
columns = np.concatenate([of_words.columns, of_phrases.columns])
values = np.concatenate([of_words.values, of_phrases.values])
title(f"Terms: {len(columns)} known, the ten that weigh most")
for i in np.argsort(-values)[:10]:
    print(f"{bundle.vocabulary.terms[columns[i]]:26} {values[i]:10.4f}")

# %% [markdown]
# ## Danger
# Log odds = intercept + words + fields + rules + riskiest sentence; the chance is 1 / (1 + exp(-log odds)).

# %%
risk = bundle.risk
fields = RISK_FEATURES.row(facts)
known = (fields - np.array(risk["field_mean"])) * np.array(risk["field_weight"])
from_words = float(values @ bundle.risk_arrays["weights"][columns].astype(np.float64))
from_fields = float(np.where(np.isnan(fields), risk["field_unknown_weight"], known).sum())
hits = finder().find_in(posting)
codes = {hit.rule.id for hit in hits if hit.excuse is None}
weights = zip(finder().rules.rules, risk["rule_weight"], strict=True)
from_rules = sum(weight for rule, weight in weights if rule.id in codes) + risk["excused_weight"] * (len(hits) - len(codes))
requests = request_model(bundle, reader.lexicon)
scores = requests.read(page.reading)
evidence = rule_evidence([hits])
from_sentence = risk["request_weight"] * float(scores.sentence[0])
log_odds = risk["intercept"] + from_words + from_fields + from_rules + from_sentence
unlike = 1 / (1 + math.exp(-scores.unlike[0]))
market, written = (1 / (1 + math.exp(-value)) for value in (log_odds, requests.log_odds(scores, evidence)[0]))

title("Danger, in log odds")
parts = {
    "intercept": risk["intercept"],
    "words": from_words,
    "fields": from_fields,
    f"rules {sorted(codes)}": from_rules,
    "sentence": from_sentence,
}
for name, part in parts.items():
    print(f"{part:+9.4f}  {name}")
print(f"{log_odds:+9.4f}  together: a chance of {market:.4f} by the market's own model")
print(f"{written:9.4f}  by the request models, which count for {unlike:.4f}: so much is the text unlike real postings")
# The answer prints four digits.
chance = (1 - unlike) * market + unlike * written
if evidence.independent[0]:
    chance = max(chance, market)  # two requests are not explained away
agree("scam.probability", min(1 - LEAST_CHANCE, max(LEAST_CHANCE, chance)), answer.scam.probability, 5.1e-5)

# %% [markdown]
# ## The market
# Linear models read the terms (the heads). For each of five quantiles a straight line through the first of them is the
# start, and a forest sees them all beside the fields. Each tree is walked to one leaf (`models/README.md`, "The walk"), the
# leaves are added, and a shift makes the stated share true.

# %%
kind = posting.pay.type
market_model = bundle.pay[kind]
heads = market_model["intercept"] + values @ bundle.pay_arrays[f"{kind}.weights"][columns].astype(np.float64)
inputs = [*MARKET_FEATURES.row(facts), *heads.tolist()]


def forest(level: int) -> float:
    """Return the sum of one leaf a tree, for the quantile of this level in percent."""
    names = ("feature", "threshold", "nan_left", "left", "right", "value", "root")
    *columns, roots = (bundle.pay_arrays[f"{kind}.p{level}.{name}"].tolist() for name in names)
    nodes = list(zip(*columns, strict=True))
    total = 0.0
    for node in roots:
        while nodes[node][0] >= 0:
            feature, threshold, nan_left, left, right, _ = nodes[node]
            x = inputs[feature]
            node = left if x <= threshold or (math.isnan(x) and nan_left) else right
        total += nodes[node][5]
    return total


levels = (10, 25, 50, 75, 90)
era = None if facts.year is None else str(math.floor(4 * facts.year))
parts = zip(levels, market_model["start"], market_model["era_shift"].get(era, market_model["shift"]), strict=True)
quantiles = sorted(at + slope * heads[0] + forest(level) + shift for level, (at, slope), shift in parts)
market = answer.low_budget.market
title(f"The market for such work, in {market.unit} (the terms alone say {math.exp(heads[0]):.2f})")
for level, log_pay in zip(levels, quantiles, strict=True):
    agree(f"p{level}", math.exp(log_pay), getattr(market, f"p{level}"), 0.0051)
gap = (math.log(facts.pay_usd) - quantiles[1]) / (market_model["p25_sd"] * math.sqrt(2))
print(f"stated pay {facts.pay_usd:.2f}, at percentile {answer.low_budget.percentile}")
agree("low_budget.probability", 0.5 * math.erfc(gap), answer.low_budget.probability, 5.1e-5)

# %% [markdown]
# ## Nobody is hired
# The client's record is a beta posterior, and a learned layer stands above it. What the page shows of activity adds steps in
# log odds, each a named assumption.

# %%
assumptions = load_assumptions()
ghost = GhostModel(bundle, assumptions).judge(facts, math.log(facts.pay_usd) - quantiles[2])
level = 1 - assumptions["marketplace_hire_rate"]

title("Nobody is hired")
print(f"record: {ghost.record}")
print(f"{math.log(level / (1 - level)):+9.4f}  the marketplace: nobody is hired on {level:.0%} of postings")
print(f"{ghost.record_log_odds:+9.4f}  the client's record against it")
for step in (*ghost.layer, *ghost.steps):
    print(f"{step.log_odds:+9.4f}  {step.code}, from {step.field}")
no_hire = math.log(level / (1 - level)) + ghost.record_log_odds
no_hire = no_hire + sum(step.log_odds for step in ghost.layer) + sum(step.log_odds for step in ghost.steps)
print(f"{no_hire:+9.4f}  together; 90% interval of the chance: {answer.ghost.low:.2f} to {answer.ghost.high:.2f}")
agree("ghost.probability", 1 / (1 + math.exp(-no_hire)), answer.ghost.probability, 5.1e-5)

# %% [markdown]
# ## What the proposal is worth
# The chance that it becomes a contract, times what that brings, less what it costs.

# %%
worth = answer.worth
title("Worth, in US dollars")
for assumption in worth.assumptions:
    print(f"   {assumption}")
brings = worth.p_win * (1 - answer.scam.probability) * worth.value_if_hired_usd
print(f"brings {worth.p_win} x (1 - {answer.scam.probability}) x {worth.value_if_hired_usd} = {brings:.4f}")
print(f"costs {worth.connects_cost_usd} in Connects and {worth.time_cost_usd} in time")
by_hand = brings - worth.connects_cost_usd - worth.time_cost_usd
agree("expected_value_usd", by_hand, worth.expected_value_usd, 5.1e-5)

# %%
title(f"Verdict: {answer.verdict}")
for reason in answer.reasons:
    print(f"{reason.direction} {reason.text}" + (f' ("{reason.quote}")' if reason.quote else ""))
print("\nEvery sum by hand agrees with the answer.")
