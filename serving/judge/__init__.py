"""From evidence to a decision: the arithmetic of the bid, the verdict, the reasons, what is missing."""
