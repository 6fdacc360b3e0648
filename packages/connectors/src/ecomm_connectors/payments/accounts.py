"""Payout accounts: merchants of a platform who are paid through the platform's provider account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class AccountRequest:
    """An account to be opened for one store.

    idempotency_key: ours, kept before the call. reference: our id of the account's row.
    country: ISO 3166-1 alpha-2, fixed once the account exists. email: of the merchant, or None.
    name, url: the shop's, shown to the provider's reviewers; hostile text.
    """

    idempotency_key: str
    reference: str
    country: str
    email: str | None
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class AccountState:
    """The truth about one account, read from the provider.

    requirements: what the provider still asks for, by its own names (`external_account`, …);
    overdue ones are why charges or payouts are off. disabled_reason: the provider's word for it.
    """

    provider: str
    account_ref: str
    country: str
    charges_enabled: bool
    payouts_enabled: bool
    details_submitted: bool
    requirements: tuple[str, ...]
    disabled_reason: str | None


@runtime_checkable
class PayoutAccounts(Protocol):
    """What a provider that pays merchants out can do besides taking payments. Raises what the
    payment port raises: `ProviderUnavailable` (outcome unknown), `ProviderRefused`."""

    async def open_account(self, request: AccountRequest) -> AccountState:
        """Open an account. Idempotent by key."""
        ...

    async def fetch_account(self, account_ref: str) -> AccountState:
        """Read the truth. `ProviderRefused` (`not_found`) for an unknown one."""
        ...

    async def onboarding_url(self, account_ref: str, *, return_url: str, refresh_url: str) -> str:
        """A page of the provider's where the merchant goes on, good for one visit and some minutes.

        return_url: where the merchant comes back to (proves nothing: read `fetch_account`).
        refresh_url: where they are sent when the page is over or was visited; ask for another one.
        """
        ...
