"""The document and the units as data: read from YAML, checked, kept compiled."""
