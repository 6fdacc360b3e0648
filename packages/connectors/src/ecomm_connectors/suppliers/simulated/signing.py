"""How the simulated supplier signs its webhooks: as our payment providers do, under its own
header. See `payments.signature`."""

from typing import Final

SIGNATURE_HEADER: Final = "X-Simulated-Signature"
