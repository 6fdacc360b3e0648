"""Secrets of a connection at rest: sealed, bound to their row and their use."""

from collections.abc import Sequence
from uuid import UUID

from ecomm_core.crypto import Sealer


def seal_key(sealer: Sealer, connection_id: UUID, key: str) -> str:
    """The key to the platform, as it is stored."""
    return sealer.seal(key.encode(), b"platform-key:" + connection_id.bytes)


def open_key(sealer: Sealer, connection_id: UUID, sealed: str) -> str:
    """The key to the platform. Raises SealBroken."""
    return sealer.open(sealed, b"platform-key:" + connection_id.bytes).decode()


def seal_secrets(sealer: Sealer, connection_id: UUID, secrets: Sequence[str]) -> list[str]:
    """What the store's events are signed with, as it is stored."""
    context = b"platform-secret:" + connection_id.bytes
    return [sealer.seal(one.encode(), context) for one in secrets]


def open_secrets(sealer: Sealer, connection_id: UUID, sealed: Sequence[str]) -> list[str]:
    """What the store's events are signed with. Raises SealBroken."""
    context = b"platform-secret:" + connection_id.bytes
    return [sealer.open(one, context).decode() for one in sealed]
