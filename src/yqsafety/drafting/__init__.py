"""Catalogues made and changed: drafted from a document, reviewed, rewritten."""
