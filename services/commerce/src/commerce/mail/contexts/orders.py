"""Contexts of mails about an order. They are made from the order's rows: nobody hands them in."""

from pydantic import Field

from commerce.mail.contexts.base import Line, MailContext, Money, Part, Url, datetime


def _money(amount: int) -> dict[str, object]:
    return {"amount": amount, "currency": "EUR"}


class OrderItem(Part):
    """A line of an order or of a parcel."""

    title: Line = Field(description="Product", examples=["Pour-over kettle"])
    variant: Line = Field(default="", description="Variant, if any", examples=["Steel"])
    quantity: int = Field(description="Units", examples=[2])


class PricedItem(OrderItem):
    """A line with its price."""

    unit_price: Money = Field(description="Price of one", examples=[_money(2499)])
    total: Money = Field(description="Price of the line", examples=[_money(4998)])


class Tender(Part):
    """A part of the payment that did not go by card: a gift card, store credit."""

    name: Line = Field(description="What paid", examples=["Gift card"])
    amount: Money = Field(description="How much of it", examples=[_money(1000)])


class TaxLine(Part):
    """One tax on the order."""

    name: Line = Field(description="The tax's name", examples=["VAT"])
    rate: Line = Field(description="Its rate", examples=["19%"])
    amount: Money = Field(description="How much of it", examples=[_money(892)])


class OrderContext(MailContext):
    """What every mail about an order knows."""

    name: Line = Field(description="The shopper's name", examples=["Ada Lovelace"])
    number: int = Field(description="The order's number", examples=[1001])
    placed_at: datetime = Field(description="When it was placed", examples=["2026-05-04T12:00:00Z"])
    address: list[Line] = Field(
        description="The shipping address, line by line",
        examples=[["Ada Lovelace", "Hauptstrasse 1", "10115 Berlin", "DE"]],
    )
    status_url: Url = Field(
        description="The order's status page",
        examples=["https://shop.example/orders/1?token=example"],
    )


class OrderConfirmation(OrderContext):
    """Thank you for your order."""

    items: list[PricedItem] = Field(
        description="What was bought",
        examples=[
            [
                {
                    "title": "Pour-over kettle",
                    "variant": "Steel",
                    "quantity": 2,
                    "unit_price": _money(2499),
                    "total": _money(4998),
                },
                {
                    "title": "Paper filters",
                    "variant": "",
                    "quantity": 1,
                    "unit_price": _money(600),
                    "total": _money(600),
                },
            ]
        ],
    )
    subtotal: Money = Field(description="Sum of the lines", examples=[_money(5598)])
    discount: Money | None = Field(
        default=None, description="What was taken off, if anything", examples=[_money(500)]
    )
    shipping_name: Line = Field(description="How it is shipped", examples=["Standard"])
    shipping: Money = Field(description="Price of shipping", examples=[_money(490)])
    taxes: list[TaxLine] = Field(
        default_factory=list,
        description="The taxes, one by one",
        examples=[[{"name": "VAT", "rate": "19%", "amount": _money(892)}]],
    )
    tax_inclusive: bool = Field(
        default=True, description="Whether prices hold the tax", examples=[True]
    )
    tax: Money = Field(description="All taxes together", examples=[_money(892)])
    total: Money = Field(description="What the order costs", examples=[_money(5588)])
    tenders: list[Tender] = Field(
        default_factory=list,
        description="What was paid by gift card or credit",
        examples=[[{"name": "Gift card", "amount": _money(1000)}]],
    )


class Parcel(Part):
    """Where a parcel is."""

    carrier: Line = Field(description="Carrier", examples=["DHL"])
    tracking_number: Line = Field(description="Tracking number", examples=["JD014600003828"])
    tracking_url: Url | None = Field(
        default=None, description="Tracking page, if any", examples=["https://dhl.example/t/1"]
    )
    items: list[OrderItem] = Field(
        description="What is in it",
        examples=[[{"title": "Pour-over kettle", "variant": "Steel", "quantity": 2}]],
    )


_PARCEL = {
    "carrier": "DHL",
    "tracking_number": "JD014600003828",
    "tracking_url": "https://dhl.example/t/1",
    "items": [{"title": "Pour-over kettle", "variant": "Steel", "quantity": 2}],
}


class Shipped(OrderContext):
    """A parcel left."""

    complete: bool = Field(
        description="Whether everything has shipped with this parcel", examples=[False]
    )
    parcel: Parcel = Field(description="The parcel", examples=[_PARCEL])


class Delivered(OrderContext):
    """A parcel arrived."""

    parcel: Parcel = Field(description="The parcel", examples=[_PARCEL])
    review_url: Url | None = Field(
        default=None,
        description="Where the shopper says how they like it; none where you take no reviews",
        examples=["https://shop.example/orders/1?token=example#reviews"],
    )


class OrderCancelled(OrderContext):
    """The merchant cancelled the order."""

    paid: bool = Field(description="Whether money goes back", examples=[True])


class Refunded(MailContext):
    """Money goes back. Without a number it bought no order."""

    name: Line = Field(description="The shopper's name", examples=["Ada Lovelace"])
    number: int | None = Field(
        default=None, description="The order's number, if there is one", examples=[1001]
    )
    status_url: Url | None = Field(
        default=None,
        description="The order's status page, if there is one",
        examples=["https://shop.example/orders/1?token=example"],
    )
    amount: Money = Field(description="What goes back", examples=[_money(2499)])
    explanation: str = Field(
        default="",
        max_length=500,
        description="Why, where a payment bought nothing",
        examples=[""],
    )
    items: list[OrderItem] = Field(
        default_factory=list,
        description="What it is for, if lines were named",
        examples=[[{"title": "Pour-over kettle", "variant": "Steel", "quantity": 1}]],
    )
    tenders: list[Tender] = Field(
        default_factory=list,
        description="Where it goes, where that is not one card alone",
        examples=[[{"name": "Gift card", "amount": _money(1000)}]],
    )


class WithdrawalReceipt(MailContext):
    """Receipt of a withdrawal, at once and on a durable medium (Directive (EU) 2023/2673)."""

    name: Line = Field(description="The shopper's name", examples=["Ada Lovelace"])
    number: int = Field(description="The order's number", examples=[1001])
    received_at: datetime = Field(
        description="When it was declared", examples=["2026-05-10T09:30:00Z"]
    )
    items: list[OrderItem] = Field(
        description="What it is about",
        examples=[[{"title": "Pour-over kettle", "variant": "Steel", "quantity": 1}]],
    )
    status_url: Url = Field(
        description="Where it can be followed",
        examples=["https://shop.example/orders/1?token=example"],
    )


class ReturnUpdate(MailContext):
    """The merchant approved or declined a return."""

    name: Line = Field(description="The shopper's name", examples=["Ada Lovelace"])
    number: int = Field(description="The order's number", examples=[1001])
    return_name: Line = Field(description="The return's name", examples=["1001-R1"])
    approved: bool = Field(description="Whether it was approved", examples=[True])
    instructions: str = Field(
        default="",
        max_length=2000,
        description="How to send it back",
        examples=["Put the label on the parcel and leave it at any post office."],
    )
    label_url: Url | None = Field(
        default=None, description="The label, if any", examples=["https://dhl.example/l/1"]
    )
    reason: str = Field(
        default="", max_length=1000, description="Why it was declined", examples=[""]
    )
    items: list[OrderItem] = Field(
        description="What it is about",
        examples=[[{"title": "Pour-over kettle", "variant": "Steel", "quantity": 1}]],
    )
    status_url: Url = Field(
        description="Where it can be followed",
        examples=["https://shop.example/orders/1?token=example"],
    )
