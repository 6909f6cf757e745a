"""From evidence to a decision: the verdict, the reasons, what is missing, and what would change it."""
