"""Work that may wait: a queue with a place and a time."""
