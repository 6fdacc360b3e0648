"""Contexts of mails about what somebody has not bought yet."""

from pydantic import Field

from commerce.mail.contexts.base import Line, MailContext, Money, Part, Url


class CartItem(Part):
    """A line of the cart."""

    title: Line = Field(description="Product", examples=["Pour-over kettle"])
    variant: Line = Field(default="", description="Variant, if any", examples=["Steel"])
    quantity: int = Field(description="Units", examples=[2])
    total: Money = Field(
        description="Price of the line", examples=[{"amount": 4998, "currency": "EUR"}]
    )


class AbandonedCart(MailContext):
    """Somebody left a cart behind and agreed to hear of it (commerce-rules §7)."""

    name: Line | None = Field(
        default=None, description="The shopper's name, if known", examples=["Ada Lovelace"]
    )
    items: list[CartItem] = Field(
        description="What is in it",
        examples=[
            [
                {
                    "title": "Pour-over kettle",
                    "variant": "Steel",
                    "quantity": 2,
                    "total": {"amount": 4998, "currency": "EUR"},
                }
            ]
        ],
    )
    total: Money = Field(
        description="What it costs now", examples=[{"amount": 4998, "currency": "EUR"}]
    )
    url: Url = Field(
        description="The link back to it", examples=["https://shop.example/cart?recover=example"]
    )
    unsubscribe_url: Url = Field(
        description="No more reminders: answers a POST without log-in (RFC 8058)",
        examples=["https://shop.example/unsubscribe?token=example"],
    )


class PaymentLink(MailContext):
    """A merchant prepared an order, and its customer may pay it."""

    name: Line | None = Field(
        default=None, description="The customer's name, if known", examples=["Ada Lovelace"]
    )
    number: Line = Field(description="What the draft is called", examples=["D7"])
    items: list[CartItem] = Field(
        description="What is in it",
        examples=[
            [
                {
                    "title": "Pour-over kettle",
                    "variant": "Steel",
                    "quantity": 2,
                    "total": {"amount": 4998, "currency": "EUR"},
                }
            ]
        ],
    )
    total: Money = Field(
        description="What it costs, with delivery and tax",
        examples=[{"amount": 4998, "currency": "EUR"}],
    )
    url: Url = Field(
        description="Where it is looked at and paid",
        examples=["https://shop.example/pay?draft=example&token=example"],
    )
