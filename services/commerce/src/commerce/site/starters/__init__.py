"""The pages a new store begins with: plain texts that hold for any shop, for the merchant to read
and make their own. A language is a folder of the same files; English stands in for others."""

import json
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Template

from commerce.site.models import PageKind, PageStatus
from commerce.site.schemas import PageIn

FALLBACK = "en"
KINDS = (
    PageKind.ABOUT,
    PageKind.CONTACT,
    PageKind.SHIPPING,
    PageKind.RETURNS,
    PageKind.PRIVACY,
    PageKind.TERMS,
    PageKind.FAQ,
)
IN_FOOTER = (PageKind.ABOUT, PageKind.CONTACT, PageKind.FAQ)
"""The footer's first menu; policies have their own place there."""


def pages(locale: str, *, shop: str, email: str | None) -> Iterator[PageIn]:
    """The first pages of a shop, published. `email` None: the shop names none yet."""
    folder = _folder(locale)
    facts = json.loads(folder.joinpath("pages.json").read_text("utf-8"))
    reach = facts["reach"] if email else facts["reach_unknown"]
    values = {
        "shop": escape(shop),
        "reach": Template(reach).substitute(email=escape(email or "")),
    }
    for kind in KINDS:
        text = folder.joinpath(f"{kind.value}.html").read_text("utf-8")
        yield PageIn(
            kind=kind,
            title=facts["titles"][kind.value],
            slug=facts["slugs"][kind.value],
            body=Template(text).substitute(values),
            status=PageStatus.PUBLISHED,
        )


@lru_cache
def _folder(locale: str) -> Traversable:
    root = files("commerce.site.starters")
    for name in (locale, locale.partition("-")[0], FALLBACK):
        found = root.joinpath(name)
        if name.replace("-", "").isalpha() and found.is_dir():
            return found
    raise LookupError("the English pages are missing")
