"""The models, one a file: each fits, says its held-out figures, and gives plain arrays for the bundle."""
