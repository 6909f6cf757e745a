"""``bidworthy doctor``: whether everything that scoring and serving need is there and works, and what to do where it is not.

`checks` looks, one thing at a time, and changes nothing (`needed` at the packages, `guessable` at the token); `command`
prints what was found.
"""
