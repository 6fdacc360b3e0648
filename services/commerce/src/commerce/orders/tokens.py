"""The token of an order's status page: an HMAC of its id, recomputable, never stored."""

from functools import lru_cache
from uuid import UUID

from ecomm_core.crypto import b64encode, derive, equal, sign_parts
from ecomm_core.kernel import Kernel


def status_token(kernel: Kernel, order_id: UUID) -> str:
    """The token for whoever may see this order's status: 43 URL-safe characters."""
    key = _key(kernel.settings.secret_key.get_secret_value())
    return b64encode(sign_parts(key, order_id.bytes))


def is_status_token(kernel: Kernel, order_id: UUID, token: str | None) -> bool:
    """Whether `token` opens this order, in constant time."""
    return token is not None and equal(token, status_token(kernel, order_id))


@lru_cache(maxsize=4)
def _key(secret: bytes) -> bytes:
    return derive(secret, "order status")
