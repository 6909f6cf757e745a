"""The arithmetic of a bid: what a proposal brings on average, in US dollars, and how sure that is.

The flow: the chance that it is you (`chance`: your own record, the competition, the fit) and what a hire would bring
(`value`) join the chances of a hire and of danger in one product (`bid`), which the answer prints (`figures`). Every factor
keeps its natural log and what it rests on, so that the expected value can be told in parts that add up (`ledger`).
"""
