"""The pay that a posting's own text states."""
