"""Data that ships: a dated table of currencies for scoring, and the sample for trying. There is no code here."""
