"""Whom no mail goes to that was not asked for: the last look before such a mail leaves.

What an order brings along (confirmations, parcels, refunds) is not looked at here.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.reads.marketing_standing import objection
from ecomm_core.accounts.service import fold_email
from ecomm_core.crypto import derive, sign_parts
from ecomm_core.kernel import Kernel


def address_key(kernel: Kernel, store_id: UUID, email: str) -> bytes:
    """An address on the list of the suppressed: an HMAC that leads back to nobody without our key,
    and is another one in every store."""
    secret = derive(kernel.settings.secret_key.get_secret_value(), "mail-suppression")
    return sign_parts(secret, store_id.bytes, fold_email(email).encode())


async def refused(kernel: Kernel, session: AsyncSession, store_id: UUID, email: str) -> str | None:
    """Why nothing that was not asked for goes to an address; None where it may."""
    return await objection(
        session,
        store_id,
        email=fold_email(email),
        address_key=address_key(kernel, store_id, email),
    )
