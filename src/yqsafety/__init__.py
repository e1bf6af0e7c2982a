"""Duties of a county's annual work-safety notice: find them, tick them off, report on them."""

__version__ = "0.2.0"
