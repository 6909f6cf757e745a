"""Text as numbers: tokens, terms and sentences, with offsets into the original."""
