"""The built-in provider: works without any key, makes nothing up, always says the same."""

from llm_gateway.local.provider import LocalFault, LocalProvider

__all__ = ["LocalFault", "LocalProvider"]
