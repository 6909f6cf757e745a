"""Settings printed back.

The flow of ``bidworthy-train settings``: `training.config` reads the files that are given → `printed` writes each setting
with what it means and its range, as TOML that ``--config`` takes → `command` prints it. A run keeps the same text.
"""
