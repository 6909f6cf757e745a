"""Bidding policies side by side, where the truth is known: on simulated postings, and on outcomes replayed.

The flow: `market` (simulated: a `world`, its `works` and `pages`) or `replay` (real outcomes, held out) give `deals`:
postings as a freelancer sees them, with what became of each. `policies` say which to answer, and in which order; `play`
plays them; `report` tells what came of it.

Run: ``python -m tests.benchmarks.backtest [--seeds N] [--out report.html]``, with ``BIDWORTHY_DATA_DIR`` for the replay.
"""
