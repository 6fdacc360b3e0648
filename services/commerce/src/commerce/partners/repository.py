"""SQL of partners: codes, who was brought by whom, affiliates and their visits. Commissions and
payouts: `books`."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.ids import new_id

_MAKE_CODE: Final = text(
    """insert into partner_codes (tenant_id, id, code, kind, created_at)
       values (:tenant, :id, :code, :kind, :now)
       on conflict do nothing returning code"""
)
_PEOPLE: Final = text(
    """select u.id, u.email from memberships m join users u on u.id = m.user_id
        where m.tenant_id = :tenant"""
)
_TAKE: Final = text(
    """insert into introductions_taken (tenant_id, id, partner_id, kind, partner_name, stage,
              credit, currency, taken_at)
       values (:tenant, :id, :partner, :kind, :name, 'joined', :credit, :currency, :now)
       on conflict (tenant_id) do nothing returning id"""
)
_INTRODUCE: Final = text(
    """insert into introductions (tenant_id, id, kind, business_id, name, stage, credit, currency,
              joined_at)
       values (:tenant, :id, :kind, :business, :name, 'joined', :credit, :currency, :now)"""
)
_MOVE: Final = text(
    """update introductions set stage = :stage, reason = :reason,
              first_paid_at = coalesce(first_paid_at, :paid_at),
              provider = coalesce(provider, :provider),
              invoice_ref = coalesce(invoice_ref, :invoice_ref),
              settle_at = coalesce(settle_at, :settle_at)
        where tenant_id = :tenant and id = :id"""
)
_INVOICES: Final = text(
    """select provider, provider_ref, subscription_ref, total, tax, paid, refunded, currency,
              paid_at, read_at
         from subscription_invoices
        where tenant_id = :tenant and status = 'paid' and paid > 0 and paid_at is not null
        order by paid_at, created_at, id"""
)
_VISIT: Final = text(
    """insert into affiliate_days as d (tenant_id, id, day, visits) values (:tenant, :id, :day, 1)
       on conflict (tenant_id, day) do update set visits = d.visits + 1"""
)
_JOIN: Final = text(
    """insert into affiliates (tenant_id, id, terms_version, joined_at, joined_by, payee_name,
              payee_account, payee_hint)
       values (:tenant, :id, :version, :now, :actor, :name, :account, :hint)
       on conflict (tenant_id) do nothing returning id"""
)
_PAYEE: Final = text(
    """update affiliates set payee_name = :name, payee_account = :account, payee_hint = :hint
        where tenant_id = :tenant"""
)


async def codes(session: AsyncSession, tenant_id: UUID) -> dict[str, str]:
    """kind -> code of a business."""
    rows = await session.execute(
        text("select kind, code from partner_codes where tenant_id = :tenant"),
        {"tenant": tenant_id},
    )
    return {row.kind: row.code for row in rows}


async def make_code(
    session: AsyncSession, tenant_id: UUID, kind: str, code: str, now: datetime
) -> bool:
    """Write a code; False where the business has one of this kind, or somebody has this one."""
    values = {"tenant": tenant_id, "id": new_id(), "code": code, "kind": kind, "now": now}
    return (await session.execute(_MAKE_CODE, values)).first() is not None


async def people(session: AsyncSession, tenant_id: UUID) -> dict[UUID, str]:
    """Who works for a business: user -> e-mail. In its own scope."""
    rows = await session.execute(_PEOPLE, {"tenant": tenant_id})
    return {row.id: row.email for row in rows}


async def card_of(session: AsyncSession, tenant_id: UUID) -> str | None:
    """The provider's name of the card a business pays with, where it is known."""
    found: str | None = await session.scalar(
        text("select card_fingerprint from subscriptions where tenant_id = :tenant"),
        {"tenant": tenant_id},
    )
    return found


async def begun_at(session: AsyncSession, tenant_id: UUID) -> datetime:
    """When a business registered."""
    found = await session.execute(
        text("select created_at from tenants where id = :tenant"), {"tenant": tenant_id}
    )
    begun: datetime = found.one().created_at
    return begun


async def invoices(session: AsyncSession, tenant_id: UUID) -> Sequence[Row[Any]]:
    """A business's bills that money came in for, oldest first. In its own scope."""
    return (await session.execute(_INVOICES, {"tenant": tenant_id})).all()


async def taken(session: AsyncSession, tenant_id: UUID, *, lock: bool = False) -> Row[Any] | None:
    """By whom a business was brought."""
    query = """select id, partner_id, kind, partner_name, stage, credit, currency, taken_at
                 from introductions_taken where tenant_id = :tenant"""
    found = await session.execute(
        text(query + (" for update" if lock else "")), {"tenant": tenant_id}
    )
    return found.first()


async def take(session: AsyncSession, values: Mapping[str, Any]) -> bool:
    """Write by whom a business was brought; False where it was brought before."""
    return (await session.execute(_TAKE, dict(values))).first() is not None


async def introduce(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Write whom a partner brought."""
    await session.execute(_INTRODUCE, dict(values))


async def lock_pair(session: AsyncSession, one: UUID, other: UUID) -> None:
    """Until this transaction ends nobody else decides about these two: neither brings the other
    while that one brings them."""
    pair = "partners:" + ":".join(sorted((str(one), str(other))))
    await session.execute(
        text("select pg_advisory_xact_lock(hashtextextended(:pair, 0))"), {"pair": pair}
    )


async def introduction(session: AsyncSession, tenant_id: UUID, row_id: UUID) -> Row[Any] | None:
    """An introduction of a partner's, locked."""
    found = await session.execute(
        text(
            """select id, kind, business_id, stage, credit, currency, provider, invoice_ref,
                      settle_at
                 from introductions where tenant_id = :tenant and id = :id for update"""
        ),
        {"tenant": tenant_id, "id": row_id},
    )
    return found.first()


async def brought(session: AsyncSession, tenant_id: UUID, business_id: UUID) -> bool:
    """Whether a business brought this one."""
    found = await session.scalar(
        text(
            """select exists (select 1 from introductions
                where tenant_id = :tenant and business_id = :business)"""
        ),
        {"tenant": tenant_id, "business": business_id},
    )
    return bool(found)


async def move(
    session: AsyncSession,
    tenant_id: UUID,
    row_id: UUID,
    stage: str,
    *,
    reason: str | None = None,
    paid_at: datetime | None = None,
    provider: str | None = None,
    invoice_ref: str | None = None,
    settle_at: datetime | None = None,
) -> None:
    """Another stage of an introduction; what is known of it stays."""
    await session.execute(
        _MOVE,
        {
            "tenant": tenant_id,
            "id": row_id,
            "stage": stage,
            "reason": reason,
            "paid_at": paid_at,
            "provider": provider,
            "invoice_ref": invoice_ref,
            "settle_at": settle_at,
        },
    )


async def note(
    session: AsyncSession, tenant_id: UUID, stage: str, look_at: datetime | None
) -> None:
    """The same on the brought business's side, and when the clock looks at it next."""
    await session.execute(
        text(
            """update introductions_taken set stage = :stage, look_at = :look_at
                where tenant_id = :tenant"""
        ),
        {"tenant": tenant_id, "stage": stage, "look_at": look_at},
    )


async def introductions(
    session: AsyncSession, kind: str | None, *, offset: int, limit: int
) -> tuple[Sequence[Row[Any]], int]:
    """A page of whom the business brought, the newest first, and how many there are."""
    of = {"kind": kind}
    rows = await session.execute(
        text(
            """select id, kind, name, stage, reason, credit, currency, joined_at, first_paid_at,
                      settle_at
                 from introductions where (cast(:kind as text) is null or kind = :kind)
                order by joined_at desc, id desc offset :offset limit :limit"""
        ),
        {**of, "offset": offset, "limit": limit},
    )
    total = await session.scalar(
        text(
            """select count(*) from introductions
                where (cast(:kind as text) is null or kind = :kind)"""
        ),
        of,
    )
    return rows.all(), int(total or 0)


async def stages(session: AsyncSession) -> dict[tuple[str, str], int]:
    """(kind, stage) -> how many the business brought."""
    rows = await session.execute(
        text("select kind, stage, count(*) as n from introductions group by kind, stage")
    )
    return {(row.kind, row.stage): row.n for row in rows}


async def affiliate(
    session: AsyncSession, tenant_id: UUID, *, lock: bool = False
) -> Row[Any] | None:
    """The business as an affiliate."""
    query = """select id, terms_version, joined_at, payee_name, payee_account, payee_hint
                 from affiliates where tenant_id = :tenant"""
    found = await session.execute(
        text(query + (" for update" if lock else "")), {"tenant": tenant_id}
    )
    return found.first()


async def join(session: AsyncSession, values: Mapping[str, Any]) -> bool:
    """Write an affiliate; False where the business is one."""
    return (await session.execute(_JOIN, {"id": new_id(), **values})).first() is not None


async def set_payee(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Somewhere else to be paid."""
    await session.execute(_PAYEE, dict(values))


async def count_visit(session: AsyncSession, tenant_id: UUID, day: date) -> None:
    """One more on this day."""
    await session.execute(_VISIT, {"tenant": tenant_id, "id": new_id(), "day": day})


async def visits(session: AsyncSession, since: date) -> tuple[int, int]:
    """(visits of all days, of those since)."""
    row = (
        await session.execute(
            text(
                """select coalesce(sum(visits), 0)::bigint as all_of,
                          coalesce(sum(visits) filter (where day >= :since), 0)::bigint as late
                     from affiliate_days"""
            ),
            {"since": since},
        )
    ).one()
    return int(row.all_of), int(row.late)


async def brought_by(session: AsyncSession, partner_id: UUID) -> Sequence[UUID]:
    """Businesses that a partner brought."""
    found = await session.scalars(
        text(
            "select business_id from introductions where tenant_id = :tenant order by business_id"
        ),
        {"tenant": partner_id},
    )
    return [UUID(str(one)) for one in found.all()]


async def rename_introduction(session: AsyncSession, row_id: UUID, name: str) -> None:
    """What a partner is told of who came."""
    await session.execute(
        text("update introductions set name = :name where id = :id"), {"name": name, "id": row_id}
    )


async def rename_partner(session: AsyncSession, business_id: UUID, name: str) -> None:
    """What a business is told of who brought it."""
    await session.execute(
        text("update introductions_taken set partner_name = :name where tenant_id = :tenant"),
        {"name": name, "tenant": business_id},
    )
