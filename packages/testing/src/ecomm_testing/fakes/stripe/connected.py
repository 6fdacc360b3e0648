"""Connected accounts of the fake: made, onboarded on Stripe's pages, restricted.

https://docs.stripe.com/api/accounts/object, https://docs.stripe.com/api/account_links/object
"""

from __future__ import annotations

import secrets
from typing import Final

from ecomm_testing.fakes.stripe.books import Books
from ecomm_testing.fakes.stripe.validation import checked_metadata
from ecomm_testing.fakes.stripe.wire import Object, Params, invalid, known_only

_CREATE: Final = frozenset(
    {"business_profile", "capabilities", "controller", "country", "email", "expand", "metadata"}
)
_LINK: Final = frozenset({"account", "expand", "refresh_url", "return_url", "type"})
_WANTED: Final = ["business_type", "external_account", "tos_acceptance.date"]
_COUNTRIES: Final = frozenset({"AT", "AU", "CA", "CH", "DE", "ES", "FR", "GB", "IT", "NL", "US"})
_LINK_LIFE: Final = 300


class Connected:
    """Merchants' accounts below one fake platform."""

    def __init__(self, account: Books) -> None:
        self._account = account

    def create(self, params: Params) -> Object:
        """`POST /v1/accounts`."""
        known_only(params, _CREATE)
        country = params.get("country", "")
        if country not in _COUNTRIES:
            raise invalid(f"Country '{country}' is unknown or not supported", "country")
        controller = params.get("controller", {})
        losses = controller.get("losses", {}).get("payments", "stripe")
        payer = controller.get("fees", {}).get("payer", "account")
        if losses == "application" and payer != "application":
            raise invalid("Losses at the application need its fees, too", "controller")
        made = self._account._add(
            {
                "id": f"acct_1{secrets.token_hex(8)}",
                "object": "account",
                "business_profile": params.get("business_profile", {}),
                "capabilities": {"card_payments": "inactive", "transfers": "inactive"},
                "charges_enabled": False,
                "country": country,
                "details_submitted": False,
                "email": params.get("email"),
                "metadata": checked_metadata(params.get("metadata")),
                "payouts_enabled": False,
                "requirements": {
                    "currently_due": list(_WANTED),
                    "disabled_reason": "requirements.past_due",
                    "past_due": [],
                },
            }
        )
        made.pop("livemode", None)
        return made

    def link(self, params: Params, base: str) -> Object:
        """`POST /v1/account_links`."""
        known_only(params, _LINK)
        account = self._account.need("acct_", params.get("account", ""), "account")
        if params.get("type") != "account_onboarding":
            raise invalid("You cannot create this type of link for this account", "type")
        for name in ("refresh_url", "return_url"):
            if not params.get(name, "").startswith(("http://", "https://")):
                raise invalid("Not a valid URL", name, "url_invalid")
        now = self._account.now()
        return {
            "object": "account_link",
            "created": now,
            "expires_at": now + _LINK_LIFE,
            "url": f"{base}/setup/e/{account['id']}/{secrets.token_urlsafe(9)}",
        }

    def onboard(self, identifier: str, *, payouts: bool = True) -> Object:
        """The merchant has filled in Stripe's pages, and Stripe is content."""
        account = self._account.need("acct_", identifier)
        account.update(
            capabilities={"card_payments": "active", "transfers": "active"},
            charges_enabled=True,
            details_submitted=True,
            payouts_enabled=payouts,
            requirements={"currently_due": [], "disabled_reason": None, "past_due": []},
        )
        self._updated(account)
        return account

    def restrict(self, identifier: str, *wanted: str) -> Object:
        """Stripe wants something that did not come in time."""
        account = self._account.need("acct_", identifier)
        account.update(
            charges_enabled=False,
            payouts_enabled=False,
            requirements={
                "currently_due": list(wanted),
                "disabled_reason": "requirements.past_due",
                "past_due": list(wanted),
            },
        )
        self._updated(account)
        return account

    def _updated(self, account: Object) -> None:
        """Events of connected accounts name the account beside the object."""
        self._account._event("account.updated", account)
        self._account.events[-1]["account"] = account["id"]
