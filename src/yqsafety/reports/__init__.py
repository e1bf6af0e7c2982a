"""Answers and documents as plain data. Pure."""
