"""Reasons: one for each thing that moved the answer, each naming the field it rests on.

The flow: a ledger of the bid (`serving.worth.ledger`) → danger, hire, pay and the rest of the bid each say their part in
dollars → `all` puts them in order and adds the lines that make them add up to the expected value (`total`).
"""
