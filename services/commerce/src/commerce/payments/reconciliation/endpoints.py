"""HTTP of reconciliation."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query

from commerce.payments.reconciliation import repository, service
from commerce.payments.reconciliation.errors import CheckRunning, MismatchNotFound
from commerce.payments.reconciliation.models import MismatchKind
from commerce.payments.reconciliation.schemas import MismatchOut, ResolveIn, RunOut
from commerce.reads.order_numbers import order_numbers
from commerce.stores.contexts import StoreAdmin, StoreContext, StoreStaff, StoreViewer
from ecomm_core import clock
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Money, Reply, ok, page_of

routes = router("reconciliation", "/stores/{store_id}/reconciliation")


@routes.get("/runs")
async def runs(context: StoreViewer, page: PageDep) -> ListReply[RunOut]:
    """How your ledger was compared with the payment providers, newest first. Once a day, wherever
    money moved."""
    rows = await repository.runs(
        context.session, context.store_id, limit=page.per_page, offset=page.offset
    )
    total = int(rows[0].total) if rows else 0
    return page_of([_run(row) for row in rows], page.info(total))


@routes.post("/runs", status_code=202, responses=errors(CheckRunning))
async def check(context: StoreStaff) -> Reply[RunOut]:
    """Compare the last two days now. Poll the runs for the result."""
    await service.ask(
        context.kernel,
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        now=clock.now(),
    )
    rows = await repository.runs(context.session, context.store_id, limit=1, offset=0)
    return ok(_run(rows[0]))


@routes.get("/mismatches")
async def mismatches(
    context: StoreViewer,
    page: PageDep,
    status: Annotated[Literal["open", "resolved"] | None, Query()] = None,
    kind: Annotated[MismatchKind | None, Query()] = None,
) -> ListReply[MismatchOut]:
    """What did not match, newest first. Nothing is expected here."""
    rows = await repository.mismatches(
        context.session,
        context.store_id,
        is_open=None if status is None else status == "open",
        kind=kind,
        limit=page.per_page,
        offset=page.offset,
    )
    total = int(rows[0].total) if rows else 0
    return page_of(await _out(context, rows), page.info(total))


@routes.post("/mismatches/{mismatch_id}/resolve", responses=errors(MismatchNotFound))
async def resolve(context: StoreAdmin, mismatch_id: UUID, body: ResolveIn) -> Reply[MismatchOut]:
    """Say how a mismatch was put right. Found again with other figures, it is open again."""
    rows = await service.resolve(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        mismatch_id=mismatch_id,
        body=body,
        actor=context.actor,
        now=clock.now(),
    )
    return ok((await _out(context, rows))[0])


def _run(row: Any) -> RunOut:
    return RunOut(**{name: getattr(row, name) for name in RunOut.model_fields})


async def _out(context: StoreContext, rows: Any) -> list[MismatchOut]:
    numbers = await order_numbers(context.session, [row.order_id for row in rows if row.order_id])
    money = ("expected", "found")
    kept = [name for name in MismatchOut.model_fields if name not in (*money, "order_number")]
    return [
        MismatchOut(
            **{name: getattr(row, name) for name in kept},
            order_number=numbers.get(row.order_id),
            expected=Money(amount=row.expected, currency=row.currency),
            found=Money(amount=row.found, currency=row.currency),
        )
        for row in rows
    ]
