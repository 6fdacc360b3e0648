"""Countries, currencies and timezones that exist.

Countries and timezones come from the IANA time zone database (package `tzdata`: iso3166.tab,
zone.tab); currencies are ISO 4217's active list of January 2026, without funds, metals and test
codes.
"""

from functools import lru_cache
from importlib.resources import files
from zoneinfo import available_timezones

_ACTIVE = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD
CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD
KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO
NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE
SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND
VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""

CURRENCIES = frozenset(_ACTIVE.split())

_MAIN_ZONES = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "GL": "America/Nuuk",
    "ID": "Asia/Jakarta",
    "KZ": "Asia/Almaty",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PF": "Pacific/Tahiti",
    "PG": "Pacific/Port_Moresby",
    "PS": "Asia/Hebron",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
}
"""Where most people of a country with several zones live (zone.tab is ordered by geography)."""

_NOT_A_PLACE = frozenset({"localtime", "Factory", "posixrules"})


@lru_cache
def countries() -> tuple[str, ...]:
    """ISO 3166-1 alpha-2 codes in alphabetical order."""
    return tuple(sorted(fields[0] for fields in _table("iso3166.tab")))


@lru_cache
def timezones() -> frozenset[str]:
    """Names of the zones a store may keep its days in."""
    return frozenset(available_timezones() - _NOT_A_PLACE)


@lru_cache
def timezone_of(country: str) -> str:
    """The zone most of a country's people live in; UTC where there is none."""
    if country in _MAIN_ZONES:
        return _MAIN_ZONES[country]
    for code, _place, zone, *_ in _table("zone.tab"):
        if code == country and zone in timezones():
            return zone
    return "UTC"


def known_country(code: str) -> str:
    """The code itself. Raises ValueError for one that no country has."""
    if code not in countries():
        raise ValueError("is not a country code of ISO 3166-1")
    return code


def known_currency(code: str) -> str:
    """The code itself. Raises ValueError for one that no currency has."""
    if code not in CURRENCIES:
        raise ValueError("is not an active currency of ISO 4217")
    return code


def known_timezone(name: str) -> str:
    """The name itself. Raises ValueError for one that is not in the time zone database."""
    if name not in timezones():
        raise ValueError("is not a timezone, such as Europe/Berlin")
    return name


def _table(name: str) -> list[list[str]]:
    text = files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
