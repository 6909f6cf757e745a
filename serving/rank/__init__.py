"""The best set of a file's postings under a budget of Connects: ``bidworthy rank``.

The flow: `command` reads the file → `entry` keeps of each answer what the choice needs → `same` finds what stands there
twice → `ranking` asks `choose` for the best set, `draws` how sure it is, and `left_out` why the others are not in it →
`table` lays it out for people, `out` for programs.
"""
