"""Where records are kept: the state file, a shared store in PostgreSQL, evidence."""
