"""What others are told of who is behind a business, once its owner is another one or gone."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.partners import repository, terms
from commerce.privacy.holdings import ERASED
from commerce.reads.owners import owner_of
from ecomm_core.db.crossing import in_tenant


async def rename(session: AsyncSession, business_id: UUID) -> None:
    """Let whoever brought the business, and whomever it brought, see its owner of now, or that
    nobody is left. The session is in the business's scope."""
    owner = await owner_of(session, business_id)
    name = ERASED if owner is None else owner.name
    short = ERASED if owner is None else terms.short_name(owner.name)
    taken = await repository.taken(session, business_id, lock=True)
    if taken is not None:
        async with in_tenant(session, taken.partner_id, back_to=business_id):
            await repository.rename_introduction(session, taken.id, short)
    for brought in await repository.brought_by(session, business_id):
        async with in_tenant(session, brought, back_to=business_id):
            await repository.rename_partner(session, brought, name)
