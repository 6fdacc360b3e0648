"""The European Central Bank's daily file of reference rates (`eurofxref-daily.xml`), read.

Source of the format: ecb.europa.eu, "Euro foreign exchange reference rates": nested `Cube`s, the
day in `time`, then one per currency with `currency` and `rate` (units per euro, as a decimal).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree as ET

from ecomm_core.money import PPM

MAX_BYTES = 256 * 1024
"""The daily file has about 2 kB, the one of 90 days about 150."""

_CUBE = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}Cube"


class UnreadableRates(ValueError):
    """Not a file of reference rates; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class DailyRates:
    """One day's rates: units of a currency per euro in parts per million, the euro not named."""

    day: date
    per_euro_ppm: dict[str, int]


def read(content: bytes) -> list[DailyRates]:
    """The days of a file, newest first.

    Raises UnreadableRates; a file is taken whole or not at all, because a day with a rate missing
    would look like a currency that is not sold in any more.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableRates(f"larger than {MAX_BYTES} bytes")
    if b"<!" in content.replace(b"<!--", b""):
        # Entities are the one way a small XML file becomes a large one, or reads another file.
        raise UnreadableRates("declarations are not read")
    try:
        root = ET.fromstring(content)  # noqa: S314 - declarations are refused above
    except ET.ParseError as exc:
        raise UnreadableRates(f"no XML: {exc}") from exc
    days = [_day(cube) for cube in root.iter(_CUBE) if "time" in cube.attrib]
    if not days:
        raise UnreadableRates("no day in it")
    return sorted(days, key=lambda found: found.day, reverse=True)


def _day(cube: ET.Element) -> DailyRates:
    try:
        day = date.fromisoformat(cube.attrib["time"])
    except ValueError as exc:
        raise UnreadableRates(f"no day: {cube.attrib['time']!r}") from exc
    rates = {}
    for entry in cube.iter(_CUBE):
        if entry is cube:
            continue
        currency, rate = entry.get("currency", ""), entry.get("rate", "")
        if not (len(currency) == 3 and currency.isascii() and currency.isupper()):
            raise UnreadableRates(f"no currency: {currency!r}")
        rates[currency] = _ppm(currency, rate)
    if not rates:
        raise UnreadableRates(f"no rates on {day}")
    return DailyRates(day, rates)


def _ppm(currency: str, rate: str) -> int:
    try:
        value = Decimal(rate) * PPM
    except InvalidOperation as exc:
        raise UnreadableRates(f"no rate of {currency}: {rate!r}") from exc
    if not value.is_finite() or value <= 0 or value != value.to_integral_value():
        raise UnreadableRates(f"no rate of {currency}: {rate!r}")
    return int(value)
