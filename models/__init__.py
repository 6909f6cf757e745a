"""The model bundles. `default` ships; README.md specifies the format. There is no code here."""
