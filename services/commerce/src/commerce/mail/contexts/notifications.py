"""Context of mails that tell the team what happened in a store."""

from typing import Annotated

from pydantic import Field

from commerce.mail.contexts.base import Line, MailContext, Part, Url


class NotificationLine(Part):
    """One thing that happened."""

    text: Line = Field(description="What happened", examples=["Order 1001 was placed"])
    url: Url = Field(
        description="The page that shows it", examples=["https://app.example/stores/1/orders/1"]
    )


class Notified(MailContext):
    """For one person of a team: something happened, or what a day brought."""

    headline: Line = Field(
        description="What it is about", examples=["Order 1001 waits for your decision"]
    )
    store: Line = Field(description="The store's name", examples=["Kontor Goods"])
    lines: Annotated[list[NotificationLine], Field(max_length=20)] = Field(
        description="What happened, of a day",
        examples=[[{"text": "Order 1001 was placed", "url": "https://app.example/stores/1"}]],
    )
    more: int = Field(description="How many are not listed", examples=[0])
    url: Url = Field(
        description="Where to look at it", examples=["https://app.example/notifications"]
    )
    preferences_url: Url = Field(
        description="Where to choose what is told",
        examples=["https://app.example/profile#notifications"],
    )
