"""Context of the mail that brings a gift card."""

from pydantic import Field

from commerce.mail.contexts.base import Line, MailContext, Money, Url, date


class GiftCard(MailContext):
    """A gift card's code, to whom it is for."""

    code: Line = Field(description="The code to type in at checkout", examples=["GIFT-7F3K-99QX"])
    amount: Money = Field(
        description="What is on it", examples=[{"amount": 5000, "currency": "EUR"}]
    )
    recipient: Line | None = Field(
        default=None, description="Whom it is for, if known", examples=["Ada Lovelace"]
    )
    sender: Line | None = Field(
        default=None, description="Who gives it, if somebody does", examples=["Grace Hopper"]
    )
    message: str | None = Field(
        default=None,
        max_length=2_000,
        description="The giver's own words",
        examples=["Happy birthday. Choose something nice."],
    )
    expires_on: date | None = Field(
        default=None, description="Its last day, if it has one", examples=["2031-12-31"]
    )
    shop_url: Url = Field(description="The shop", examples=["https://shop.example/"])
