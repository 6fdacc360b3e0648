"""Reviews from elsewhere, as a CSV file. They are labelled as imported wherever they are shown, and
none is ever verified. A line is found again by its `id`, else by what it says."""

import hashlib
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter

from commerce.reviews import repository, service
from commerce.reviews.models import ReviewSource, ReviewStatus
from commerce.reviews.schemas import Author, Body, Rating, ReplyIn, Title
from commerce.sheets import BadCell, Outcome, take_lines
from commerce.stores.contexts import StoreContext
from ecomm_core import audit, clock
from ecomm_core.api.schemas import Input
from ecomm_core.api.sheets import SheetIn, SheetOut
from ecomm_core.ids import new_id
from ecomm_core.spreadsheet import Line

REQUIRED: Final = ("product", "rating")
COLUMNS: Final = ("id", "product", "rating", "title", "body", "author", "date", "reply")
_DATE: Final = TypeAdapter(datetime)


class ImportedReview(Input):
    """A line, once it is read."""

    rating: Rating
    title: Title = ""
    body: Body = ""
    author: Author = ""
    reply: ReplyIn | None = None


async def take(context: StoreContext, sheet: SheetIn) -> SheetOut:
    """Bring reviews in, published, all or nothing; products by slug or by their import's handle."""
    known: dict[str, UUID] = {}
    touched: set[UUID] = set()

    async def apply(line: Line) -> Outcome:
        name = line["product"].lower()
        if name not in known:
            known.update(await repository.products_named(context.session, context.store_id, [name]))
        if name not in known:
            raise BadCell("product", "There is no product with this address name or handle.")
        return await _one(context, line, known[name], touched)

    taken = await take_lines(
        context.session, sheet, REQUIRED, apply, columns={"reply.text": "reply"}
    )
    if not taken.applied:
        return taken
    for product_id in sorted(touched):
        await service.changed(
            context.kernel,
            context.session,
            tenant_id=context.tenant_id,
            store_id=context.store_id,
            product_id=product_id,
        )
    await audit.record(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action="review.import",
        resource_type="store",
        resource_id=context.store_id,
        after={"created": taken.created, "updated": taken.updated},
    )
    return taken


async def _one(context: StoreContext, line: Line, product_id: UUID, touched: set[UUID]) -> Outcome:
    session, now = context.session, clock.now()
    read = ImportedReview.model_validate(
        {
            "rating": _stars(line),
            "title": line["title"],
            "body": line["body"],
            "author": line["author"],
            "reply": {"text": line["reply"]} if line["reply"] else None,
        }
    )
    written_at = _date(line, now)
    said = read.reply.text if read.reply is not None else None
    key = _key(line, product_id)
    found = await repository.lock_imported(session, context.store_id, key)
    values: dict[str, Any] = {
        "product_id": product_id,
        "rating": read.rating,
        "title": read.title,
        "body": read.body,
        "author": read.author,
        "written_at": written_at,
        "reply": said,
        "replied_at": now if said is not None else None,
        "now": now,
    }
    if found is None:
        await repository.insert(
            session,
            {
                **values,
                "tenant_id": context.tenant_id,
                "id": new_id(),
                "store_id": context.store_id,
                "order_id": None,
                "order_item_id": None,
                "source": ReviewSource.IMPORT,
                "verified": False,
                "status": ReviewStatus.PUBLISHED,
                "held_words": [],
                "import_key": key,
            },
        )
        await service.count(context, product_id, read.rating, 1)
        touched.add(product_id)
        return Outcome.CREATED
    if not line["date"]:
        values["written_at"] = found.written_at
    same = ("product_id", "rating", "title", "body", "author", "reply", "written_at")
    if all(getattr(found, name) == values[name] for name in same):
        return Outcome.UNCHANGED
    await repository.rewrite(session, {**values, "id": found.id})
    if found.status == ReviewStatus.PUBLISHED:
        await service.count(context, found.product_id, found.rating, -1)
        await service.count(context, product_id, read.rating, 1)
        touched.update((found.product_id, product_id))
    return Outcome.UPDATED


def _stars(line: Line) -> int:
    try:
        return int(line["rating"])
    except ValueError:
        raise BadCell("rating", "Write a whole number from 1 to 5.") from None


def _date(line: Line, now: datetime) -> datetime:
    """When it was written; a time without a zone is UTC. Raises BadCell."""
    if not line["date"]:
        return now
    try:
        found = _DATE.validate_python(line["date"])
    except ValueError:
        raise BadCell("date", "Write a date like 2026-05-31.") from None
    found = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
    if found > now or found.year < 1990:
        raise BadCell("date", "A review was written in the past, after 1990.")
    return found


def _key(line: Line, product_id: UUID) -> str:
    """The file's own id, else a digest of what makes a review this one."""
    if line["id"]:
        return f"id:{line['id'][:200]}"
    said = "\x1f".join((str(product_id), line["author"], line["title"], line["body"]))
    return f"sha256:{hashlib.sha256(said.encode()).hexdigest()}"
