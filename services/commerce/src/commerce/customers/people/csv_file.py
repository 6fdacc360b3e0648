"""Customers as CSV, both ways. One line per customer, found again by e-mail."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.book import consents
from commerce.customers.book import service as book
from commerce.customers.book.schemas import AddressIn
from commerce.customers.events import CustomerCreated, CustomerUpdated
from commerce.customers.models import CustomerAccount, CustomerSource
from commerce.customers.people import repository
from commerce.customers.people.repository import CustomerQuery
from commerce.customers.people.schemas import (
    CustomerImportIn,
    CustomerImportOut,
    CustomerIn,
    ImportIssue,
)
from commerce.customers.people.service import index, keep_sales, tidy
from commerce.stores.contexts import StoreContext
from commerce.stores.directory import StoreFacts
from commerce.stores.places import countries
from ecomm_core import audit, clock
from ecomm_core.accounts.service import fold_email
from ecomm_core.errors import Invalid
from ecomm_core.ids import new_id
from ecomm_core.money import minor_digits
from ecomm_core.spreadsheet import csv_file

MAX_LINES: Final = 5_000
MAX_EXPORT: Final = 100_000
MAX_ISSUES: Final = 200
BATCH: Final = 1_000

ADDRESS: Final = ("line1", "line2", "city", "state", "postal_code", "country")
COLUMNS: Final = ("email", "name", "phone", "tags", "marketing", "note", *ADDRESS)
FIGURES: Final = ("orders", "total_spent", "currency", "last_order", "customer_since")

_YES: Final = frozenset({"yes", "true", "1", "y", "subscribed"})
_NO: Final = frozenset({"no", "false", "0", "n", ""})


async def export(session: AsyncSession, store: StoreFacts, query: CustomerQuery) -> bytes:
    """What the table shows, whole (up to 100,000), with the default address of each."""
    lines: list[list[object]] = []
    for start in range(0, MAX_EXPORT, BATCH):
        rows, _ = await repository.page(session, store.id, query, offset=start, limit=BATCH)
        addresses = await repository.default_addresses(session, [row.id for row in rows])
        lines += [_line(row, addresses.get(row.id, {}), store) for row in rows]
        if len(rows) < BATCH:
            break
    return csv_file([*COLUMNS, *FIGURES], lines)


def _line(account: CustomerAccount, address: dict[str, Any], store: StoreFacts) -> list[object]:
    digits = minor_digits(store.currency)
    whole, rest = divmod(account.total_spent, 10**digits)
    return [
        account.email,
        account.name,
        account.phone or "",
        ", ".join(account.tags),
        "yes" if account.marketing else "no",
        account.note,
        *(address.get(name) or "" for name in ADDRESS),
        account.orders_count,
        f"{whole}.{rest:0{digits}d}" if digits else str(whole),
        store.currency,
        account.last_order_at.isoformat() if account.last_order_at else "",
        account.created_at.isoformat(),
    ]


@dataclass(slots=True)
class _Outcome:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    issues: list[ImportIssue] = field(default_factory=list)

    def blame(self, line: int, column: str, reason: str) -> None:
        """A line that cannot be taken."""
        self.failed += 1
        if len(self.issues) < MAX_ISSUES:
            self.issues.append(ImportIssue(line=line, column=column, reason=reason))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line that can be. `given`: its columns; what is not a column stays as it is."""

    line: int
    body: CustomerIn
    given: frozenset[str]


async def import_customers(context: StoreContext, body: CustomerImportIn) -> CustomerImportOut:
    """Make or change the customers of a CSV; a dry run only counts.

    Raises Invalid (422) for a file without an `email` column, or with too many lines.
    """
    outcome = _Outcome()
    entries = list(_entries(body.csv, outcome))
    emails = [fold_email(entry.body.email) for entry in entries]
    known = await repository.by_emails(context.session, context.store_id, emails)
    for entry, email in zip(entries, emails, strict=True):
        account = known.get(email)
        if account is None:
            outcome.created += 1
            if not body.dry_run:
                await _create(context, entry, email)
        elif _changes(account, entry):
            outcome.updated += 1
            if not body.dry_run:
                await _update(context, account, entry)
        else:
            outcome.unchanged += 1
    if not body.dry_run:
        after = {"created": outcome.created, "updated": outcome.updated, "failed": outcome.failed}
        await audit.record(
            context.session,
            tenant_id=context.tenant_id,
            store_id=context.store_id,
            actor=context.actor,
            action="customer.import",
            resource_type="customer",
            after=after,
        )
    return CustomerImportOut(
        dry_run=body.dry_run,
        created=outcome.created,
        updated=outcome.updated,
        unchanged=outcome.unchanged,
        failed=outcome.failed,
        issues=outcome.issues,
    )


def _entries(text: str, outcome: _Outcome) -> Iterator[_Entry]:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        header = [(name or "").strip().casefold() for name in reader.fieldnames or []]
        reader.fieldnames = header
        if "email" not in header:
            raise Invalid.on_field("csv", "The first line must name the columns, email among them.")
        seen: dict[str, int] = {}
        for count, row in enumerate(reader, 1):
            if count > MAX_LINES:
                raise Invalid.on_field("csv", f"A file holds at most {MAX_LINES:,} customers.")
            line = reader.line_num
            entry = _entry(line, row, frozenset(header), outcome)
            if entry is None:
                continue
            email = fold_email(entry.body.email)
            if email in seen:
                outcome.blame(line, "email", f"Line {seen[email]} has the same e-mail.")
                continue
            seen[email] = line
            yield entry
    except csv.Error as error:
        raise Invalid.on_field("csv", f"Line {reader.line_num}: {error}.") from error


def _entry(
    line: int, row: dict[str | None, Any], header: frozenset[str], outcome: _Outcome
) -> _Entry | None:
    cells = {key: str(value or "").strip().removeprefix("'") for key, value in row.items() if key}
    agreed = cells.get("marketing", "").casefold()
    if agreed not in _YES | _NO:
        outcome.blame(line, "marketing", "Say yes or no.")
        return None
    fields: dict[str, Any] = {
        "email": cells["email"],
        "name": cells.get("name") or cells["email"].partition("@")[0],
        "phone": cells.get("phone") or None,
        "note": cells.get("note", ""),
        "tags": [tag.strip() for tag in cells.get("tags", "").split(",") if tag.strip()],
        "marketing": agreed in _YES,
    }
    if cells.get("line1"):
        country = cells.get("country", "").upper()
        if country not in countries():
            outcome.blame(line, "country", "Use the two letters of a country, such as DE.")
            return None
        place = {name: cells.get(name) or None for name in ADDRESS}
        fields["address"] = {**place, "name": fields["name"], "country": country}
    try:
        return _Entry(line, CustomerIn.model_validate(fields), header)
    except ValidationError as error:
        first = error.errors()[0]
        outcome.blame(line, str(first["loc"][-1]), first["msg"])
        return None


def _changes(account: CustomerAccount, entry: _Entry) -> dict[str, Any]:
    """What the line says otherwise than the row. An empty cell takes nothing away."""
    body, given = entry.body, entry.given
    said: dict[str, Any] = {}
    if "name" in given and body.name:
        said["name"] = body.name
    if "phone" in given and body.phone:
        said["phone"] = body.phone
    if "note" in given and body.note:
        said["note"] = body.note
    if "tags" in given and body.tags:
        said["tags"] = tidy([*account.tags, *body.tags])
    if "marketing" in given and body.marketing:
        said["marketing"] = True
    return {name: value for name, value in said.items() if getattr(account, name) != value}


async def _create(context: StoreContext, entry: _Entry, email: str) -> None:
    body, now = entry.body, clock.now()
    account = CustomerAccount(
        tenant_id=context.tenant_id,
        id=new_id(),
        store_id=context.store_id,
        email=email,
        name=body.name,
        password_hash=None,
        source=CustomerSource.IMPORT,
        phone=body.phone,
        tags=tidy(body.tags),
        note=body.note,
        marketing=False,
        orders_count=0,
        total_spent=0,
        created_at=now,
        updated_at=now,
    )
    index(account)
    context.session.add(account)
    await context.session.flush()
    if body.marketing:
        await _agree(context, email)
    if body.address is not None:
        await _address(context, account, body.address)
    await keep_sales(context.session, account)
    created = CustomerCreated(customer_id=account.id, email=email, name=body.name)
    await _emit(context, account, created)


async def _update(context: StoreContext, account: CustomerAccount, entry: _Entry) -> None:
    for name, value in _changes(account, entry).items():
        if name == "marketing":
            await _agree(context, account.email)
        else:
            setattr(account, name, value)
    index(account)
    account.updated_at = clock.now()
    await context.session.flush()
    updated = CustomerUpdated(customer_id=account.id, email=account.email, name=account.name)
    await _emit(context, account, updated)


async def _address(context: StoreContext, account: CustomerAccount, body: AddressIn) -> None:
    await book.add_address(context.session, context.store, account.id, body, "merchant")


async def _agree(context: StoreContext, email: str) -> None:
    await consents.set_marketing(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        email=email,
        granted=True,
        source="import",
        text_version="import-1",
        actor=context.actor,
    )


async def _emit(
    context: StoreContext, account: CustomerAccount, event: CustomerCreated | CustomerUpdated
) -> None:
    await context.kernel.outbox.emit(
        context.session,
        event,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        resource_id=account.id,
    )
