"""SQL of billing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_connectors.subscriptions.port import InvoiceState, SubscriptionEvent
from ecomm_core import clock
from ecomm_core.ids import new_id

_COLUMNS = """id, tenant_id, state, state_since, plan, interval, add_ons, provider, provider_ref,
  customer_ref, period_start, period_end, cancel_at_end, card, card_fingerprint, test, checked_at,
  due_at, version, page_provider, page_ref, page_mark"""

_FIND = f"select {_COLUMNS} from subscriptions where tenant_id = :tenant"  # noqa: S608 - constants

_BEGIN = text(
    """insert into subscriptions (tenant_id, id, state, state_since, plan, period_end, due_at)
       values (:tenant, :id, :state, :now, :plan, :period_end, :due_at)
       on conflict (tenant_id) do nothing"""
)

_KEEP = text(
    """update subscriptions set state = :state, state_since = :state_since, plan = :plan,
              interval = :interval, add_ons = :add_ons, provider = :provider,
              provider_ref = :provider_ref, customer_ref = :customer_ref,
              period_start = :period_start, period_end = :period_end,
              cancel_at_end = :cancel_at_end, card = :card,
              card_fingerprint = :card_fingerprint, test = :test,
              checked_at = :checked_at, due_at = :due_at, version = version + 1,
              updated_at = :now
        where id = :id"""
).bindparams(bindparam("add_ons", type_=JSONB()))

_MOVE = text(
    """update subscriptions set state = :state, state_since = :now, due_at = :due_at,
              version = version + 1, updated_at = :now where id = :id"""
)

_ENTITLE = text(
    """update tenants set plan = :plan, entitlements = :entitlements,
              read_only_since = case when :read_only then coalesce(read_only_since, :now) end
        where id = :tenant"""
).bindparams(bindparam("entitlements", type_=JSONB()))

_INVOICE = text(
    """insert into subscription_invoices (tenant_id, id, provider, provider_ref, number, status,
              total, currency, created_at, period_start, period_end, paid_at, url,
              subscription_ref, tax, paid, refunded, read_at)
       values (:tenant, :id, :provider, :ref, :number, :status, :total, :currency, :created_at,
               :period_start, :period_end, :paid_at, :url, :subscription_ref, :tax, :paid,
               :refunded, :read_at)
       on conflict (tenant_id, provider, provider_ref) do update set
              number = excluded.number, status = excluded.status, total = excluded.total,
              paid_at = excluded.paid_at, url = excluded.url,
              subscription_ref = excluded.subscription_ref, tax = excluded.tax,
              paid = excluded.paid, refunded = excluded.refunded, read_at = excluded.read_at
        where subscription_invoices.read_at is null
           or subscription_invoices.read_at <= excluded.read_at"""
)

_MONEY = text(
    """select provider_ref, status, paid, refunded from subscription_invoices
        where tenant_id = :tenant and provider = :provider"""
)

_COUPON = text(
    """select code, percent, amount, months from billing_coupons
        where code = :code and (redeem_by is null or redeem_by > :now)"""
)


async def find(session: AsyncSession, tenant_id: UUID, *, lock: bool = False) -> Row[Any] | None:
    """The tenant's subscription, if it has one."""
    found = await session.execute(
        text(_FIND + (" for update" if lock else "")), {"tenant": tenant_id}
    )
    return found.first()


async def begin(
    session: AsyncSession,
    tenant_id: UUID,
    *,
    state: str,
    plan: str,
    period_end: datetime | None,
    due_at: datetime | None,
    now: datetime,
) -> None:
    """Write the tenant's subscription, unless it has one."""
    await session.execute(
        _BEGIN,
        {
            "tenant": tenant_id,
            "id": new_id(),
            "state": state,
            "plan": plan,
            "period_end": period_end,
            "due_at": due_at,
            "now": now,
        },
    )


async def keep(session: AsyncSession, row_id: UUID, values: Mapping[str, Any]) -> None:
    """Write down what the provider said."""
    await session.execute(_KEEP, {"id": row_id, **values})


async def move(
    session: AsyncSession, row_id: UUID, *, state: str, due_at: datetime | None, now: datetime
) -> None:
    """Into another state, by time alone."""
    await session.execute(_MOVE, {"id": row_id, "state": state, "due_at": due_at, "now": now})


async def look_at(session: AsyncSession, row_id: UUID, due_at: datetime | None) -> None:
    """When the clock looks at it next."""
    await session.execute(
        text("update subscriptions set due_at = :due where id = :id"),
        {"due": due_at, "id": row_id},
    )


async def entitle(
    session: AsyncSession,
    tenant_id: UUID,
    *,
    plan: str,
    entitlements: Mapping[str, Any],
    read_only: bool,
    now: datetime,
) -> None:
    """What the tenant may do from now on."""
    await session.execute(
        _ENTITLE,
        {
            "tenant": tenant_id,
            "plan": plan,
            "entitlements": dict(entitlements),
            "read_only": read_only,
            "now": now,
        },
    )


async def tenant(session: AsyncSession, tenant_id: UUID) -> Row[Any] | None:
    """The tenant itself, seen in its own scope."""
    found = await session.execute(
        text(
            """select id, name, plan, trial_ends_at, entitlements, read_only_since
                 from tenants where id = :id"""
        ),
        {"id": tenant_id},
    )
    return found.first()


async def uses(session: AsyncSession) -> dict[str, int]:
    """What is in use, by name; of the fullest store where a limit is a store's."""
    rows = await session.execute(text("select name, max(used) as used from usage group by name"))
    return {row.name: row.used for row in rows}


async def save_invoices(
    session: AsyncSession,
    tenant_id: UUID,
    provider: str,
    found: Sequence[InvoiceState],
    read_at: datetime,
) -> bool:
    """Write invoices as they were at `read_at`, unless something read later is there; whether
    money has come or gone since."""
    if not found:
        return False
    of = {"tenant": tenant_id, "provider": provider}
    before = set((await session.execute(_MONEY, of)).all())
    await session.execute(
        _INVOICE,
        [
            {
                "tenant": tenant_id,
                "id": new_id(),
                "provider": provider,
                "ref": one.ref,
                "number": one.number,
                "status": one.status.value,
                "total": one.total,
                "currency": one.currency,
                "created_at": one.created_at,
                "period_start": one.period_start,
                "period_end": one.period_end,
                "paid_at": one.paid_at,
                "url": one.url,
                "subscription_ref": one.subscription_ref,
                "tax": one.tax,
                "paid": one.paid,
                "refunded": one.refunded,
                "read_at": read_at,
            }
            for one in found
        ],
    )
    return set((await session.execute(_MONEY, of)).all()) != before


async def invoices(
    session: AsyncSession, *, offset: int, limit: int
) -> tuple[Sequence[Row[Any]], int]:
    """A page of bills, the newest first, and how many there are."""
    rows = await session.execute(
        text(
            """select id, number, status, total, currency, created_at, period_start, period_end,
                      paid_at, url
                 from subscription_invoices order by created_at desc, id desc
                offset :offset limit :limit"""
        ),
        {"offset": offset, "limit": limit},
    )
    total = await session.scalar(text("select count(*) from subscription_invoices"))
    return rows.all(), int(total or 0)


async def receive(
    session: AsyncSession, tenant_id: UUID, event: SubscriptionEvent, now: datetime
) -> bool:
    """Keep an event; False when it was here before."""
    made = await session.execute(
        text(
            """insert into subscription_events (tenant_id, id, provider, event_id, type,
                      provider_ref, received_at)
               values (:tenant, :id, :provider, :event, :type, :ref, :now)
               on conflict (tenant_id, provider, event_id) do nothing returning id"""
        ),
        {
            "tenant": tenant_id,
            "id": new_id(),
            "provider": event.provider,
            "event": event.event_id,
            "type": event.type,
            "ref": event.ref,
            "now": now,
        },
    )
    return made.first() is not None


async def coupon(session: AsyncSession, code: str, now: datetime) -> Row[Any] | None:
    """A coupon that is not over."""
    return (await session.execute(_COUPON, {"code": code, "now": now})).first()


async def redeem(session: AsyncSession, tenant_id: UUID, code: str, now: datetime) -> bool:
    """Count the tenant among those who use a coupon, once; False where it is used up."""
    made = await session.execute(
        text(
            """insert into coupon_redemptions (tenant_id, id, code, redeemed_at)
               values (:tenant, :id, :code, :now)
               on conflict (tenant_id, code) do nothing returning id"""
        ),
        {"tenant": tenant_id, "id": new_id(), "code": code, "now": now},
    )
    if made.first() is None:
        return True
    counted = await session.execute(
        text(
            """update billing_coupons set redeemed = redeemed + 1
                where code = :code and (most is null or redeemed < most) returning code"""
        ),
        {"code": code},
    )
    return counted.first() is not None


async def make_coupon(session: AsyncSession, values: Mapping[str, Any]) -> bool:
    """Write a coupon; False when its code is taken."""
    made = await session.execute(
        text(
            """insert into billing_coupons (code, percent, amount, months, redeem_by, most,
                      created_at)
               values (:code, :percent, :amount, :months, :redeem_by, :most, :now)
               on conflict (code) do nothing returning code"""
        ),
        dict(values),
    )
    return made.first() is not None


async def give(
    session: AsyncSession, tenant_id: UUID, *, plan: str, trial_ends_at: datetime | None
) -> None:
    """Put the tenant on a plan that nobody pays for."""
    await session.execute(
        text(
            """update tenants set plan = :plan, trial_ends_at = :until, entitlements = '{}',
                      read_only_since = null where id = :id"""
        ),
        {"plan": plan, "until": trial_ends_at, "id": tenant_id},
    )


async def forget(session: AsyncSession, tenant_id: UUID) -> None:
    """Delete the tenant's subscription; its bills stay."""
    await session.execute(
        text("delete from subscriptions where tenant_id = :tenant"), {"tenant": tenant_id}
    )


async def new_version(session: AsyncSession, row_id: UUID) -> int:
    """Let what is asked of the provider from now on have other keys; the new number."""
    found = await session.execute(
        text("update subscriptions set version = version + 1 where id = :id returning version"),
        {"id": row_id},
    )
    return int(found.scalar_one())


async def open_page(
    session: AsyncSession, row_id: UUID, *, provider: str, ref: str, mark: str
) -> None:
    """Write down which checkout page is open."""
    await session.execute(
        text(
            """update subscriptions set page_provider = :provider, page_ref = :ref,
                      page_mark = :mark where id = :id"""
        ),
        {"provider": provider, "ref": ref, "mark": mark, "id": row_id},
    )


async def drop_page(session: AsyncSession, row_id: UUID) -> None:
    """No checkout page is open."""
    await session.execute(
        text(
            """update subscriptions set page_provider = null, page_ref = null, page_mark = null
                where id = :id"""
        ),
        {"id": row_id},
    )


async def once(session: AsyncSession, tenant_id: UUID, provider: str, mark: str, ref: str) -> bool:
    """Whether this is the first time; in the inbox, where events are told apart, too."""
    made = await session.execute(
        text(
            """insert into subscription_events
                 (tenant_id, id, provider, event_id, type, provider_ref, received_at)
               values (:tenant, :id, :provider, :mark, 'ours', :ref, :now)
               on conflict (tenant_id, provider, event_id) do nothing returning id"""
        ),
        {
            "tenant": tenant_id,
            "id": new_id(),
            "provider": provider,
            "mark": mark,
            "ref": ref,
            "now": clock.now(),
        },
    )
    return made.first() is not None
