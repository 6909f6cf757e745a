"""Fields as numbers: every feature is a record with a name, a unit, where it is read and what it means.

The flow: `Posting` → `facts.Facts` (amounts in US dollars, ages in days: computed once) → the records of `registry` →
one row of float64 in which ``nan`` is unknown.
"""
