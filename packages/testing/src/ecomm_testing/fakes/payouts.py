"""Payout accounts at a provider that is content with everybody."""

from ecomm_connectors.payments import AccountRequest, AccountState


class ContentAccounts:
    """Opens every account it is asked for, ready at once; asks for nothing."""

    async def open_account(self, request: AccountRequest) -> AccountState:
        """An account that may take charges."""
        return _account(f"acct_{request.reference}")

    async def fetch_account(self, account_ref: str) -> AccountState:
        """The same account as before."""
        return _account(account_ref)

    async def onboarding_url(self, account_ref: str, *, return_url: str, refresh_url: str) -> str:
        """Where its owner would go on."""
        del return_url, refresh_url  # it asks for nothing, so nobody comes back
        return f"https://connect.example/{account_ref}"


def _account(ref: str) -> AccountState:
    return AccountState(
        provider="stripe",
        account_ref=ref,
        country="DE",
        charges_enabled=True,
        payouts_enabled=True,
        details_submitted=True,
        requirements=(),
        disabled_reason=None,
    )
