"""One answer for a person: ``bidworthy explain``.

The flow: `command` finds the posting in the file and scores it → `card` lays the answer out, in colour on a terminal.
"""
