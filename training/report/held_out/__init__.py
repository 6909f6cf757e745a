"""The report of a bundle on the rows that are held out: how good it is, where it fails, and whether it can be believed.

The flow: `asked` has the bundle, and a champion, answer the exam of the gate (`training.gate.exam`) through the scorer →
`ranking`, `reliability`, `thresholds` and `costs` of every chance, `market` of both pay markets, all with intervals from
`draws` of whole clients → `sliced`, `mistakes`, `importance`, `changes` → `leaks`, which rests on `overlap` and `numbered` →
`figures` joins all of it, and is the JSON file → `report` tells it as one page, with the pictures of `draw`.
"""
