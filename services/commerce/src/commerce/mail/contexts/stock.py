"""Context of the alert that something runs out."""

from pydantic import Field

from commerce.mail.contexts.base import Line, MailContext, Part, Url


class LowStockItem(Part):
    """A variant at or below its threshold."""

    title: Line = Field(description="Product", examples=["Pour-over kettle"])
    variant: Line = Field(default="", description="Variant, if any", examples=["Steel"])
    sku: Line | None = Field(default=None, description="SKU, if any", examples=["KET-1"])
    available: int = Field(description="Units left to sell", examples=[3])
    threshold: int = Field(description="The threshold of the alert", examples=[5])


class LowStock(MailContext):
    """For the merchant: variants that run out."""

    items: list[LowStockItem] = Field(
        description="What runs out",
        examples=[
            [
                {
                    "title": "Pour-over kettle",
                    "variant": "Steel",
                    "sku": "KET-1",
                    "available": 3,
                    "threshold": 5,
                }
            ]
        ],
    )
    url: Url = Field(
        description="The inventory page", examples=["https://app.example/stores/1/inventory"]
    )
