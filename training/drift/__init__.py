"""Drift: whether the postings that were scored lately are still like those that the models learnt from.

The flow of ``bidworthy-train drift``: `sides` takes the two sides, training postings and scored postings of an exported
ledger → `binning` cuts each of the `fields`, and the chances that one bundle gives both, into bins of training → `compare`
holds their `shares` side by side and `text` the words, each against sides that are dealt at random (`shuffle`) → `matured`
finds the outcomes, `calibration` and `slope` hold the chances that were given against them → `judge` says what is beyond
noise once all figures are corrected for each other (`correct`) → `report`, its `pictures`, and `figures` as JSON.

Evidently and NannyML are left out: the two figures that are needed from them, a stability index and a gap between stated and
real shares, are a few lines of numpy, and they would bring tens of megabytes and a web stack, or old pins.
"""
