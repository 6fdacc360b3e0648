"""House rules as code, and what generates code."""
