"""What is kept on the disk: the state file, its copy, and evidence."""
