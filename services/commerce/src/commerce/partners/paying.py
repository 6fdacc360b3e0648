"""What the operator of the platform does for affiliates: sums that are due become payouts, go out
as a file, and are marked as paid, once."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from commerce.partners import books, repository
from commerce.partners.offering import minimum_of
from commerce.partners.service import payee_context
from commerce.partners.states import Entry, Paying
from commerce.reads.owners import owner_of
from ecomm_core import audit, clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.money import minor_digits
from ecomm_core.plan_table import CURRENCY
from ecomm_core.spreadsheet import csv_file

OPERATOR: Final = "operator"
COLUMNS: Final = ("payout", "opened", "name", "account", "amount", "currency", "email")
PAGE: Final = 200


class PayoutUnknown(LookupError):
    """There is no payout with this id."""


class PaidOtherwise(ValueError):
    """The payout was paid before, with another reference."""


@dataclass(frozen=True, slots=True)
class Due:
    """A payout that waits to be paid."""

    id: UUID
    opened_at: datetime
    name: str
    account: str
    amount: int
    currency: str
    email: str


async def open_payouts(kernel: Kernel) -> list[Due]:
    """Every payout that waits, after what has become due was put into one. Asked again, it is the
    same list: an affiliate has one open payout, whose sum does not change."""
    return [due async for due in _open_payouts(kernel)]


async def _open_payouts(kernel: Kernel) -> AsyncIterator[Due]:
    pool = await kernel.database.reads()
    minimum, after = minimum_of(kernel), UUID(int=0)
    while True:
        rows = await pool.fetch(
            "select tenant_id from payable_affiliates($1, $2, $3)", minimum, after, PAGE
        )
        for row in rows:
            after = row["tenant_id"]
            due = await _one(kernel, after, minimum)
            if due is not None:
                yield due
        if len(rows) < PAGE:
            return


async def _one(kernel: Kernel, tenant_id: UUID, minimum: int) -> Due | None:
    """An affiliate's open payout, begun where there is none and enough is due."""
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        affiliate = await repository.affiliate(session, tenant_id, lock=True)
        if affiliate is None:
            return None
        row = await books.open_payout(session, tenant_id)
        if row is None:
            made = await books.begin_payout(
                session, tenant_id, minimum=minimum, currency=CURRENCY, now=clock.now()
            )
            row = await books.open_payout(session, tenant_id)
            if made is None or row is None:
                return None
            await audit.record(
                session,
                tenant_id=tenant_id,
                actor=OPERATOR,
                action="partner.payout_open",
                resource_type="affiliate_payout",
                resource_id=made,
                after={"amount": row.amount, "currency": row.currency},
            )
        owner = await owner_of(session, tenant_id)
        account = kernel.sealer.open(affiliate.payee_account, payee_context(tenant_id)).decode()
        return Due(
            id=row.id,
            opened_at=row.opened_at,
            name=affiliate.payee_name,
            account=account,
            amount=row.amount,
            currency=row.currency,
            email=owner.email if owner is not None else "",
        )


def as_csv(found: list[Due]) -> bytes:
    """The payouts as a file for whoever makes the transfers; amounts as decimal numbers."""
    return csv_file(
        COLUMNS,
        [
            (
                str(due.id),
                due.opened_at.date().isoformat(),
                due.name,
                due.account,
                decimal(due.amount, due.currency),
                due.currency,
                due.email,
            )
            for due in found
        ],
    )


async def mark_paid(kernel: Kernel, payout_id: UUID, reference: str) -> bool:
    """Note that a payout was paid, under the transfer's reference; False where that was noted
    before. Raises PayoutUnknown, PaidOtherwise, ValueError for an empty reference."""
    reference = reference.strip()
    if not 1 <= len(reference) <= 140 or not reference.isprintable():
        raise ValueError("a reference has 1 to 140 signs")
    found = await kernel.database.read("locate_affiliate_payout", payout_id)
    if found is None:
        raise PayoutUnknown(f"there is no payout {payout_id}")
    tenant_id = UUID(str(found))
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        await repository.affiliate(session, tenant_id, lock=True)
        row = await books.payout(session, tenant_id, payout_id)
        if row is None:
            raise PayoutUnknown(f"there is no payout {payout_id}")
        if row.state == Paying.PAID:
            if row.reference != reference:
                raise PaidOtherwise(f"this payout was paid with the reference {row.reference}")
            return False
        now = clock.now()
        await books.pay(session, tenant_id, payout_id, reference, now)
        await books.write(
            session,
            tenant_id,
            key=f"paid:{payout_id}",
            kind=Entry.PAID,
            payable=-row.amount,
            currency=row.currency,
            payout_id=payout_id,
            now=now,
        )
        await audit.record(
            session,
            tenant_id=tenant_id,
            actor=OPERATOR,
            action="partner.payout_paid",
            resource_type="affiliate_payout",
            resource_id=payout_id,
            after={"amount": row.amount, "currency": row.currency, "reference": reference},
        )
    return True


def decimal(amount: int, currency: str) -> str:
    """Minor units as a decimal number.

    >>> decimal(12345, "USD")
    '123.45'
    """
    digits = minor_digits(currency)
    if not digits:
        return str(amount)
    return f"{amount // 10**digits}.{amount % 10**digits:0{digits}}"
