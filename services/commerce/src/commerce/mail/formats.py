"""Money, rates and times as a store's locale writes them."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_datetime_format
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


def moment(value: datetime, locale: str, timezone: str) -> str:
    """`4 May 2026, 14:00 UTC+2`, in the store's time zone."""
    here = value.astimezone(_zone(timezone))
    named = locale_of(locale)
    hour = format_time(here, "short", locale=named)
    both = str(get_datetime_format("medium", locale=named))
    written = both.replace("{1}", day(here.date(), locale))
    return f"{written.replace('{0}', hour)} {_offset(here)}".replace("'", "").replace(
        "\u202f", "\u00a0"
    )


def _offset(here: datetime) -> str:
    """`UTC+2`, `UTC+5:30`: zones have short names in few languages, and no two agree on them."""
    minutes = int((here.utcoffset() or timedelta()).total_seconds()) // 60
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02}" if rest else "")


def day(value: date, locale: str) -> str:
    """`4 May 2026`."""
    return format_date(value, "long", locale=locale_of(locale))


def day_in(value: datetime, locale: str, timezone: str) -> str:
    """The day of a moment, in the store's time zone: `4 May 2026`."""
    return day(value.astimezone(_zone(timezone)).date(), locale)


@lru_cache
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


@lru_cache
def _pattern(locale: str, digits: int) -> str:
    """The locale's pattern with exactly this many digits after the point."""
    pattern: str = locale_of(locale).currency_formats["standard"].pattern
    fraction = "." + "0" * digits if digits else ""
    return pattern.replace(".00", fraction)
