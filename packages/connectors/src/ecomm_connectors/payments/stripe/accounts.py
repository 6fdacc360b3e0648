"""Stripe Connect: accounts of merchants whom the platform pays out.

Destination charges (https://docs.stripe.com/connect/destination-charges): payments are made on the
platform's account and the money goes on to the merchant's; so sessions, refunds, disputes and
events stay where the platform reads them. The merchant finishes onboarding on Stripe's own pages.
"""

from __future__ import annotations

from typing import Final

import stripe
from stripe.params import AccountCreateParams

from ecomm_connectors.payments.accounts import AccountRequest, AccountState
from ecomm_connectors.payments.stripe.session_params import REFERENCE_KEY
from ecomm_connectors.payments.stripe.states import PROVIDER

MAX_REQUIREMENTS: Final = 50


def account_params(request: AccountRequest) -> AccountCreateParams:
    """An account with Stripe's Express dashboard; Stripe collects what the law asks of a merchant,
    the platform answers for fees and losses, as destination charges have it."""
    params: AccountCreateParams = {
        "country": request.country,
        "controller": {
            "fees": {"payer": "application"},
            "losses": {"payments": "application"},
            "stripe_dashboard": {"type": "express"},
        },
        "capabilities": {
            "card_payments": {"requested": True},
            "transfers": {"requested": True},
        },
        "business_profile": {"name": _shown(request.name)},
        "metadata": {REFERENCE_KEY: request.reference},
    }
    if request.url.startswith("https://"):
        # Reviewers open it; addresses of local machines are refused.
        params["business_profile"]["url"] = request.url
    if request.email is not None:
        params["email"] = request.email
    return params


def account_state(account: stripe.Account) -> AccountState:
    """What is due is due now or was due already."""
    requirements = account.requirements if "requirements" in account else None
    due: list[str] = []
    reason: str | None = None
    if requirements is not None:
        due = [*(requirements.past_due or []), *(requirements.currently_due or [])]
        reason = requirements.disabled_reason
    return AccountState(
        provider=PROVIDER,
        account_ref=account.id,
        country=account.country or "",
        charges_enabled=bool(account.charges_enabled),
        payouts_enabled=bool(account.payouts_enabled),
        details_submitted=bool(account.details_submitted),
        requirements=tuple(dict.fromkeys(due))[:MAX_REQUIREMENTS],
        disabled_reason=reason,
    )


def _shown(name: str) -> str:
    printable = "".join(character if character.isprintable() else " " for character in name)
    return " ".join(printable.split())[:100] or "\u2013"
