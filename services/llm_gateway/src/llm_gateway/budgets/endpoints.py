"""HTTP of budgets: set by operators, looked at by services."""

from uuid import UUID

from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok
from llm_gateway.access import TenantOperator
from llm_gateway.budgets import service
from llm_gateway.budgets.errors import BudgetExists, BudgetNotFound
from llm_gateway.budgets.schemas import BudgetChangeIn, BudgetIn, BudgetOut, GivenBackOut
from llm_gateway.key_access import KeyHolder
from llm_gateway.keys.errors import KeyNotFound, KeyRefused
from llm_gateway.tenants.errors import TenantNotFound

routes = router("budgets", "/operator/tenants/{tenant_id}/budgets")
own = router("budgets", "/budgets")


@routes.get("", responses=errors(TenantNotFound))
async def list_budgets(context: TenantOperator, tenant_id: UUID) -> Reply[list[BudgetOut]]:
    """A tenant's caps, each with what is used of it in the running period."""
    return ok(await service.listed(context.session, tenant_id))


@routes.post("", status_code=201, responses=errors(TenantNotFound, KeyNotFound, BudgetExists))
async def create_budget(
    context: TenantOperator, tenant_id: UUID, body: BudgetIn
) -> Reply[BudgetOut]:
    """Cap what a tenant or one of its keys spends in a day or month (UTC), in US cents."""
    return ok(await service.create(context.session, tenant_id, body, actor=context.actor))


@routes.put("/{budget_id}", responses=errors(BudgetNotFound))
async def change_budget(
    context: TenantOperator, budget_id: UUID, body: BudgetChangeIn
) -> Reply[BudgetOut]:
    """Set another cap. A lower one refuses new calls; those under way end."""
    return ok(await service.change(context.session, budget_id, body, actor=context.actor))


@routes.post("/{budget_id}/give-back-lost", responses=errors(BudgetNotFound))
async def give_back_lost(context: TenantOperator, budget_id: UUID) -> Reply[GivenBackOut]:
    """Give back to the running period what processes had leased that were killed over an hour
    ago. It counts as spent until then, for nobody knows whether they spent it: look at the
    provider's bill first."""
    return ok(await service.give_back_lost(context.session, budget_id, actor=context.actor))


@own.get("", responses=errors(KeyRefused))
async def list_own_budgets(context: KeyHolder) -> Reply[list[BudgetOut]]:
    """The caps of the tenant whose key this is."""
    async with context.transaction() as session:
        return ok(await service.listed(session, context.principal.tenant_id))
