"""One posting's way to its answer, with the sum of `worth` done by hand."""

# %% The posting, as read
from pathlib import Path

from features.posting import read_posting
from serving.bundle import load_bundle
from serving.scorer import Scorer

first = (Path(__file__).parents[1] / "data" / "sample" / "postings.jsonl").read_text(encoding="utf-8").split("\n")[0]
posting = read_posting(first)
print(posting.title)

# %% The answer
answer = Scorer(load_bundle()).score(posting)
print(answer.verdict, answer.ghost, answer.scam, answer.low_budget, sep="\n")

# %% The sum, by hand
worth = answer.worth
value, cost = worth.value_if_hired_usd or 0.0, worth.connects_cost_usd or 0.0
by_hand = worth.p_win * (1 - answer.scam.probability) * value - cost - worth.time_cost_usd
print(f"by hand {by_hand:.4f}, in the answer {worth.expected_value_usd:.4f}")
if worth.expected_value_usd is None or abs(by_hand - worth.expected_value_usd) > 1e-4:
    raise SystemExit("the sums differ")
