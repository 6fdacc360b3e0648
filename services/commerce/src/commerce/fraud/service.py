"""Fraud checks: the public face of this folder. What crosses into orders and money is a flow.

Whoever would let an order go on by itself asks `verdict_of`: None is "not judged yet, wait", and
`fraud.cleared` tells when the wait is over.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.checkout import service as checkouts
from commerce.fraud import repository
from commerce.fraud.errors import CheckNotFound, NothingToDecide
from commerce.fraud.events import FraudCleared, FraudHeld, FraudRejected, FraudReview
from commerce.fraud.models import Decision, Outcome
from commerce.fraud.repository import decide, lock
from commerce.fraud.schemas import FraudSettingsIn, FraudSettingsOut
from commerce.fraud.signals import HOLD_AT, MOST, PAST_ORDERS, REVIEW_AT, Facts, Judgement, judge
from commerce.payments import service as payments
from commerce.reads.fraud_facts import load_facts, orders_of_person, traced_checkouts
from commerce.stores.contexts import StoreContext
from ecomm_core import audit

__all__ = [
    "CheckNotFound",
    "Decision",
    "FraudCleared",
    "FraudHeld",
    "FraudRejected",
    "FraudReview",
    "NothingToDecide",
    "Outcome",
    "Scored",
    "Verdict",
    "captures_late",
    "decide",
    "forget",
    "keep",
    "lock",
    "score",
    "set_settings",
    "settings",
    "verdict_of",
]

ERASED = "Erased with the customer."


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where an order's check stands. `clear`: nothing has to wait for it any more."""

    score: int
    outcome: Outcome
    decision: Decision | None

    @property
    def clear(self) -> bool:
        """It may go on: bought from a supplier, shipped, its payment taken."""
        if self.decision is not None:
            return self.decision is Decision.APPROVED
        return self.outcome is not Outcome.HOLD


@dataclass(frozen=True, slots=True)
class Scored:
    """An order that has just been judged. `switched_off`: its store does not check; `payment_id`:
    a payment that was only authorised, to be taken once the order is cleared."""

    facts: Mapping[str, Any]
    judgement: Judgement
    outcome: Outcome
    review_at: int
    hold_at: int
    switched_off: bool

    @property
    def reasons(self) -> list[str]:
        """The words of the signals that gave points, the heaviest first."""
        heavy = sorted(self.judgement.signals, key=lambda signal: -signal.points)
        return [signal.words for signal in heavy if signal.points]


async def verdict_of(session: AsyncSession, store_id: UUID, order_id: UUID) -> Verdict | None:
    """What the order's check says; None: it is not judged yet, so wait for `fraud.cleared`. Where
    the store does not check, every order without a check is clear at once."""
    row = await repository.verdict(session, store_id, order_id)
    if row.outcome is None:
        return None if row.enabled else Verdict(0, Outcome.ALLOW, None)
    decision = Decision(row.decision) if row.decision is not None else None
    return Verdict(row.score, Outcome(row.outcome), decision)


async def score(session: AsyncSession, order_id: UUID, now: datetime) -> Scored | None:
    """Judge an order; None where it is unknown or was judged before. Nothing is written."""
    found = await load_facts(session, order_id, now)
    if found is None or found["checked"]:
        return None
    norm = found["median"] if found["past_orders"] >= PAST_ORDERS else None
    facts = Facts(
        email=found["email"],
        currency=found["currency"],
        total=found["total"],
        shipping_country=found["shipping_country"],
        billing_country=found["billing_country"],
        payer_matches=found["payer_matches"],
        by_email=found["by_email"],
        others_at_client=found["others_at_client"],
        others_on_card=found["others_on_card"],
        norm=round(norm) if norm is not None else None,
        declines=found["declines"],
        by_hand=found["provider"] == payments.BY_HAND,
    )
    off = found["enabled"] is False
    review_at, hold_at = found["review_at"] or REVIEW_AT, found["hold_at"] or HOLD_AT
    judgement = judge(facts)
    outcome = judgement.outcome(review_at=review_at, hold_at=hold_at)
    return Scored(found, judgement, Outcome.ALLOW if off else outcome, review_at, hold_at, off)


async def keep(session: AsyncSession, scored: Scored, *, held: bool, now: datetime) -> bool:
    """Write the check; False where another worker was quicker. A store that does not check gets a
    check without signals, so that switching it on later stops nothing that is under way."""
    found, judgement = scored.facts, scored.judgement
    return await repository.insert(
        session,
        {
            "tenant_id": found["tenant_id"],
            "order_id": found["id"],
            "store_id": found["store_id"],
            "score": 0 if scored.switched_off else judgement.score,
            "outcome": scored.outcome,
            "signals": []
            if scored.switched_off
            else [
                {
                    "code": signal.code,
                    "points": signal.points,
                    "most": MOST[signal.code],
                    "words": signal.words,
                }
                for signal in judgement.signals
            ],
            "review_at": scored.review_at,
            "hold_at": scored.hold_at,
            "held": held,
            "now": now,
        },
    )


async def captures_late(session: AsyncSession, store_id: UUID) -> bool:
    """Whether the store wants payments only authorised until their orders are cleared."""
    row = await repository.settings(session, store_id)
    return row is not None and row.enabled and row.capture_late


async def settings(session: AsyncSession, store_id: UUID) -> FraudSettingsOut:
    """The store's settings, or the defaults."""
    row = await repository.settings(session, store_id)
    if row is None:
        return FraudSettingsOut(
            enabled=True, review_at=REVIEW_AT, hold_at=HOLD_AT, capture_late=False
        )
    return FraudSettingsOut(
        enabled=row.enabled,
        review_at=row.review_at,
        hold_at=row.hold_at,
        capture_late=row.capture_late,
    )


async def set_settings(context: StoreContext, body: FraudSettingsIn, now: datetime) -> None:
    """Write the store's settings. Orders that were judged keep their verdict."""
    before = await settings(context.session, context.store_id)
    after = body.model_dump()
    values = {"tenant_id": context.tenant_id, "store_id": context.store_id, "now": now, **after}
    await repository.set_settings(context.session, values)
    await audit.record(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action="fraud_settings.set",
        resource_type="store",
        resource_id=context.store_id,
        before=before.model_dump(),
        after=after,
    )


async def forget(session: AsyncSession, store_id: UUID, customer_id: UUID, email: str) -> None:
    """A person is erased: where they checked out from, their cards, and the words of their checks
    go; points stay with the orders, which are the store's books. `email` is theirs where proven."""
    traced = await traced_checkouts(session, store_id, customer_id, email)
    if traced:
        await payments.drop_payers(session, traced)
        await checkouts.drop_traces(session, traced)
    orders = await orders_of_person(session, store_id, customer_id, email)
    if orders:
        await repository.forget(session, orders, ERASED)
