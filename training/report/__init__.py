"""Reports: what was measured, as one page with pictures that needs nothing beside it."""
