"""A posting becomes named, documented features, in exactly one place."""
