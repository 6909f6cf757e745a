"""The ledger: postings as they were seen over time, the scores they got, and what came of them.

The flow: a service has a `keeper`. A request's postings and answers become `seen` → `writer` keeps them in the background →
`store` holds them beside the history (`schema`). What a person tells (`events`: feedback, outcomes) is kept before it is
acknowledged, and can be undone. `command` shows, exports and imports (`exported`) and forgets; `dates` are times to read.
"""
