"""Drift: whether the postings that were scored lately are still like those that the models learnt from.

The flow of ``bidworthy-train drift``: `sides` takes the two sides, training postings and scored postings of an exported
ledger → `binning` cuts each of the `fields`, and the chances that one bundle gives both, into bins of training →
`compare` holds the shares of the bins and of unknown values side by side, `text` the words, each against `shuffle`d sides
→ `calibration` holds chances against outcomes → `judge` corrects all p-values together and says what is beyond noise →
`report` draws the page.

Evidently and NannyML are left out: the two figures that are needed from them, a stability index and a gap between stated and
real shares, are a few lines of numpy, and they would bring tens of megabytes and a web stack, or old pins.
"""
