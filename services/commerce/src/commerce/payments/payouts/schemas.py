"""Shapes of a store's payment settings and its payout account."""

from datetime import datetime
from typing import Literal

from ecomm_core.api.schemas import Output


class PayoutAccountOut(Output):
    """The store's account at the provider, as the provider describes it. `requirements` are what it
    still asks for, by its own names. `link` is its page to go on at, good for one visit and some
    minutes; while `preparing`, it is on its way. Only admins see it."""

    provider: str
    provider_ref: str | None
    country: str
    charges_enabled: bool
    payouts_enabled: bool
    details_submitted: bool
    requirements: list[str]
    disabled_reason: str | None
    preparing: bool
    link: str | None
    error: str | None
    checked_at: datetime | None


class PaymentSettingsOut(Output):
    """Whether the shop can take money: `test` (no real money moves), `live`, or `closed` for
    `reason`. `connects`: merchants are paid out to accounts of their own."""

    mode: Literal["test", "live", "closed"]
    reason: Literal["no_provider", "onboarding", "restricted"] | None
    provider: str | None
    test_mode: bool
    can_leave_test_mode: bool
    connects: bool
    account: PayoutAccountOut | None
