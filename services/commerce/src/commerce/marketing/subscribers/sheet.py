"""Subscribers as a CSV file, both ways.

A line brings proof when it says when and where they agreed (`consent_date`, `consent_source`): it
is taken as an imported consent, and labelled so for good. Without proof an address is pending: it
is written to once the merchant asks for a confirmation. Nobody is brought back by a file: who left,
who is suppressed and who was erased stay as they are.
"""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from pydantic import EmailStr, TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.book import consents
from commerce.customers.book.consents import Proof
from commerce.customers.subscribing import service as subscribing
from commerce.customers.subscribing.models import Subscriber, SubscriberStatus
from commerce.customers.subscribing.service import CONTACTS, Said
from commerce.marketing.subscribers import asking, repository
from commerce.marketing.subscribers.repository import SubscriberQuery
from commerce.marketing.subscribers.schemas import SubscriberSource
from commerce.sheets import BadCell, Outcome, take_lines
from commerce.stores.contexts import StoreContext
from ecomm_core import audit, clock, plans
from ecomm_core.accounts.service import fold_email
from ecomm_core.api.schemas import Input
from ecomm_core.api.sheets import SheetIn, SheetOut
from ecomm_core.errors import LimitReached
from ecomm_core.kernel import Kernel
from ecomm_core.spreadsheet import Line, csv_file

REQUIRED: Final = ("email",)
COLUMNS: Final = (
    "email",
    "status",
    "source",
    "locale",
    "asked_at",
    "confirmed_at",
    "unsubscribed_at",
    "unsubscribe_url",
)
MOST: Final = 100_000
BATCH: Final = 1_000
UNPROVEN: Final = "import-1"
PROVEN: Final = "import-proof-1"
_SAID: Final = 300
_DATE: Final = TypeAdapter(datetime)


class ImportedSubscriber(Input):
    """A line, once it is read."""

    email: EmailStr


async def export(
    kernel: Kernel, session: AsyncSession, store_id: UUID, slug: str, query: SubscriberQuery
) -> bytes:
    """What the list shows, whole (up to 100,000). Only who confirmed has a link to leave by: the
    others are not to be written to."""
    lines: list[list[object]] = []
    for start in range(0, MOST, BATCH):
        rows, _ = await repository.page(session, store_id, query, offset=start, limit=BATCH)
        lines += [_line(kernel, slug, row) for row in rows]
        if len(rows) < BATCH:
            break
    return csv_file(COLUMNS, lines)


def _line(kernel: Kernel, slug: str, row: Subscriber) -> list[object]:
    confirmed = row.status == SubscriberStatus.CONFIRMED
    return [
        row.email,
        row.status,
        row.source,
        row.locale or "",
        *(_moment(at) for at in (row.asked_at, row.confirmed_at, row.unsubscribed_at)),
        asking.leaving_url(kernel, slug, row) if confirmed else "",
    ]


def _moment(at: datetime | None) -> str:
    return "" if at is None else at.isoformat(timespec="seconds")


async def take(context: StoreContext, sheet: SheetIn) -> SheetOut:
    """Bring addresses in, all or nothing. Raises LimitReached (402) where the plan has no room for
    those that bring proof."""
    full: list[LimitReached] = []

    async def apply(line: Line) -> Outcome:
        try:
            return await _one(context, line)
        except LimitReached as refused:
            full.append(refused)
            raise

    taken = await take_lines(context.session, sheet, REQUIRED, apply)
    if full:
        raise full[0]
    if taken.applied:
        await audit.record(
            context.session,
            tenant_id=context.tenant_id,
            store_id=context.store_id,
            actor=context.actor,
            action="subscriber.import",
            resource_type="store",
            resource_id=context.store_id,
            after={"created": taken.created, "updated": taken.updated},
        )
    return taken


async def _one(context: StoreContext, line: Line) -> Outcome:
    session, store = context.session, context.store
    email = fold_email(ImportedSubscriber.model_validate({"email": line["email"]}).email)
    agreed_at, place = _proof(line)
    known = await subscribing.by_email(session, store.id, email)
    if known is not None and _settled(known, proven=agreed_at is not None):
        return Outcome.UNCHANGED
    if await subscribing.why_suppressed(context.kernel, session, store.id, email) is not None:
        return Outcome.UNCHANGED
    said = Said(
        tenant_id=context.tenant_id,
        store_id=store.id,
        email=email,
        source=SubscriberSource.IMPORT.value,
        locale=await asking.spoken(session, store, line["locale"] or None),
        at=clock.now(),
    )
    proof = Proof(words=place, locale=said.locale, asked_at=agreed_at, confirmed_at=agreed_at)
    if agreed_at is None:
        await consents.ask(session, said, text_version=UNPROVEN, actor=context.actor, proof=proof)
        return Outcome.CREATED
    # Refused here: only shoppers wait for room.
    await plans.check(session, tenant_id=context.tenant_id, name=CONTACTS, n=1)
    await plans.release(session, tenant_id=context.tenant_id, name=CONTACTS, n=1)
    await consents.set_marketing(
        session,
        tenant_id=said.tenant_id,
        store_id=said.store_id,
        email=email,
        granted=True,
        source=said.source,
        text_version=PROVEN,
        actor=context.actor,
        proof=proof,
    )
    return Outcome.CREATED if known is None else Outcome.UPDATED


def _settled(known: Subscriber, *, proven: bool) -> bool:
    """Whether a file changes nothing about them: a proof confirms who waits, and nobody else."""
    if known.status != SubscriberStatus.PENDING or known.over_limit:
        return True
    return known.unsubscribed_at is not None or not proven


def _proof(line: Line) -> tuple[datetime | None, str | None]:
    """When and where they agreed. Raises BadCell for half a proof, and for one of the future."""
    date, place = line["consent_date"], line["consent_source"]
    if not date and not place:
        return None, None
    if not date:
        raise BadCell("consent_date", "Say when they agreed, or leave consent_source empty, too.")
    if not place:
        raise BadCell("consent_source", "Say where they agreed, or leave consent_date empty, too.")
    try:
        found = _DATE.validate_python(date)
    except ValueError:
        raise BadCell("consent_date", "Write a date like 2026-05-31.") from None
    found = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
    if found > clock.now() or found.year < 1990:
        raise BadCell("consent_date", "They agreed in the past, after 1990.")
    return found, place[:_SAID]
