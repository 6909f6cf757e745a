"""From a bundle and a posting to an answer.

The flow: `bundle` reads and checks the model files → `scorer.Scorer` runs `models.risk`, `models.pay` and `models.ghost` on
a posting → `judge.worth` does the arithmetic of the bid → `judge.verdict` decides → `judge.reasons` says why, in the
sentences of `texts.toml` → `answer.Answer`. The same scorer serves files (`batch`, `cli`) and HTTP (`app`).
"""
