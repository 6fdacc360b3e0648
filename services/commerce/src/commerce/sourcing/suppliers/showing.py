"""Suppliers as their merchants see them: never a credential."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.suppliers import repository
from commerce.sourcing.suppliers.adapters import adapters_of
from commerce.sourcing.suppliers.models import Supplier, SupplierStatus
from commerce.sourcing.suppliers.schemas import (
    AccountOut,
    AdapterOut,
    FieldOut,
    Health,
    SupplierOut,
)
from ecomm_connectors.suppliers.port import AccountInfo, Adapter, Capability
from ecomm_core import clock
from ecomm_core.kernel import Kernel


def field_out(adapter: Adapter) -> list[FieldOut]:
    """What a merchant types to connect."""
    return [
        FieldOut(
            name=field.name,
            label=field.label,
            secret=field.secret,
            required=field.required,
            help=field.help,
        )
        for field in adapter.fields
    ]


def kinds(kernel: Kernel) -> list[AdapterOut]:
    """Every kind of supplier that can be connected here."""
    return [
        AdapterOut(
            name=adapter.name,
            title=adapter.title,
            simulated=adapter.simulated,
            capabilities=sorted(one.value for one in adapter.capabilities),
            fields=field_out(adapter),
        )
        for adapter in adapters_of(kernel).all()
    ]


def account_out(account: AccountInfo) -> AccountOut:
    """What the supplier says of an account, for its merchants."""
    return AccountOut(
        account_ref=account.account_ref,
        name=account.name,
        currency=account.currency,
        balance=account.balance,
        test=account.test,
        missing=list(account.missing),
    )


def health_of(row: Supplier) -> Health:
    """What its last answers say."""
    if row.status != SupplierStatus.CONNECTED.value:
        shown: dict[str, Health] = {
            SupplierStatus.PAUSED.value: "paused",
            SupplierStatus.ATTENTION.value: "attention",
            SupplierStatus.DISCONNECTED.value: "disconnected",
        }
        return shown[row.status]
    return "good" if row.failing_since is None else "failing"


def webhook_url(kernel: Kernel, row: Supplier) -> str:
    """Where a supplier tells us of changes."""
    base = kernel.settings.api_url.rstrip("/")
    return f"{base}/api/v1/webhooks/suppliers/{row.adapter}/{row.id}"


async def to_out(
    kernel: Kernel, session: AsyncSession, rows: Sequence[Supplier]
) -> list[SupplierOut]:
    """Suppliers as their merchants see them."""
    ids = [row.id for row in rows]
    counted = await repository.counts(session, ids) if ids else {}
    spent = await repository.spent(session, ids, clock.now()) if ids else {}
    known = {adapter.name: adapter for adapter in adapters_of(kernel).all()}
    shown = []
    for row in rows:
        adapter = known.get(row.adapter)
        abilities = adapter.capabilities if adapter is not None else frozenset()
        hooks = Capability.WEBHOOKS in abilities
        own = {
            name: getattr(row, name)
            for name in SupplierOut.model_fields
            if hasattr(row, name) and name not in {"products", "mappings"}
        }
        shown.append(
            SupplierOut(
                **own,
                adapter_title=adapter.title if adapter is not None else row.adapter,
                capabilities=sorted(one.value for one in abilities),
                fields=field_out(adapter) if adapter is not None else [],
                health=health_of(row),
                spent_today=spent.get(row.id, 0),
                webhook_url=webhook_url(kernel, row) if hooks else None,
                products=counted[row.id].products,
                mappings=counted[row.id].mappings,
                broken_mappings=counted[row.id].broken,
                open_orders=counted[row.id].open_orders,
            )
        )
    return shown
