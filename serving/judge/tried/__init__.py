"""What a posting might say instead, tried: dozens of changed postings for one answer, all of a page weighed in arrays.

The flow: `numbers` is what a decision looks at, of a posting and of its changes → `grid` lays changes out in rows, which
`serving.judge.verdict` decides → `unknown` says which fields are not known and what they might be, `gaps` what each could
decide → `search` finds what lifts a verdict, `changes` says where it looks.
"""
