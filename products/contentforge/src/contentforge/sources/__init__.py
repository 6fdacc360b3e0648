"""Products as they were received: what texts are made of."""
