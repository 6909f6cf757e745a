"""Text as numbers: tokens, terms and cues, with offsets into the original."""
