"""How the platform and a product speak about one store's connection.

The platform calls, signed (`ecomm_core.api.signed_calls`) with the key both were given:

- `GET    /api/v1/platform/about` -> `About`: what the product is and wants to hear.
- `PUT    /api/v1/platform/connections/{store_id}` `ConnectIn` -> `Connected`. Said again it is the
  same connection, with a fresh key in the product; the former one ends.
- `PUT    /api/v1/platform/connections/{store_id}/secrets` `SecretsIn` -> 200.
- `POST   /api/v1/platform/connections/{store_id}/sign-in` `SignInIn` -> `SignedInAt`: an address
  that opens the product signed in, once, within a minute.
- `GET    /api/v1/platform/connections/{store_id}/resources/{type}/{id}` -> `ResourceStatus`: what
  the product has done for one product or order.
- `DELETE /api/v1/platform/connections/{store_id}` -> 200: nothing more is done for the store; what
  was made stays the merchant's until they erase it in the product. Unknown ones are 200 too.
- `POST   /api/v1/webhooks/platform`: events, signed with the connection's secret
  (`delivery.signing`).

The product calls the platform's public API with the key of `ConnectIn`.
"""

from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import Field

from ecomm_core.contracts.payloads import Payload


class Owner(Payload):
    """Who connects: the person whose business is provisioned in the product."""

    user_id: UUID
    email: str
    name: str


class ConnectedStore(Payload):
    """The store as the product needs to know it."""

    store_id: UUID
    name: str
    slug: str
    url: str
    currency: str
    locale: str
    timezone: str


class ConnectIn(Payload):
    """Connect a store. `tenant_id` is the business in the platform: all its stores are of one
    business in the product too."""

    connection_id: UUID
    tenant_id: UUID
    tenant_name: str
    owner: Owner
    store: ConnectedStore
    platform_url: str
    """Origin of the platform's API."""
    platform_key: str = Field(repr=False)
    """API key for this store alone, with `scopes`."""
    scopes: list[str]
    webhook_secrets: list[str] = Field(min_length=1, max_length=2, repr=False)
    """Newest first; all of them are good."""


class Connected(Payload):
    """The product's answer. `api_key` opens the product's API for this business; the platform keeps
    it encrypted."""

    tenant_id: UUID
    api_key: str = Field(repr=False)
    plan: str
    dashboard_url: str


class SecretsIn(Payload):
    """New secrets of a connection, and a new key to the platform where one is given."""

    webhook_secrets: list[str] = Field(min_length=1, max_length=2, repr=False)
    platform_key: str | None = Field(default=None, repr=False)


class SignInIn(Payload):
    """Who opens the product. A person the product does not know yet joins the business there."""

    user_id: UUID
    email: str
    name: str
    role: Literal["owner", "admin", "staff", "viewer"]
    path: str = "/"
    """Where in the product they want to be; below its own pages."""


class SignedInAt(Payload):
    """An address for the person's browser. It works once."""

    url: str
    expires_at: datetime


class WorkState(StrEnum):
    """How far a product is with something of the store. `none`: it has nothing to do with it."""

    NONE = "none"
    WAITING = "waiting"
    WORKING = "working"
    REVIEW = "review"
    """A person is asked."""
    DONE = "done"
    FAILED = "failed"


class ResourceStatus(Payload):
    """What a product has done for one resource of the store."""

    state: WorkState
    summary: str
    """For people, one line: `6 fields wait in review`."""
    url: str | None
    """Path in the product, for `SignInIn.path`."""
    updated_at: datetime | None


class About(Payload):
    """What a product says of itself."""

    name: str
    title: str
    summary: str
    """One sentence: what it does for a merchant."""
    events: list[str]
    """What it wants to hear of."""
    scopes: list[str]
    """What it needs to do in a store."""
    resources: list[str]
    """Kinds of resources it has a status for, such as `product`."""
