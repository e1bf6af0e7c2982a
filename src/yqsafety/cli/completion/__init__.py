"""Completion of a line that is being typed."""
