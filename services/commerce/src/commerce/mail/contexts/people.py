"""Contexts of mails about an account."""

from pydantic import Field

from commerce.mail.contexts.base import Line, MailContext, Url, datetime


class Welcome(MailContext):
    """A shopper has an account now."""

    name: Line | None = Field(description="The shopper's name, if known", examples=["Ada Lovelace"])
    account_url: Url = Field(
        description="The shopper's account", examples=["https://shop.example/account"]
    )


class Verification(MailContext):
    """Proof that an address is its owner's."""

    name: Line | None = Field(description="The person's name, if known", examples=["Ada Lovelace"])
    url: Url = Field(
        description="The link that proves it",
        examples=["https://shop.example/verify?token=example"],
    )
    expires_at: datetime | None = Field(
        default=None,
        description="Until when the link works",
        examples=["2030-05-04T12:00:00Z"],
    )


class PasswordReset(MailContext):
    """A link to choose a new password."""

    name: Line | None = Field(description="The person's name, if known", examples=["Ada Lovelace"])
    url: Url = Field(
        description="The link to choose one", examples=["https://shop.example/reset?token=example"]
    )
    expires_at: datetime | None = Field(
        default=None,
        description="Until when the link works",
        examples=["2030-05-04T12:00:00Z"],
    )


class AccountDeleted(MailContext):
    """A shopper closed their account."""

    name: Line | None = Field(description="The person's name, if known", examples=["Ada Lovelace"])


class TeamInvite(MailContext):
    """Somebody is asked into a team."""

    team: Line = Field(description="The business that invites", examples=["Kontor Goods"])
    inviter: Line = Field(description="Who invites", examples=["Grace Hopper"])
    role: Line = Field(description="The role offered", examples=["staff"])
    url: Url = Field(
        description="The link to accept", examples=["https://app.example/invite?token=example"]
    )
    expires_at: datetime | None = Field(
        default=None,
        description="Until when the invitation stands",
        examples=["2030-05-04T12:00:00Z"],
    )


class AccountClosed(MailContext):
    """Somebody who ran a business here deleted their account."""

    name: Line | None = Field(description="The person's name, if known", examples=["Grace Hopper"])
    closed: Line | None = Field(
        default=None,
        description="Businesses that closed along, if any did",
        examples=["Kontor Goods"],
    )


class StoreReady(MailContext):
    """A merchant's new store is there."""

    name: Line | None = Field(description="The owner's name, if known", examples=["Grace Hopper"])
    store: Line = Field(description="The store's name", examples=["Kontor Goods"])
    shop_url: Url = Field(
        description="Where shoppers find it", examples=["https://kontor-goods.shop.example"]
    )
    dashboard_url: Url = Field(
        description="Where it is run", examples=["https://app.example/stores/1"]
    )
