"""HTTP of price rules and of the price changes that wait."""

from typing import Any
from uuid import UUID

from commerce.catalog.errors import TooManyBulkEdits
from commerce.sourcing.price_rules import service
from commerce.sourcing.price_rules.errors import PriceRuleNotFound, TooManyPriceRules
from commerce.sourcing.price_rules.models import PriceRule, ProposalStatus
from commerce.sourcing.price_rules.schemas import (
    AppliedOut,
    ApplyIn,
    ChangeOut,
    DecidedOut,
    DecideIn,
    LocksIn,
    LocksOut,
    PricedOut,
    PricePreviewIn,
    PricePreviewSumOut,
    PriceRuleIn,
    PriceRuleOut,
)
from commerce.stores.contexts import StoreAdmin, StoreContext, StoreStaff, StoreViewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of

routes = router("price_rules", "/stores/{store_id}/price-rules")
changes = router("price_changes", "/stores/{store_id}/price-changes")

Rules = list[PriceRuleOut]


@routes.get("")
async def list(context: StoreViewer) -> Reply[Rules]:  # noqa: A001 - operation id
    """The store's price rules in their order. The narrowest that fits prices a variant: product,
    category, supplier, all; of two of one scope, the first."""
    return ok(await service.listed(context.session, context.store))


@routes.post("", status_code=201, responses=errors(TooManyPriceRules))
async def create(context: StoreAdmin, body: PriceRuleIn) -> Reply[PriceRuleOut]:
    """Add a rule. Prices follow when it is applied, and when a cost changes."""
    row = await service.create(context.session, context.store, body, actor=context.actor)
    return ok(await _shown(context, row))


@routes.post("/preview", responses=errors(PriceRuleNotFound))
async def preview(context: StoreStaff, page: PageDep, body: PricePreviewIn) -> ListReply[PricedOut]:
    """What the rules, with this one among them, would make of each variant that has a supplier.
    Nothing is written."""
    rows, total = await service.preview(
        context.session, context.store, body, offset=page.offset, limit=page.per_page
    )
    return page_of(rows, page.info(total))


@routes.post("/preview-sum", responses=errors(PriceRuleNotFound))
async def preview_sum(context: StoreStaff, body: PricePreviewIn) -> Reply[PricePreviewSumOut]:
    """How many prices the rules, with this one among them, would raise, lower, leave or not make.
    Nothing is written."""
    return ok(await service.preview_sum(context.session, context.store, body))


@routes.post("/apply", status_code=202, responses=errors(TooManyBulkEdits))
async def apply(context: StoreAdmin, body: ApplyIn) -> Reply[AppliedOut]:
    """Price the whole catalogue by the rules, as a bulk edit: poll it for its progress, undo it for
    30 days. Changes of 20 % or more wait for a person unless told otherwise."""
    job_id = await service.begin(
        context.kernel,
        context.session,
        context.store,
        include_large=body.include_large,
        actor=context.actor,
    )
    return ok(AppliedOut(bulk_edit_id=job_id))


@routes.post("/locks")
async def lock(context: StoreStaff, body: LocksIn) -> Reply[LocksOut]:
    """Keep rules off some variants' prices, or let them at them again."""
    changed = await service.lock(context.session, context.store, body, actor=context.actor)
    return ok(LocksOut(changed=changed))


@routes.get("/{rule_id}", responses=errors(PriceRuleNotFound))
async def get(context: StoreViewer, rule_id: UUID) -> Reply[PriceRuleOut]:
    """One rule."""
    return ok(await _shown(context, await service.get(context.session, context.store, rule_id)))


@routes.put("/{rule_id}", responses=errors(PriceRuleNotFound))
async def replace(context: StoreAdmin, rule_id: UUID, body: PriceRuleIn) -> Reply[PriceRuleOut]:
    """Change a rule."""
    row = await service.replace(context.session, context.store, rule_id, body, actor=context.actor)
    return ok(await _shown(context, row))


@routes.delete("/{rule_id}", responses=errors(PriceRuleNotFound))
async def delete(context: StoreAdmin, rule_id: UUID) -> Reply[dict[str, Any]]:
    """Take a rule off. Prices stay as they are."""
    await service.delete(context.session, context.store, rule_id, actor=context.actor)
    return ok({})


async def _shown(context: StoreContext, row: PriceRule) -> PriceRuleOut:
    [shown] = await service.to_out(context.session, context.store, [row])
    return shown


@changes.get("")
async def list_changes(
    context: StoreViewer, page: PageDep, status: ProposalStatus = ProposalStatus.OPEN
) -> ListReply[ChangeOut]:
    """Price changes that wait for a person, or what became of them; the newest first."""
    rows, total = await service.changes(
        context.session, context.store, status, offset=page.offset, limit=page.per_page
    )
    return page_of(rows, page.info(total))


@changes.post("/accept")
async def accept(context: StoreStaff, body: DecideIn) -> Reply[DecidedOut]:
    """Write the prices of changes that wait. One whose price is another by now is overtaken, and
    nothing is written of it."""
    return ok(
        await service.accept(
            context.kernel, context.session, context.store, body.ids, actor=context.actor
        )
    )


@changes.post("/dismiss")
async def dismiss(context: StoreStaff, body: DecideIn) -> Reply[DecidedOut]:
    """Leave the prices as they are."""
    return ok(await service.dismiss(context.session, context.store, body.ids, actor=context.actor))
