"""What was recorded, and what it comes to on a day. Pure."""
