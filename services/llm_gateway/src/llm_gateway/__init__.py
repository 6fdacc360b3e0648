"""The LLM gateway: the one door to model providers."""
