"""From files of postings to data that is checked, without duplicates, grouped, and split once for all that follows.

The flow: `inputs` reads a base folder and new files, `schema` finds what is wrong with rows → `copies` drops duplicates and
joins near-copies and clients into groups → `split` says which groups are held out, by client and by time → `written` puts
all into a folder that training reads as its data.
"""
