"""A whole mail from a template's source: its content, in the frame that all our mails have."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from babel import Locale
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from commerce.mail.bounded import PART, BoundedTemplates
from commerce.mail.branding import FONT, Branding
from commerce.mail.catalogue import FALLBACK, words
from commerce.mail.formats import locale_of
from commerce.mail.kinds import Kind
from commerce.mail.language.drawing import Content, Source, draw_source
from ecomm_core.kernel import Kernel


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail, ready to leave."""

    subject: str
    text: str
    html: str


@lru_cache
def _frames() -> Environment:
    return Environment(
        loader=PackageLoader("commerce.mail", "frame"),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache
def default_source(kind: Kind, locale: str) -> Source:
    """Our own template of a kind, in the locale's language or in English."""
    file = files("commerce.mail").joinpath("templates", _folder(kind, locale), f"{kind.value}.md")
    subject, _, body = file.read_text("utf-8").partition("\n")
    return Source(subject=subject, body=body.strip() + "\n")


@lru_cache
def locale_for(kind: Kind, locale: str) -> str:
    """The locale that our own mail of a kind is written in: the store's, or English where the kind
    has no template in its language, so that no mail speaks two."""
    return FALLBACK if _folder(kind, locale) == FALLBACK and locale[:2] != FALLBACK else locale


def _folder(kind: Kind, locale: str) -> str:
    templates = files("commerce.mail").joinpath("templates")
    for name in (locale, locale.partition("-")[0], FALLBACK):
        if name.replace("-", "").isalpha() and templates.joinpath(name, f"{kind}.md").is_file():
            return name
    raise LookupError(f"there is no template of {kind.value}")


def content_of(source: Source, data: Mapping[str, Any], branding: Branding) -> Content:
    """Draw a template of ours, in this process."""
    return draw_source(source, data, branding.light)


async def draw_own(
    kernel: Kernel, source: Source, data: Mapping[str, Any], branding: Branding
) -> Content:
    """Draw a template that a merchant wrote, in the bounded process. Raises TemplateBroken."""
    bounded: BoundedTemplates = kernel.parts[PART]
    return await bounded.draw(source, data, branding.light)


def frame(content: Content, branding: Branding, notice: str | None = None) -> Rendered:
    """Put a content into the store's frame; `notice` is a key of the catalogue, said above it."""
    translate = words(branding.locale)
    locale = locale_of(branding.locale)
    common = {
        "t": translate,
        "shop": branding.name,
        "notice": translate(f"notice.{notice}") if notice else None,
        "questions": (
            translate("questions")
            if branding.contact
            else translate("questions_no_reply", shop=branding.name)
        ),
    }
    page = (
        _frames()
        .get_template("frame.html")
        .render(
            **common,
            locale=str(locale).replace("_", "-"),
            direction=_direction(locale),
            subject=content.subject,
            lead=content.lead,
            logo=branding.logo,
            light=branding.light,
            dark=branding.dark,
            font=Markup(FONT),  # noqa: S704 - our own constant, quotes and all
            content=Markup(content.html),  # noqa: S704 - drawn by `markup`, which escapes every text
        )
    )
    text = _frames().get_template("frame.txt").render(**common, content=content.text)
    return Rendered(subject=content.subject, text=text.strip() + "\n", html=page)


def _direction(locale: Locale) -> str:
    return "rtl" if locale.text_direction == "rtl" else "ltr"
