"""From evidence to a decision: the verdict, the reasons, what is missing, and what would change it.

The flow: `weighing` makes the case of a posting (`limits` is what decides whatever the money says) → `tried` says what is
missing and what would change the verdict, by trying what the posting might say instead (`what_if`), a page of postings at
once → `verdict` decides each row of that → `reasons` tell why.
"""
