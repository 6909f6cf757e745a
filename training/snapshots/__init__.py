"""Snapshots of postings into outcomes that say what was seen, and no more.

The flow: `read` reads a file of contract postings, several rows a posting → `spells` makes of each posting when it was first
seen open, between which ages its first hire or its withdrawal fell, or until when nothing was seen. A young open posting is
censored: it is no ghost. `maturity` counts whose outcome is known and says whether that is enough to learn from.
"""
