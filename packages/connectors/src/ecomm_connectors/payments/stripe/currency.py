"""Stripe's own exponent table (https://docs.stripe.com/currencies, read 2026-11).

It is neither ISO 4217 nor ours: it has more zero-decimal currencies than our money rules, and it
has kept two decimals for currencies that lost theirs.
"""

from __future__ import annotations

from typing import Final

from ecomm_connectors.payments.exponents import ExponentTable

_ZERO_DECIMAL: Final = (
    "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF",
    "XOF", "XPF",
)  # fmt: skip
_THREE_DECIMAL: Final = ("BHD", "JOD", "KWD", "OMR", "TND")
# "Special cases": zero-decimal in life, two-decimal in the API, and the decimals must be 00.
# UGX also stands in Stripe's list of zero-decimal currencies; the special case wins
# (woocommerce-gateway-stripe#2674: 1,000 UGX was charged as 10).
_WHOLE_UNITS_TIMES_100: Final = ("ISK", "UGX")
# HUF and TWD are special for payouts only; charges take two decimals like any other.

STRIPE_EXPONENTS: Final = ExponentTable(
    digits={**dict.fromkeys(_ZERO_DECIMAL, 0), **dict.fromkeys(_THREE_DECIMAL, 3)},
    # Three-decimal amounts must end in 0 for Stripe's card partners.
    multiples={
        **dict.fromkeys(_THREE_DECIMAL, 10),
        **dict.fromkeys(_WHOLE_UNITS_TIMES_100, 100),
    },
)
