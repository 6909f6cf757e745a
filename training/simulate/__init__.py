"""A marketplace with known truth, to see whether the fit finds what was put in.

The flow: `truth` says what holds → `marketplace` draws clients with intents, their records, their postings, and when each
posting hires or is withdrawn → `looks` writes what a collector would have seen, as contract postings → `training.snapshots`
reads them as it reads a user's file → `study` fits, over many seeds, and counts how often the intervals hold the truth;
`rivals` are what one might do instead.
"""
