"""R1.2: a payment provider has its own exponent table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecomm_connectors.payments import ProviderRefused
from ecomm_connectors.payments.exponents import ExponentTable
from ecomm_connectors.payments.mock.provider import MOCK_EXPONENTS
from ecomm_connectors.payments.stripe.currency import STRIPE_EXPONENTS

# (currency, our minor units, Stripe's integer), by hand from https://docs.stripe.com/currencies.
STRIPE_AMOUNTS = [
    ("EUR", 2499, 2499),
    ("USD", 1, 1),
    ("JPY", 500, 500),
    ("KRW", 12_000, 12_000),
    ("VND", 250_000, 250_000),
    ("CLP", 9_990, 9_990),
    # Two digits with us, none at Stripe.
    ("XAF", 150_000, 1_500),
    ("MGA", 100, 1),
    ("PYG", 700_000, 7_000),
    # Three digits, the last of them 0.
    ("KWD", 5_120, 5_120),
    ("TND", 10, 10),
    # Whole units written with two decimals.
    ("ISK", 50_000, 50_000),
    ("UGX", 500, 500),
    # Special for payouts only.
    ("HUF", 1_045, 1_045),
    ("TWD", 80_045, 80_045),
]


@pytest.mark.parametrize(("currency", "ours", "theirs"), STRIPE_AMOUNTS)
def test_stripe_amounts(currency: str, ours: int, theirs: int) -> None:
    """R1.2"""
    assert STRIPE_EXPONENTS.to_provider(ours, currency) == theirs
    assert STRIPE_EXPONENTS.from_provider(theirs, currency) == ours


@pytest.mark.parametrize(
    ("currency", "amount", "step"),
    [("KWD", 5_124, 10), ("ISK", 50_050, 100), ("UGX", 501, 100), ("XAF", 150_050, 100)],
)
def test_amounts_stripe_cannot_write_are_refused_not_rounded(
    currency: str, amount: int, step: int
) -> None:
    """R1.2"""
    assert STRIPE_EXPONENTS.step(currency) == step
    with pytest.raises(ProviderRefused) as refused:
        STRIPE_EXPONENTS.to_provider(amount, currency)
    assert refused.value.reason == "amount_not_representable"
    assert STRIPE_EXPONENTS.to_provider(amount - amount % step, currency) > 0


@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD", "ISK", "XAF", "CLP"])
def test_the_mock_writes_amounts_as_we_do(currency: str) -> None:
    """R1.2"""
    assert MOCK_EXPONENTS.step(currency) == 1
    assert MOCK_EXPONENTS.to_provider(1234, currency) == 1234


@pytest.mark.parametrize("currency", ["", "eur", "EU", "EURO", "E R", "\u00c9UR", "123"])
def test_what_is_no_currency_code_is_unsupported(currency: str) -> None:
    with pytest.raises(ProviderRefused) as refused:
        STRIPE_EXPONENTS.step(currency)
    assert refused.value.reason == "currency_unsupported"


CURRENCIES = sorted({currency for currency, _, _ in STRIPE_AMOUNTS})


@given(currency=st.sampled_from(CURRENCIES), steps=st.integers(1, 10**9))
def test_every_multiple_of_the_step_survives_the_round_trip(currency: str, steps: int) -> None:
    """R1.2"""
    amount = steps * STRIPE_EXPONENTS.step(currency)
    sent = STRIPE_EXPONENTS.to_provider(amount, currency)
    assert sent % STRIPE_EXPONENTS.multiples.get(currency, 1) == 0
    assert STRIPE_EXPONENTS.from_provider(sent, currency) == amount


@given(currency=st.sampled_from(CURRENCIES), amount=st.integers(1, 10**9))
def test_between_the_steps_nothing_is_representable(currency: str, amount: int) -> None:
    step = STRIPE_EXPONENTS.step(currency)
    if amount % step:
        with pytest.raises(ProviderRefused):
            STRIPE_EXPONENTS.to_provider(amount, currency)


def test_an_amount_finer_than_our_unit_is_never_guessed() -> None:
    finer = ExponentTable(digits={"JPY": 2})
    assert finer.to_provider(5, "JPY") == 500
    with pytest.raises(ValueError, match="finer"):
        finer.from_provider(501, "JPY")
