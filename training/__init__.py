"""From data to a model bundle.

The flow of ``bidworthy-train train``: `sources` reads a data folder into contract postings with labels → `vocabulary`
picks the terms → `models.risk`, `models.pay`, `models.ghost` fit, each with held-out figures beside trivial baselines →
`bundle` writes the folder → `card` tells people → `tracking` keeps all of it as an MLflow run. `refit` learns the chance of
no hire from a file of `snapshots`, and `simulate` shows on marketplaces with a known truth whether it finds that truth.
"""
