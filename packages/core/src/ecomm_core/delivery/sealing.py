"""Secrets of endpoints at rest: sealed, bound to their endpoint."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.engine import RowMapping

from ecomm_core.crypto import Sealer


def sealed(sealer: Sealer, endpoint_id: UUID, secret: str) -> str:
    """A secret as it is stored."""
    return sealer.seal(secret.encode("ascii"), _context(endpoint_id))


def opened(sealer: Sealer, endpoint: RowMapping, now: datetime) -> tuple[str, ...]:
    """The live secrets of an endpoint, the newest first: two during a rotation. Raises SealBroken.

    Of a store that was copied or restored without its key nothing can be signed."""
    kept = [endpoint["secret"]]
    if endpoint["previous_secret"] and endpoint["previous_until"] > now:
        kept.append(endpoint["previous_secret"])
    context = _context(endpoint["id"])
    return tuple(sealer.open(one, context).decode("ascii") for one in kept)


def _context(endpoint_id: UUID) -> bytes:
    return b"delivery-endpoint:" + endpoint_id.bytes
