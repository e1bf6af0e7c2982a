"""From a request to the events that it would add. Pure."""
