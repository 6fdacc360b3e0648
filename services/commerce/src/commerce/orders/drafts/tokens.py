"""The token of a draft's payment link: an HMAC of its id, recomputable, never stored. And what
stands in place of a cart's token: nobody holds one of a draft's cart."""

from functools import lru_cache
from uuid import UUID

from commerce.stores.addresses import storefront_url
from ecomm_core.crypto import b64encode, derive, equal, sign_parts
from ecomm_core.kernel import Kernel


def draft_token(kernel: Kernel, draft_id: UUID) -> str:
    """The token for whoever shall pay this draft: 43 URL-safe characters."""
    return b64encode(sign_parts(_key(_secret(kernel), "draft link"), draft_id.bytes))


def is_draft_token(kernel: Kernel, draft_id: UUID, token: str | None) -> bool:
    """Whether `token` opens this draft, in constant time."""
    return token is not None and equal(token, draft_token(kernel, draft_id))


def cart_hash(kernel: Kernel, cart_id: UUID) -> bytes:
    """What names a draft's cart where others have the hash of a token."""
    return sign_parts(_key(_secret(kernel), "draft cart"), cart_id.bytes)


def pay_url(kernel: Kernel, slug: str, draft_id: UUID) -> str:
    """The page of the shop where a draft is paid."""
    link = f"/pay?draft={draft_id}&token={draft_token(kernel, draft_id)}"
    return storefront_url(kernel.settings, slug, link)


def _secret(kernel: Kernel) -> bytes:
    return kernel.settings.secret_key.get_secret_value()


@lru_cache(maxsize=8)
def _key(secret: bytes, purpose: str) -> bytes:
    return derive(secret, purpose)
