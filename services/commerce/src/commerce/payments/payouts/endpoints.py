"""HTTP of a store's payments: whether it can take money, and the list of attempts."""

from typing import Annotated, Literal

from fastapi import Query

from commerce.payments.payouts import service
from commerce.payments.payouts.errors import NothingToConnect, PayoutAccountNotFound
from commerce.payments.payouts.schemas import PaymentSettingsOut
from commerce.payments.schemas import PaymentRow, payment_out
from commerce.reads.payment_table import list_payments
from commerce.stores.contexts import StoreAdmin, StoreContext, StoreViewer
from ecomm_core import clock
from ecomm_core.accounts.service import Role
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of

routes = router("payments", "/stores/{store_id}/payments")

State = Literal["open", "succeeded", "failed", "refunded", "disputed"]


@routes.get("")
async def list(  # noqa: A001 - operation id
    context: StoreViewer,
    page: PageDep,
    state: Annotated[State | None, Query()] = None,
    test: Annotated[bool | None, Query()] = None,
    search: Annotated[Text | None, Query(max_length=200)] = None,
) -> ListReply[PaymentRow]:
    """Every attempt to pay, the newest first: also those that failed or were given up. `search`
    finds an e-mail address, an order number or the provider's reference."""
    rows, total = await list_payments(
        context.session,
        context.store_id,
        state=state,
        test=test,
        search=search,
        limit=page.per_page,
        offset=page.offset,
    )
    return page_of([payment_out(row) for row in rows], page.info(total))


async def _settings(context: StoreContext) -> PaymentSettingsOut:
    admin = context.allows(Role.ADMIN)
    return await service.settings(
        context.kernel, context.session, context.store, admin=admin, now=clock.now()
    )


@routes.get("/settings")
async def settings(context: StoreViewer) -> Reply[PaymentSettingsOut]:
    """Whether the shop can take money, and what is missing until it can."""
    return ok(await _settings(context))


@routes.post("/onboarding", status_code=202, responses=errors(NothingToConnect))
async def onboard(context: StoreAdmin) -> Reply[PaymentSettingsOut]:
    """Begin or go on to connect a payout account. Poll the settings: `account.link` is the
    provider's page."""
    await service.start(
        context.kernel, context.session, context.store, actor=context.actor, now=clock.now()
    )
    return ok(await _settings(context))


@routes.post("/account/check", status_code=202, responses=errors(PayoutAccountNotFound))
async def check(context: StoreAdmin) -> Reply[PaymentSettingsOut]:
    """Read the payout account from the provider again. Poll the settings for the result."""
    await service.check(context.kernel, context.session, context.store)
    return ok(await _settings(context))
