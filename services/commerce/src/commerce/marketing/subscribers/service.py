"""What merchants do with subscribers. None of it says yes in a person's place: who is added gets a
mail, who left is not asked again, who is suppressed stays so."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.customers.book import consents
from commerce.customers.book.consents import Proof
from commerce.customers.subscribing import service as subscribing
from commerce.customers.subscribing.models import (
    Subscriber,
    SubscriberStatus,
    SuppressionReason,
)
from commerce.customers.subscribing.service import CONTACTS, Said
from commerce.mail import service as mail
from commerce.mail.nobody import NOBODY
from commerce.marketing.subscribers import asking, repository
from commerce.marketing.subscribers.errors import (
    ConfirmationJustSent,
    NothingToUndo,
    SubscriberConfirmed,
    SubscriberLeft,
    SubscriberNotFound,
    SubscriberNotWaiting,
    SubscriberSuppressed,
)
from commerce.marketing.subscribers.schemas import (
    ContactsUseOut,
    NewsletterSettingsOut,
    SubscriberBulkIn,
    SubscriberBulkResult,
    SubscriberConsentOut,
    SubscriberDetailOut,
    SubscriberIn,
    SubscriberOut,
    SubscriberSource,
    SubscriberSummaryOut,
)
from commerce.stores.contexts import StoreContext
from commerce.stores.events import StoreUpdated
from ecomm_core import audit, clock, plans
from ecomm_core.accounts.service import fold_email
from ecomm_core.db.signals import drop_tags
from ecomm_core.errors import AppError
from ecomm_core.money import PPM

MONTH: Final = timedelta(days=30)
UNDO: Final = timedelta(minutes=10)
"""How long one's own act can be taken back."""
BY_HAND: Final = "merchant-1"
UNDONE: Final = "undo-1"


async def summary(session: AsyncSession, tenant_id: UUID, store_id: UUID) -> SubscriberSummaryOut:
    """The figures above the list."""
    row = await repository.counts(session, store_id, clock.now() - MONTH)
    rate = PPM * row.answered // row.asked_30d if row.asked_30d else None
    return SubscriberSummaryOut(
        confirmed=row.confirmed,
        pending=row.pending,
        over_limit=row.over_limit,
        unsubscribed=row.unsubscribed,
        suppressed=row.suppressed,
        asked_30d=row.asked_30d,
        confirmed_30d=row.confirmed_30d,
        unsubscribed_30d=row.unsubscribed_30d,
        confirm_rate_ppm=rate,
        contacts=await contacts(session, tenant_id),
    )


async def contacts(session: AsyncSession, tenant_id: UUID) -> ContactsUseOut:
    """The plan's e-mail contacts, and how many are in use in all stores."""
    found = await plans.standing(session, tenant_id)
    used = await plans.use(session, tenant_id=tenant_id, name=CONTACTS)
    limit = found.limit(CONTACTS)
    lifted = None if limit is None else found.table.lifted_by(found.plan, CONTACTS, used + 1)
    return ContactsUseOut(used=used, limit=limit, lifted_by=lifted)


async def detail(session: AsyncSession, store_id: UUID, subscriber_id: UUID) -> SubscriberDetailOut:
    """A subscriber and what they said. Raises SubscriberNotFound (404)."""
    found = await subscribing.get(session, store_id, subscriber_id)
    if found is None:
        raise SubscriberNotFound
    said = await consents.all_said(session, store_id, found.email)
    return SubscriberDetailOut(
        **SubscriberOut.model_validate(found).model_dump(),
        customer_id=await repository.customer_of(session, store_id, found.email),
        consents=[SubscriberConsentOut.model_validate(one) for one in said],
    )


async def add(context: StoreContext, body: SubscriberIn) -> UUID:
    """Write somebody down and mail them a confirmation; their id.

    Raises SubscriberConfirmed, SubscriberLeft, SubscriberSuppressed (409), ConfirmationJustSent
    (429), LimitReached (402) where the plan has no room for another.
    """
    session, store, email = context.session, context.store, fold_email(body.email)
    known = await subscribing.by_email(session, store.id, email)
    if known is not None:
        _askable(known)
    if await subscribing.why_suppressed(context.kernel, session, store.id, email) is not None:
        raise SubscriberSuppressed
    await _room(context)
    if known is not None and await asking.just_mailed(session, known):
        raise ConfirmationJustSent
    said = Said(
        tenant_id=context.tenant_id,
        store_id=store.id,
        email=email,
        source=SubscriberSource.MERCHANT.value,
        locale=await asking.spoken(session, store, body.locale),
        at=clock.now(),
    )
    await consents.ask(
        session,
        said,
        text_version=BY_HAND,
        actor=context.actor,
        proof=Proof(locale=said.locale),
    )
    made = await subscribing.by_email(session, store.id, email)
    if made is None:
        raise LookupError("a subscriber that was made a moment ago")
    await asking.mail_confirmation(context.kernel, session, made)
    await _audit(context, made.id, "add")
    return made.id


def _askable(found: Subscriber) -> None:
    if found.status == SubscriberStatus.SUPPRESSED:
        raise SubscriberSuppressed
    if found.status == SubscriberStatus.CONFIRMED or found.over_limit:
        raise SubscriberConfirmed
    if found.status == SubscriberStatus.UNSUBSCRIBED or found.unsubscribed_at is not None:
        raise SubscriberLeft


async def _room(context: StoreContext) -> None:
    """Raise LimitReached (402) where the plan has no room for one more; nothing is counted yet."""
    await plans.check(context.session, tenant_id=context.tenant_id, name=CONTACTS, n=1)
    await plans.release(context.session, tenant_id=context.tenant_id, name=CONTACTS, n=1)


async def invite(context: StoreContext, subscriber_id: UUID) -> None:
    """Mail another confirmation to who has not confirmed.

    Raises SubscriberNotFound (404), SubscriberConfirmed, SubscriberLeft, SubscriberSuppressed
    (409), ConfirmationJustSent (429).
    """
    found = await _locked(context, subscriber_id)
    _askable(found)
    session, store_id = context.session, context.store_id
    why = await subscribing.why_suppressed(context.kernel, session, store_id, found.email)
    if why is not None:
        raise SubscriberSuppressed
    if await asking.just_mailed(session, found):
        raise ConfirmationJustSent
    await asking.mail_confirmation(context.kernel, session, found)
    await _audit(context, found.id, "invite")


async def unsubscribe(context: StoreContext, subscriber_id: UUID) -> None:
    """Take somebody off. Who is off already stays so. Raises SubscriberNotFound (404),
    SubscriberSuppressed (409)."""
    found = await _locked(context, subscriber_id)
    if found.status == SubscriberStatus.SUPPRESSED:
        raise SubscriberSuppressed
    if found.status == SubscriberStatus.UNSUBSCRIBED:
        return
    await _say(context, found, granted=False, text_version=BY_HAND, proof=Proof(), anew=True)
    await _audit(context, found.id, "unsubscribe")


async def restore(context: StoreContext, subscriber_id: UUID) -> None:
    """Take one's own `unsubscribe` back: they are where they were. Only while nobody said anything
    since, and not for long. Raises SubscriberNotFound (404), NothingToUndo (409)."""
    found = await _locked(context, subscriber_id)
    said = await consents.all_said(context.session, context.store_id, found.email)
    last, before = (said[0] if said else None), (said[1] if len(said) > 1 else None)
    if (
        found.status != SubscriberStatus.UNSUBSCRIBED
        or last is None
        or last.granted
        or last.text_version != BY_HAND
        or last.actor != context.actor
        or last.at < clock.now() - UNDO
    ):
        raise NothingToUndo
    agreed = before if before is not None and before.granted else None
    if agreed is not None and agreed.purpose == consents.MARKETING:
        found.source = agreed.source
        proof = Proof(
            words=agreed.words,
            locale=agreed.locale,
            asked_at=agreed.asked_at,
            confirmed_at=agreed.confirmed_at,
        )
        await _say(context, found, granted=True, text_version=UNDONE, proof=proof, anew=True)
    else:
        at = Said(
            tenant_id=context.tenant_id,
            store_id=context.store_id,
            email=found.email,
            source=found.source,
            locale=found.locale,
            at=clock.now(),
        )
        await consents.ask(
            context.session, at, text_version=UNDONE, actor=context.actor, proof=Proof()
        )
    found.unsubscribed_at = None
    await context.session.flush()
    await _audit(context, found.id, "restore")


async def _say(
    context: StoreContext,
    found: Subscriber,
    *,
    granted: bool,
    text_version: str,
    proof: Proof,
    anew: bool,
) -> None:
    source = found.source if granted else SubscriberSource.MERCHANT.value
    await consents.set_marketing(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        email=found.email,
        granted=granted,
        source=source,
        text_version=text_version,
        actor=context.actor,
        proof=replace(proof, locale=proof.locale or found.locale),
        anew=anew,
    )


async def suppress(context: StoreContext, subscriber_id: UUID, reason: str) -> None:
    """Never write to somebody again. Raises SubscriberNotFound (404)."""
    found = await _locked(context, subscriber_id)
    if found.status == SubscriberStatus.SUPPRESSED:
        return
    await _say(context, found, granted=False, text_version=reason, proof=Proof(), anew=False)
    await subscribing.suppress(context.kernel, context.session, found, SuppressionReason(reason))
    await _audit(context, found.id, "suppress", {"reason": reason})


async def admit(context: StoreContext, subscriber_id: UUID) -> None:
    """Let somebody in who confirmed when the plan had no room. Raises SubscriberNotFound (404),
    SubscriberNotWaiting (409), LimitReached (402) where there still is none."""
    found = await _locked(context, subscriber_id)
    if not found.over_limit:
        raise SubscriberNotWaiting
    await _room(context)
    await subscribing.admit(context.session, found, found.confirmed_at or clock.now())
    await context.session.flush()
    await asking.welcome(context.kernel, context.session, found)
    await _audit(context, found.id, "admit")


async def erase(context: StoreContext, subscriber_id: UUID) -> None:
    """Erase an address and everything it said. A keyed hash stays, so that no file brings it back.
    What they bought is not touched: that is the customer's. Raises SubscriberNotFound (404)."""
    found = await _locked(context, subscriber_id)
    email = found.email
    await subscribing.forget(
        context.kernel,
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        email=email,
    )
    await consents.forget_said(context.session, context.store_id, email)
    await mail.forget_recipient(
        context.session, context.store_id, email, asking.MAILS, nobody=f"{subscriber_id}@{NOBODY}"
    )
    await subscribing.delete_one(context.session, found)
    # No address in the log: whoever asked to be forgotten is.
    await _audit(context, subscriber_id, "erase")


async def bulk(context: StoreContext, body: SubscriberBulkIn) -> list[SubscriberBulkResult]:
    """Do one thing to many subscribers, in the order of the ids, twice named ones once."""
    act = _ACTS[body.action]
    wanted = list(dict.fromkeys(body.ids))
    results: dict[UUID, SubscriberBulkResult] = {}
    for subscriber_id in sorted(wanted):
        code, message = None, None
        try:
            async with context.session.begin_nested():
                await act(context, subscriber_id)
        except AppError as error:
            code, message = error.code, error.text
        results[subscriber_id] = SubscriberBulkResult(
            id=subscriber_id, done=code is None, code=code, message=message
        )
    return [results[subscriber_id] for subscriber_id in wanted]


_ACTS: Final = {
    "unsubscribe": unsubscribe,
    "restore": restore,
    "invite": invite,
    "admit": admit,
    "erase": erase,
}


async def settings(session: AsyncSession, store_id: UUID) -> NewsletterSettingsOut:
    """Whether the shop shows its form."""
    form, own_sender = await repository.settings(session, store_id)
    return NewsletterSettingsOut(form=form, own_sender=own_sender)


async def set_settings(context: StoreContext, form: bool) -> None:
    """Switch the form; every page of the shop has it, or none."""
    before, _ = await repository.settings(context.session, context.store_id)
    await repository.set_form(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        form=form,
        now=clock.now(),
    )
    stale = [tags.store(context.store_id)]
    drop_tags(context.session, *stale)
    await context.kernel.outbox.emit(
        context.session,
        StoreUpdated(
            store_id=context.store_id, slug=context.store.slug, tags=stale, changed=["newsletter"]
        ),
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        resource_id=context.store_id,
    )
    await audit.record(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action="newsletter_settings.set",
        resource_type="store",
        resource_id=context.store_id,
        before={"form": before},
        after={"form": form},
    )


async def _locked(context: StoreContext, subscriber_id: UUID) -> Subscriber:
    found = await subscribing.get(context.session, context.store_id, subscriber_id, lock=True)
    if found is None:
        raise SubscriberNotFound
    return found


async def _audit(
    context: StoreContext, subscriber_id: UUID, action: str, after: dict[str, Any] | None = None
) -> None:
    await audit.record(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action=f"subscriber.{action}",
        resource_type="subscriber",
        resource_id=subscriber_id,
        after=after,
    )
