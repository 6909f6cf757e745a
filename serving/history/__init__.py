"""The history: what this machine has seen of postings, to tell whether a text was posted before.

The flow: `place` names the file or URL → `store.History` opens it (`serving.database`, with the tables of `schema`) →
`memory.Memory` asks it and tells it, and lets no fault of it reach an answer. What is kept of a posting is in `sightings`,
what is found in `copies`. No text is kept.
"""
