"""Personal data: what is kept where and why, copies of it, and its erasure."""
