"""The service beside others: a plain echo, the same scorer behind ``mlflow models serve``, and behind FastAPI and pandas.

Run ``python -m tests.benchmarks.service``; it needs wrk (Debian's package). The flow: `bodies` writes what is sent →
`servers` starts each service on a port of its own → `load` lets wrk send → `report` sets the figures side by side.
"""
