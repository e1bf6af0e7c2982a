"""The commands, a module each or a group that belongs together."""
