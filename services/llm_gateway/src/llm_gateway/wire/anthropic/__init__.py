"""Messages, as Anthropic's interface has them (read in Nov 2026 in the official Python client
2.12)."""
