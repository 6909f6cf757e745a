"""The scorer over HTTP: one idea a file. `app` puts them together."""
