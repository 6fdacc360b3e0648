"""Card numbers, e-mail addresses, phone numbers and keys: masked on the way out, put back in what
comes home."""

from llm_gateway.redaction.mask import Vault, mask_body
from llm_gateway.redaction.restore import StreamRestorer

__all__ = ["StreamRestorer", "Vault", "mask_body"]
