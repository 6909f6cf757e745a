"""The profile file by questions: ``bidworthy profile``.

The flow: `command` checks the place and reads what stands there → `ask` asks for each field, through `fields`, until every
answer can be used → `kept` puts answers and what was not asked for together, and writes them for their owner only.
"""
