"""A mail's look: the store's colours where they can be read, on light and on dark."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from commerce.reads.mail_sender import MailSender
from ecomm_core.settings import CoreSettings

FONT: Final = "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"

LIGHT: Final[Mapping[str, str]] = {
    "ink": "#1c1b1f",
    "muted": "#55535c",
    "line": "#e4e2e7",
    "page": "#f6f5f7",
    "card": "#ffffff",
    "sunken": "#f1eff3",
    "notice": "#fff4d6",
    "accent": "#1c1b1f",
    "on_accent": "#ffffff",
    "link": "#1c1b1f",
}
DARK: Final[Mapping[str, str]] = {
    "ink": "#f3f1f6",
    "muted": "#b9b6c1",
    "line": "#3a3841",
    "page": "#131216",
    "card": "#1d1c21",
    "sunken": "#2a282f",
    "notice": "#4a3b0e",
    "accent": "#f3f1f6",
    "on_accent": "#131216",
    "link": "#f3f1f6",
}
"""The mails' tokens. Every text pair has a contrast of at least 4.5."""

_READABLE: Final = 4.5
_VISIBLE: Final = 1.6
"""Least contrast of a button's ground to the card: its label names it, so this is for the eye."""


@dataclass(frozen=True, slots=True)
class Branding:
    """Whose mail it is. `light` and `dark` are complete palettes; `from_email` is the store's own
    address, where its domain is verified."""

    name: str
    url: str
    locale: str
    timezone: str
    contact: str | None
    logo: str | None
    from_name: str | None
    from_email: str | None
    reply_to: str | None
    light: Mapping[str, str]
    dark: Mapping[str, str]


def of_store(sender: MailSender, url: str) -> Branding:
    """A store's."""
    logo = sender.logo if sender.logo and sender.logo.startswith("https://") else None
    return Branding(
        name=sender.name,
        url=url,
        locale=sender.locale,
        timezone=sender.timezone,
        contact=sender.contact_email,
        logo=logo,
        from_name=sender.from_name,
        from_email=sender.from_email if sender.verified_at is not None else None,
        reply_to=sender.reply_to,
        light=_palette(LIGHT, sender.tokens),
        dark=_palette(DARK, sender.tokens),
    )


def of_platform(settings: CoreSettings) -> Branding:
    """The platform's own, to merchants and their teams."""
    return Branding(
        name="Ecomm",
        url=settings.dashboard_url,
        locale="en",
        timezone="UTC",
        contact=None,
        logo=None,
        from_name=None,
        from_email=None,
        reply_to=None,
        light=LIGHT,
        dark=DARK,
    )


def _palette(base: Mapping[str, str], tokens: Mapping[str, Any]) -> Mapping[str, str]:
    """The base with the theme's primary pair on buttons, and on links where it can be read there.
    A button that would drown in the card turns its pair around."""
    primary, on_primary = tokens.get("primary"), tokens.get("on_primary")
    if not _is_colour(primary) or not _is_colour(on_primary):
        return base
    card = base["card"]
    accent, on_accent = str(primary), str(on_primary)
    if contrast(accent, on_accent) < _READABLE:
        return base
    if contrast(accent, card) < _VISIBLE:
        accent, on_accent = on_accent, accent
    link = str(primary) if contrast(str(primary), card) >= _READABLE else base["ink"]
    return {**base, "accent": accent, "on_accent": on_accent, "link": link}


def _is_colour(value: object) -> bool:
    return (
        isinstance(value, str)
        and len(value) == 7
        and value[0] == "#"
        and all(digit in "0123456789abcdefABCDEF" for digit in value[1:])
    )


def contrast(first: str, second: str) -> float:
    """Contrast of two colours `#RRGGBB`, 1 to 21 (https://www.w3.org/TR/WCAG22/)."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
