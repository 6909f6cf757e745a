"""From evidence to a decision: the verdict, the reasons, what is missing, and what would change it.

The flow: `weighing` makes the case of a posting, and of anything that it might say instead (`what_if`), out of parts that it
works out once → `verdict` decides by what the case says (`limits` is what decides whatever the money says) → `missing` tries
what is not known, `change` what would lift the verdict, and `reasons` tell why.
"""
