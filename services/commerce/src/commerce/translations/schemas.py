"""Shapes of languages and translations."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StrictBool

from commerce.catalog.schemas import OptionName, OptionValue
from commerce.stores.schemas import Locale
from commerce.translations.known import known_locale
from commerce.translations.models import TranslatedKind
from ecomm_core.api.pagination import MAX_PAGE
from ecomm_core.api.schemas import Input, Output, Text

NewLocale = Annotated[Locale, AfterValidator(known_locale)]


class TranslationState(StrEnum):
    """`missing`: a text of the original has no translation · `outdated`: the original changed since
    · `translated`: neither."""

    MISSING = "missing"
    OUTDATED = "outdated"
    TRANSLATED = "translated"


class LocaleIn(Input):
    """A language to add. Shoppers see it once it is published."""

    locale: NewLocale
    published: StrictBool = False


class LocalePatch(Input):
    """Whether shoppers see it."""

    published: StrictBool


class StateCounts(Output):
    """How many things stand where."""

    missing: int
    outdated: int
    translated: int


class LocaleOut(Output):
    """A language of the store beside its own, and how far its products are."""

    locale: str
    published: bool
    products: StateCounts


class LocalesOut(Output):
    """The store's own language, and the others."""

    own: str
    locales: list[LocaleOut]


class TranslationsIn(BaseModel):
    """Which things to list."""

    page: int = Field(default=1, ge=1, le=MAX_PAGE)
    per_page: int = Field(default=20, ge=1, le=100)
    state: TranslationState | None = None
    search: Text | None = Field(default=None, max_length=200)


class TranslationRow(Output):
    """A thing with a text in the store's own language, and where its translation stands."""

    kind: TranslatedKind
    id: UUID
    title: str
    translated_title: str | None
    state: TranslationState
    updated_at: datetime | None


class TextOut(Output):
    """A text in the store's own language and in the other one. `digest` names the original: send it
    back with the translation, so that a change in between is noticed. `state` null: there is
    nothing to translate."""

    source: str | None
    text: str | None
    digest: str
    state: TranslationState | None


class TranslationOut(Output):
    """All texts of a thing in a language. Descriptions of categories are plain text, those of
    products and collections and the text of a page are HTML."""

    kind: TranslatedKind
    id: UUID
    locale: str
    title: TextOut
    description: TextOut
    seo_title: TextOut
    seo_description: TextOut
    state: TranslationState
    updated_at: datetime | None


class Digests(Input):
    """Which originals were translated, as they were read."""

    title: Annotated[str, Field(pattern="^[0-9a-f]{32}$")] | None = None
    description: Annotated[str, Field(pattern="^[0-9a-f]{32}$")] | None = None
    seo_title: Annotated[str, Field(pattern="^[0-9a-f]{32}$")] | None = None
    seo_description: Annotated[str, Field(pattern="^[0-9a-f]{32}$")] | None = None


class TranslationIn(Input):
    """Texts in the other language. What is left out stays; null or empty takes a text back, and the
    store's own language is shown. HTML is reduced as that of the original."""

    title: Annotated[str, Field(max_length=255)] | None = None
    description: Annotated[str, Field(max_length=200_000)] | None = None
    seo_title: Annotated[str, Field(max_length=255)] | None = None
    seo_description: Annotated[str, Field(max_length=1000)] | None = None
    digests: Digests = Field(default_factory=Digests)


class OptionTextOut(Output):
    """An option's name (`value` null) or a value of it, in how many products it is used, and its
    translation."""

    option: str
    value: str | None
    products: int
    text: str | None


class OptionTextIn(Input):
    """A translation of an option's name (`value` null) or of a value; null or empty takes it
    back."""

    option: OptionName
    value: OptionValue | None = None
    text: Annotated[str, Field(max_length=120)] | None = None


class OptionTextsIn(Input):
    """Translations to write; what is not named stays."""

    texts: Annotated[list[OptionTextIn], Field(min_length=1, max_length=500)]


class OptionsQuery(BaseModel):
    """Which names and values to list."""

    page: int = Field(default=1, ge=1, le=MAX_PAGE)
    per_page: int = Field(default=20, ge=1, le=100)
    missing: bool | None = None
    search: Text | None = Field(default=None, max_length=200)
