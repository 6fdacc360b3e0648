"""What the platform says by itself, it says in the store's language: mails, first pages, the first
home page and papers. Each text is compared with its English one."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from commerce.mail.branding import DARK, LIGHT, Branding
from commerce.mail.catalogue import words
from commerce.mail.kinds import FACTS, Kind
from commerce.mail.language.dialect import problems
from commerce.mail.render import Rendered, content_of, default_source, frame, locale_for
from commerce.mail.view import shape_of, view
from commerce.site import starters
from commerce.stores.schemas import Niche
from commerce.themes import service as themes

LANGUAGES = ("de", "es", "fr", "it", "nl")
"""Those of the storefront's catalogues, without English."""

MERCHANTS_OWN = {
    Kind.TEAM_INVITE,
    Kind.STORE_READY,
    Kind.ACCOUNT_CLOSED,
    Kind.DISPUTE,
    Kind.DAILY_RESEARCH,
    Kind.NOTIFICATION,
    Kind.BILLING,
}
"""From the platform to whoever runs a store, in the dashboard's language."""

TRANSLATED = [kind for kind in Kind if kind not in MERCHANTS_OWN]

ENGLISH = re.compile(r"\b(?:the|your|you|and|this|from|have|will|with|of your|quantity)\b", re.I)
"""Words that no other of the languages has."""

_JINJA = re.compile(r"\{[{%].*?[%}]\}", re.S)


def _branding(locale: str) -> Branding:
    return Branding(
        name="Kontor", url="https://kontor.example", locale=locale, timezone="Europe/Berlin",
        contact=None, logo=None, from_name=None, from_email=None, reply_to=None,
        light=LIGHT, dark=DARK,
    )  # fmt: skip


def _mail(kind: Kind, locale: str) -> Rendered:
    branding = _branding(locale)
    source = default_source(kind, locale)
    content = content_of(source, view(FACTS[kind].context.example(), branding), branding)
    return frame(content, branding, "test")


def _said(text: str) -> set[str]:
    """The pieces of a template that are words, without what is filled in."""
    pieces = re.split(r"[\n|*\[\]#]+", _JINJA.sub("\n", text))
    return {piece.strip() for piece in pieces if len(re.findall(r"[^\W\d_]+", piece)) > 1}


def _holes(text: str) -> list[str]:
    return sorted(re.findall(r"\{\{.*?\}\}|\{%.*?%\}", text))


def _flat(part: Any, at: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(part, str):
        yield at, part
    else:
        for key, value in part.items():
            yield from _flat(value, f"{at}.{key}")


def _catalogue(package: str, folder: str, language: str) -> dict[str, str]:
    file = files(package).joinpath(folder, f"{language}.json")
    return dict(_flat(json.loads(file.read_text("utf-8"))))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", TRANSLATED, ids=str)
def test_a_mail_says_all_and_nothing_in_english(kind: Kind, language: str) -> None:
    ours, english = default_source(kind, f"{language}-XX"), default_source(kind, "en")
    for part in ("subject", "body"):
        said, meant = getattr(ours, part), getattr(english, part)
        assert _said(said) & _said(meant) == set()
        assert set(_holes(said)) == set(_holes(meant)), "what it tells differs"
        assert not ENGLISH.findall(_JINJA.sub(" ", said))
    assert problems(ours.subject, ours.body, shape_of(FACTS[kind].context)) == []
    mail, example = _mail(kind, language), _mail(kind, "en")
    assert f'lang="{language}' in mail.html
    assert mail.subject != example.subject
    for line in mail.text.splitlines():
        if len(line.split()) > 3 and "http" not in line:
            assert line not in example.text.splitlines() or line.lstrip("> ") in _given(kind), line


def _given(kind: Kind) -> str:
    """Words of the example itself, which no template says."""
    return json.dumps(FACTS[kind].context.example().model_dump(mode="json"), ensure_ascii=False)


@pytest.mark.parametrize("kind", sorted(MERCHANTS_OWN))
def test_a_mail_to_the_merchant_speaks_one_language(kind: Kind) -> None:
    assert locale_for(kind, "de-DE") == "en"
    assert locale_for(kind, "en-GB") == "en-GB"
    assert locale_for(Kind.REFUND, "de-DE") == "de-DE"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("package", "folder"),
    [
        ("commerce.mail", "locales"),
        ("commerce.orders.invoices.printing", "locales"),
        ("commerce.themes", "copy"),
    ],
)
def test_a_catalogue_has_every_text(package: str, folder: str, language: str) -> None:
    english, ours = (_catalogue(package, folder, name) for name in ("en", language))
    assert ours.keys() == english.keys()
    for at, text in ours.items():
        holes = re.compile(r"\{\w+\}")
        assert sorted(holes.findall(text)) == sorted(holes.findall(english[at])), at
        assert text.strip(), at
        if len(english[at].split()) > 2:
            assert text != english[at], at
        assert not ENGLISH.findall(text), (at, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_pages_are_in_the_stores_language(language: str) -> None:
    for email in ("hallo@kontor.example", None):
        english = {p.kind: p for p in starters.pages("en", shop="Kontor", email=email)}
        ours = list(starters.pages(f"{language}-XX", shop="Kontor", email=email))
        assert [page.kind for page in ours] == list(starters.KINDS)
        for page in ours:
            other = english[page.kind]
            assert page.slug == other.slug, "a page keeps its address in every language"
            tags = re.compile(r"</?\w+")
            assert tags.findall(page.body) == tags.findall(other.body)
            assert "$" not in page.body
            assert not ENGLISH.findall(re.sub(r"<[^>]*>", " ", f"{page.title}: {page.body}"))
            if page.kind.value != "contact":
                assert page.title != other.title


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("niche", [niche.value for niche in Niche])
def test_the_first_home_page_is_in_the_stores_language(niche: str, language: str) -> None:
    theme = themes.default_theme(
        name="Kontor", niche=niche, description=None, locale=f"{language}-XX"
    )
    assert not ENGLISH.findall(json.dumps(theme["home"], ensure_ascii=False))


def test_a_language_without_words_gets_english() -> None:
    assert words("pl-PL")("sent_by", shop="Kontor") == "Sent by Kontor."
    assert default_source(Kind.REFUND, "pl") == default_source(Kind.REFUND, "en")
    in_polish, in_english = (
        themes.default_theme(name="K", niche="food", description=None, locale=name)
        for name in ("pl", "en")
    )
    assert in_polish == in_english
