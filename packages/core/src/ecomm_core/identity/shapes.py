"""From the rules' objects to replies."""

import re
from typing import Final

from ecomm_core import clock
from ecomm_core.accounts.api_keys import ApiKey
from ecomm_core.accounts.people import Person, SecondStep, SignedIn
from ecomm_core.accounts.sessions import LogIn
from ecomm_core.accounts.tokens import Claims
from ecomm_core.identity.key_schemas import ApiKeyOut
from ecomm_core.identity.schemas import (
    AccountSessionOut,
    MembershipOut,
    SecondStepOut,
    TokensOut,
    UserOut,
)

_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
    ("curl", "curl"),
)
_SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
"""Marks of user agents, the most telling first (each browser also names those it imitates)."""


def device(user_agent: str | None) -> str:
    """A user agent in words, such as `Firefox on Linux`; its first product where none is known."""
    if not user_agent:
        return "Unknown device"
    browser = next((name for mark, name in _BROWSERS if f"{mark}/" in user_agent), None)
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), None)
    if browser and system:
        return f"{browser} on {system}"
    return browser or system or re.split(r"[\s/(]", user_agent.strip(), maxsplit=1)[0][:60]


def tokens(pair: SignedIn) -> TokensOut:
    """A pair of tokens with whose it is."""
    return TokensOut(
        access_token=pair.access_token,
        refresh_token=pair.refresh_token,
        token_type="Bearer",  # noqa: S106 - the scheme's name
        expires_in=pair.expires_in,
        user=user(pair.person),
    )


def signed_in(outcome: SignedIn | SecondStep) -> TokensOut | SecondStepOut:
    """A pair of tokens, or the question for a code."""
    if isinstance(outcome, SecondStep):
        return SecondStepOut(
            second_step="code", challenge=outcome.challenge, expires_in=outcome.expires_in
        )
    return tokens(outcome)


def user(person: Person) -> UserOut:
    """The signed-in user."""
    current = person.current
    return UserOut(
        id=person.id,
        email=person.email,
        name=person.name,
        created_at=person.created_at,
        tenant_id=current.tenant_id,
        tenant_name=current.tenant_name,
        role=current.role.value,
        role_id=current.role_id,
        role_name=current.role_name,
        permissions=None if current.permissions is None else sorted(current.permissions),
        store_ids=None if current.store_ids is None else list(current.store_ids),
        email_verified=person.email_verified_at is not None,
        memberships=[
            MembershipOut(tenant_id=m.tenant_id, tenant_name=m.tenant_name, role=m.role.value)
            for m in person.memberships
        ],
    )


def session(log_in: LogIn, claims: Claims) -> AccountSessionOut:
    """One log-in of the caller."""
    return AccountSessionOut(
        id=log_in.id,
        device=device(log_in.user_agent),
        ip=log_in.ip,
        tenant_id=log_in.tenant_id,
        created_at=log_in.created_at,
        last_used_at=log_in.last_used_at,
        current=log_in.id == claims.family_id,
    )


def api_key(found: ApiKey) -> ApiKeyOut:
    """An API key, without what it is called by."""
    return ApiKeyOut(
        id=found.id,
        name=found.name,
        hint=found.hint,
        scopes=sorted(found.scopes),
        store_ids=None if found.store_ids is None else sorted(found.store_ids),
        created_by=found.created_by,
        created_at=found.created_at,
        expires_at=found.expires_at,
        expired=found.expires_at is not None and found.expires_at <= clock.now(),
        last_used_at=found.last_used_at,
    )
