"""Values that follow a JSON Schema."""

from llm_gateway.local.schema.fill import Filler, Sources
from llm_gateway.local.schema.shape import Unfillable

__all__ = ["Filler", "Sources", "Unfillable"]
