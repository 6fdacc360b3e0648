"""Plan, and the end of a business."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.errors import Invalid
from ecomm_core.kernel import Kernel
from ecomm_core.plan_table import CURRENCY, PlanTable
from ecomm_core.plans import plan_use
from ecomm_core.product import erasure
from ecomm_core.product.business.schemas import PlanOffer, PlanOut, PlanUse
from ecomm_core.product.gateway.keys import end_key


async def plan(session: AsyncSession, tenant_id: UUID) -> PlanOut:
    """The business's plan with its use, and what there is to choose from."""
    standing, used = await plan_use(session, tenant_id)
    table = standing.table
    return PlanOut(
        plan=standing.plan,
        title=table.plans[standing.plan].title,
        read_only=standing.read_only_since is not None,
        use=[PlanUse.model_validate(one) for one in used],
        extras=sorted(table.plans[standing.plan].extras | table.everywhere | standing.features),
        offers=_offers(table),
    )


def _offers(table: PlanTable) -> list[PlanOffer]:
    return [
        PlanOffer(
            name=one.name,
            title=one.title,
            limits=one.limits,
            extras=sorted(one.extras | table.everywhere),
            month=one.month,
            year=one.year,
            currency=CURRENCY,
        )
        for one in (table.plans[name] for name in table.ladder)
    ]


async def erase(
    kernel: Kernel, session: AsyncSession, tenant_id: UUID, *, name: str, actor: str
) -> None:
    """Delete the business with all that is in it. Its key at the gateway is ended afterwards, by a
    task that needs nothing but ids.

    Raises Invalid (422) where the name is not the business's.
    """
    own = await session.scalar(
        text("select name from tenants where id = :id for update"), {"id": tenant_id}
    )
    if name != str(own).strip():
        raise Invalid.on_field("name", "Write the name of your business as it stands here.")
    end = await end_key(kernel, session, tenant_id)
    await erasure.erase_business(kernel, session, tenant_id, actor=actor)
    await end()
