"""What callers and providers say on the wire, and the inner form between the two dialects."""
