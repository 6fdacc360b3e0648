"""What follows from what a brought business paid: credit for both sides, commission for an
affiliate, and all of it back when the money goes back.

Nothing here is told what happened: the business's bills are read as they are, and what they amount
to is compared with what was given. So it does not matter how often, how late or in which order
somebody says that something changed; each movement has a key of its own besides.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.billing import crediting, inbox
from commerce.partners import books, repository, terms
from commerce.partners.offering import window_of
from commerce.partners.states import COMMISSION, INTRODUCTION, Earned, Entry, Kind, Stage
from ecomm_core import clock
from ecomm_core.db.crossing import in_tenant
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.plan_table import CURRENCY

log = get_logger(__name__)

OVER: Final = frozenset({Stage.SETTLED, Stage.CLAWED_BACK, Stage.REFUSED})


@dataclass(slots=True)
class Outcome:
    """What one look came to: where the introduction stands, what the business itself is given
    (key, amount, words), and the bills that are not settled yet with when each is."""

    stage: Stage
    gives: list[tuple[str, int, str]] = field(default_factory=list)
    open: list[tuple[Row[Any], datetime]] = field(default_factory=list)


async def follow(
    kernel: Kernel, session: AsyncSession, business_id: UUID, *, ask: bool = False
) -> None:
    """Bring everything in line with the business's bills. The session is in its scope.

    ask: let whoever collects be asked anew about bills that are not settled yet.
    """
    taken = await repository.taken(session, business_id, lock=True)
    if taken is None or Stage(taken.stage) in OVER:
        return
    bills = [
        bill
        for bill in await repository.invoices(session, business_id)
        if _counts(bill, business_id)
    ]
    now, window = clock.now(), window_of(kernel)
    card = await repository.card_of(session, business_id)
    async with in_tenant(session, taken.partner_id, back_to=business_id):
        own_card = card is not None and card == await repository.card_of(session, taken.partner_id)
        if taken.kind == Kind.REFERRAL:
            found = await _referral(kernel, session, taken, bills, now, window, own_card=own_card)
        else:
            found = await _affiliate(session, taken, bills, now, window, own_card=own_card)
    for key, amount, words in found.gives:
        await crediting.give(
            kernel, session, business_id, key=key, amount=amount, currency=CURRENCY, words=words
        )
    await repository.note(session, business_id, found.stage, _next_look(found, now))
    if ask:
        wanted = {(bill.provider, bill.subscription_ref) for bill, _ in found.open}
        for provider, ref in sorted(pair for pair in wanted if pair[1] is not None):
            await inbox.ask(kernel, session, business_id, provider, ref)


async def _referral(
    kernel: Kernel,
    session: AsyncSession,
    taken: Row[Any],
    bills: Sequence[Row[Any]],
    now: datetime,
    window: timedelta,
    *,
    own_card: bool,
) -> Outcome:
    """Credit for both once the first bill is paid; back when it is refunded before the window is
    over. In the partner's scope."""
    partner = taken.partner_id
    row = await repository.introduction(session, partner, taken.id)
    if row is None:
        raise LookupError(f"no introduction {taken.id}")
    stage = Stage(row.stage)
    if stage is Stage.JOINED:
        first = next((bill for bill in bills if not bill.refunded), None)
        if first is None:
            return Outcome(stage)
        if own_card:
            return await _refuse(session, partner, row)
        return await _credit(kernel, session, partner, row, first, first.paid_at + window)
    return await _wait_for_window(kernel, session, partner, row, bills, now)


async def _wait_for_window(
    kernel: Kernel,
    session: AsyncSession,
    partner: UUID,
    row: Row[Any],
    bills: Sequence[Row[Any]],
    now: datetime,
) -> Outcome:
    """Both have their credit: a refund takes it back until the window is over."""
    stage = Stage(row.stage)
    bill = next(
        (b for b in bills if (b.provider, b.provider_ref) == (row.provider, row.invoice_ref)), None
    )
    if bill is None:
        log.error("partner_bill_gone", introduction=str(row.id))
        return Outcome(stage)
    if bill.refunded:
        INTRODUCTION.check(stage, Stage.CLAWED_BACK)
        await repository.move(session, partner, row.id, Stage.CLAWED_BACK)
        words, back = "Credit taken back: the payment was refunded", f"referral:{row.id}:back"
        await _give(kernel, session, partner, back, -row.credit, words)
        return Outcome(Stage.CLAWED_BACK, [(back, -row.credit, words)] if row.credit else [])
    if _settled(bill, row.settle_at, now):
        INTRODUCTION.check(stage, Stage.SETTLED)
        await repository.move(session, partner, row.id, Stage.SETTLED)
        return Outcome(Stage.SETTLED)
    return Outcome(stage, open=[(bill, row.settle_at)])


async def _credit(
    kernel: Kernel,
    session: AsyncSession,
    partner: UUID,
    row: Row[Any],
    first: Row[Any],
    settle_at: datetime,
) -> Outcome:
    """The first bill was paid: both sides get what they were promised."""
    INTRODUCTION.check(Stage(row.stage), Stage.CREDITED)
    await repository.move(
        session,
        partner,
        row.id,
        Stage.CREDITED,
        paid_at=first.paid_at,
        provider=first.provider,
        invoice_ref=first.provider_ref,
        settle_at=settle_at,
    )
    key = f"referral:{row.id}"
    await _give(kernel, session, partner, key, row.credit, "Credit for an invitation")
    welcome = [(key, row.credit, "Welcome credit")] if row.credit else []
    return Outcome(Stage.CREDITED, welcome, [(first, settle_at)])


async def _affiliate(
    session: AsyncSession,
    taken: Row[Any],
    bills: Sequence[Row[Any]],
    now: datetime,
    window: timedelta,
    *,
    own_card: bool,
) -> Outcome:
    """Commission of every bill: earned, lowered by what is refunded, approved after the window. In
    the affiliate's scope."""
    partner = taken.partner_id
    # The rate goes by how many businesses pay: two that pay at once are counted one by one.
    await repository.affiliate(session, partner, lock=True)
    row = await repository.introduction(session, partner, taken.id)
    if row is None:
        raise LookupError(f"no introduction {taken.id}")
    found = Outcome(Stage(row.stage))
    if found.stage is Stage.JOINED and bills and own_card:
        return await _refuse(session, partner, row)
    known = await books.commissions_of(session, partner, row.id)
    for bill in bills:
        commission = known.get((bill.provider, bill.provider_ref))
        if commission is None:
            if await _earn(session, partner, row.id, bill, now, window):
                found.open.append((bill, bill.paid_at + window))
                if found.stage is Stage.JOINED:
                    INTRODUCTION.check(found.stage, Stage.PAYING)
                    found.stage = Stage.PAYING
                    await repository.move(
                        session, partner, row.id, Stage.PAYING, paid_at=bill.paid_at
                    )
        elif Earned(commission.state) is Earned.EARNED and await _waits(
            session, partner, commission, bill, now
        ):
            found.open.append((bill, commission.settle_at))
    return found


async def _earn(
    session: AsyncSession,
    partner: UUID,
    introduction_id: UUID,
    bill: Row[Any],
    now: datetime,
    window: timedelta,
) -> bool:
    """Book the commission of a bill; False where it comes to nothing."""
    ppm = terms.rate_ppm(1 + await books.paying_others(session, partner, introduction_id))
    amount = _due(bill, ppm)
    if amount <= 0:
        return False
    made = await books.earn(
        session,
        {
            "tenant": partner,
            "introduction": introduction_id,
            "provider": bill.provider,
            "invoice_ref": bill.provider_ref,
            "net": terms.net(
                paid=bill.paid, refunded=bill.refunded, total=bill.total, tax=bill.tax
            ),
            "rate_ppm": ppm,
            "amount": amount,
            "currency": bill.currency,
            "earned_at": bill.paid_at,
            "settle_at": bill.paid_at + window,
        },
    )
    if made is None:
        return False
    await books.write(
        session,
        partner,
        key=f"earned:{made}",
        kind=Entry.EARNED,
        pending=amount,
        currency=bill.currency,
        commission_id=made,
        now=now,
    )
    return True


async def _waits(
    session: AsyncSession, partner: UUID, commission: Row[Any], bill: Row[Any], now: datetime
) -> bool:
    """Lower an earned commission to what its bill still pays for, and approve it when its time has
    come; whether it goes on waiting."""
    left = min(_due(bill, commission.rate_ppm), commission.kept)
    common = {"currency": commission.currency, "commission_id": commission.id, "now": now}
    if left < commission.kept:
        await books.write(
            session,
            partner,
            key=f"back:{commission.id}:{bill.refunded}",
            kind=Entry.CLAWED_BACK,
            pending=left - commission.kept,
            **common,
        )
        state = Earned.EARNED if left else Earned.CLAWED_BACK
        if not left:
            COMMISSION.check(Earned.EARNED, state)
        await books.keep(session, partner, commission.id, state, left)
    if not left:
        return False
    if not _settled(bill, commission.settle_at, now):
        return True
    COMMISSION.check(Earned.EARNED, Earned.APPROVED)
    await books.write(
        session,
        partner,
        key=f"approved:{commission.id}",
        kind=Entry.APPROVED,
        pending=-left,
        payable=left,
        **common,
    )
    await books.keep(session, partner, commission.id, Earned.APPROVED, left)
    return False


async def _refuse(session: AsyncSession, partner: UUID, row: Row[Any]) -> Outcome:
    """The first bill was paid with the partner's own card: it brings nothing."""
    INTRODUCTION.check(Stage(row.stage), Stage.REFUSED)
    await repository.move(session, partner, row.id, Stage.REFUSED, reason="same_card")
    return Outcome(Stage.REFUSED)


async def _give(
    kernel: Kernel, session: AsyncSession, tenant_id: UUID, key: str, amount: int, words: str
) -> None:
    if amount:
        await crediting.give(
            kernel, session, tenant_id, key=key, amount=amount, currency=CURRENCY, words=words
        )


def _due(bill: Row[Any], ppm: int) -> int:
    return terms.commission(
        paid=bill.paid, refunded=bill.refunded, total=bill.total, tax=bill.tax, ppm=ppm
    )


def _counts(bill: Row[Any], business_id: UUID) -> bool:
    """Plans are sold in one currency; a bill in another is for people to look at."""
    if bill.currency != CURRENCY:
        log.error("partner_bill_currency", tenant_id=str(business_id), currency=bill.currency)
    return bool(bill.currency == CURRENCY)


def _settled(bill: Row[Any], settle_at: datetime, now: datetime) -> bool:
    """Whether a refund takes nothing back any more: the window is over, and the bill was read after
    it; or nobody can read it any more."""
    if now < settle_at:
        return False
    read = bill.read_at is not None and bill.read_at >= settle_at
    return bool(read or now >= settle_at + terms.GIVE_UP)


def _next_look(found: Outcome, now: datetime) -> datetime | None:
    """When the clock looks again: daily, when a window ends, and hourly after that."""
    if not found.open:
        return None
    first = min(settle_at for _, settle_at in found.open)
    return min(first, now + terms.LOOK_DAILY) if first > now else now + terms.LOOK_AGAIN
