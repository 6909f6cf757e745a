"""Files that land in a folder are scored, each once: ``bidworthy watch``.

The flow: `landed` tells which files stand still → `book` what was done of each before → `command` scores the others, one
after the other, and says so in the book before anything can be forgotten.
"""
