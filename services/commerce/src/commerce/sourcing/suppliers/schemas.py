"""Shapes of suppliers. Amounts are minor units of the supplier's currency. No reply ever holds a
credential."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StrictBool

from commerce.sourcing.suppliers.models import Approval, SupplierStatus
from ecomm_core.api.schemas import Input, Output
from ecomm_core.money import MAX_AMOUNT

AdapterName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$", examples=["simulated"])]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Typed = dict[
    Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")],
    Annotated[str, Field(max_length=2_000)],
]
Minor = Annotated[int, Field(strict=True, ge=0, le=MAX_AMOUNT)]


class FieldOut(Output):
    """One thing a merchant types to connect; `secret` ones are never shown again."""

    name: str
    label: str
    secret: bool
    required: bool
    help: str


class AdapterOut(Output):
    """A kind of supplier that can be connected."""

    name: str
    title: str
    simulated: bool
    capabilities: list[str]
    fields: list[FieldOut]


class ConnectIn(Input):
    """What a merchant types to connect an account. `name`: what they call it; without one, the
    account's own."""

    adapter: AdapterName
    name: Name | None = None
    credentials: Annotated[Typed, Field(max_length=20)]


class ReconnectIn(Input):
    """New credentials of the same account."""

    credentials: Annotated[Typed, Field(max_length=20)]


class SupplierPatch(Input):
    """Settings; absent ones stay. `approval_above` and `daily_spend_cap` null: none."""

    name: Name | None = None
    auto_order: StrictBool | None = None
    approval: Approval | None = None
    approval_above: Minor | None = None
    daily_spend_cap: Minor | None = None
    grace_minutes: Annotated[int, Field(strict=True, ge=0, le=1_440)] | None = None
    max_cost_rise_ppm: Annotated[int, Field(strict=True, ge=0, le=10_000_000)] | None = None
    stale_after_minutes: Annotated[int, Field(strict=True, ge=15, le=10_080)] | None = None


class PauseIn(Input):
    """Whether the supplier is paused: nothing is ordered or read there meanwhile."""

    paused: StrictBool


Health = Literal["good", "failing", "attention", "paused", "disconnected"]


class SupplierOut(Output):
    """An account at a supplier. `health` is what its last answers say; `webhook_url` is where it
    tells us of changes, null where it cannot. `products`, `mappings`, `broken_mappings` and
    `open_orders` (purchase orders that have not ended) count what depends on it."""

    id: UUID
    adapter: str
    adapter_title: str
    capabilities: list[str]
    fields: list[FieldOut]
    name: str
    account_ref: str
    currency: str
    simulated: bool
    status: SupplierStatus
    health: Health
    missing: list[Any]
    auto_order: bool
    approval: Approval
    approval_above: int | None
    daily_spend_cap: int | None
    spent_today: int
    grace_minutes: int
    max_cost_rise_ppm: int
    stale_after_minutes: int
    last_success_at: datetime | None
    failing_since: datetime | None
    last_error: str | None
    next_poll_at: datetime | None
    credentials_expire_at: datetime | None
    webhook_url: str | None
    products: int
    mappings: int
    broken_mappings: int
    open_orders: int
    created_at: datetime
    updated_at: datetime


class AccountOut(Output):
    """What the supplier says of the account right now. `balance` null: it has none, or does not
    tell."""

    account_ref: str
    name: str
    currency: str
    balance: int | None
    test: bool
    missing: list[str]
