"""Contexts of mails about a shop's news."""

from pydantic import Field

from commerce.mail.contexts.base import MailContext, Url, datetime


class NewsletterConfirm(MailContext):
    """Somebody asked for the shop's news, and is asked whether it was them."""

    url: Url = Field(
        description="The page that confirms it",
        examples=["https://shop.example/newsletter/confirm?token=example"],
    )
    expires_at: datetime | None = Field(
        default=None,
        description="Until when the link works",
        examples=["2030-05-04T12:00:00Z"],
    )


class NewsletterWelcome(MailContext):
    """They confirmed."""

    url: Url = Field(description="The shop", examples=["https://shop.example/"])
    unsubscribe_url: Url = Field(
        description="No more news: answers a POST without log-in (RFC 8058)",
        examples=["https://shop.example/unsubscribe?token=example"],
    )
