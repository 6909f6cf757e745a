"""A search for better settings of one model.

The flow of ``bidworthy-train tune PART``: `problems` says for each part what it is judged by → `prepared` reads and
vectorises the data once and keeps it under ``runs/cache`` → `study` opens the study that keeps every try → `search` tries
settings within the bounds of `knobs`, the ones in use first, each judged by the model's own cross-validation (`risk`,
`requests`, `pay`, `ghost`) and given up early where it does worse than most (`pruner`) → `losses` tells the best from the
ones in use, with the interval of the difference → `report` says it and writes ``runs/tune/PART.toml``.
"""
