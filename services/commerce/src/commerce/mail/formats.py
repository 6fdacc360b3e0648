"""Money and rates as a store's locale writes them."""

import re
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency, format_percent

from ecomm_core.money import PPM, minor_digits

_LETTER_BY_DIGIT = re.compile(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
"""A currency without a sign of its own keeps a space from its number."""


@lru_cache
def locale_of(name: str) -> Locale:
    """The locale of a tag such as `de-DE`; its language, then English, where it is unknown."""
    for candidate in (name, name.partition("-")[0]):
        try:
            return Locale.parse(candidate, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def price(amount: int, currency: str, locale: str) -> str:
    """`2499, EUR, de-DE` -> `24,99 €`. Every minor digit is shown, also where the locale's data
    would round a currency to whole units."""
    digits = minor_digits(currency)
    value = Decimal(amount).scaleb(-digits)
    written = format_currency(
        value,
        currency,
        format=_pattern(locale, digits),
        locale=locale_of(locale),
        currency_digits=False,
    )
    return _LETTER_BY_DIGIT.sub("\u00a0", written)


def rate(rate_ppm: int, locale: str) -> str:
    """`190000` -> `19%`; up to four digits after the point."""
    return format_percent(Decimal(rate_ppm) / PPM, format="#,##0.####%", locale=locale_of(locale))


@lru_cache
def _pattern(locale: str, digits: int) -> str:
    """The locale's pattern with exactly this many digits after the point."""
    pattern: str = locale_of(locale).currency_formats["standard"].pattern
    fraction = "." + "0" * digits if digits else ""
    return pattern.replace(".00", fraction)
