"""Whether a bundle may take the place of another: both sit the same exam, and every condition must hold.

The flow: `exam` makes questions of the held-out part of prepared data, `slices` says whom each is about → both bundles
answer through the scorer's own command line (`training.served`) → `losses` of each answer → `compared`, client by client,
`calibration`, `alarms` of a leak, `fitness` of the bundle itself, `behaviour` on written cases: each a `condition` with its
sentence → `verdict`. `champions` puts a bundle in its place, keeps what stood there, and brings it back.
"""
