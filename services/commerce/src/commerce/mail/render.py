"""Mails from templates. What a template sees is plain data; hostile text is escaped in HTML and is
only text in the text part."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from commerce.mail.catalogue import words
from commerce.mail.formats import price, rate

STYLE: Final[Mapping[str, str]] = {
    "ink": "#1c1b1f",
    "muted": "#5f5d66",
    "line": "#e4e2e7",
    "page": "#f6f5f7",
    "card": "#ffffff",
    "accent": "#1c1b1f",
    "on_accent": "#ffffff",
    "notice": "#fff4d6",
    "font": "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif",
}
"""The mails' tokens: mail programs know no style sheets, so they are written into each element."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail's two parts."""

    text: str
    html: str


@lru_cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("commerce.mail", "templates"),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, section: str, data: Mapping[str, Any]) -> Rendered:
    """A mail of `data`: `locale`, `shop`, and what the template names.

    `section` is the catalogue's section of this mail.
    """
    locale = str(data["locale"])
    translate = words(locale)
    context = {
        **data,
        "section": section,
        "style": STYLE,
        "t": translate,
        "price": lambda amount: price(amount, str(data["currency"]), locale),
        "rate": lambda rate_ppm: rate(rate_ppm, locale),
    }
    environment = _environment()
    text = environment.get_template(f"{template}.txt").render(context)
    return Rendered(
        text=text.strip() + "\n",
        html=environment.get_template(f"{template}.html").render(context),
    )
