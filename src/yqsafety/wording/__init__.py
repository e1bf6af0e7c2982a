"""The Chinese for codes, rows, tasks, and what was just done. Pure."""
