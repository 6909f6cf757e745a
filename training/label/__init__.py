"""A person labels postings for danger on a small page of this machine, keyboard first.

The flow: `pool` reads the postings → `likeness` and `order` decide which is asked next: where the model doubts, and what is
unlike all that was labelled → `session` gives it to the page (`app`, `guard`, `page/`) and takes the answer, which `labels`
checks → `store` writes each answer down, as an event, before it is acknowledged. `choices` names what may be answered,
`guideline` tells how to judge. From the stores, `agreement` says how far two annotators judge alike, and `export` makes
labels as ``data/README.md`` describes them. `command` and `serve` are the edge.
"""
