"""What fits the schema of refunds and drafts and is refused, with the reason."""

_ISO = "a list of the standards' codes, not a pattern"
_ONE_CURRENCY = "a store sells in one currency, which the document cannot know"
_TAKEN = "what exists is known to the database"
_EMAIL = "special-use domains get no mail"

REFUND = {
    "lines": "it has to come to something",
    "lines.*.item_id": _TAKEN,
    "shipping": "what was paid for it",
    "shipping.currency": _ONE_CURRENCY,
    "adjustment.currency": _ONE_CURRENCY,
}

DRAFT = {
    "email": _EMAIL,
    "lines.*.variant_id": _TAKEN,
    "shipping_address.country": _ISO,
    "discount": "either a share or an amount",
    "discount.amount.currency": _ONE_CURRENCY,
}
