"""Catalogues in the making: drafted from a document, reviewed, rewritten with their comments."""
