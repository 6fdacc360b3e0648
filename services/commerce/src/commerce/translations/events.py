"""What happens to a store's languages. `tags` are the cached replies and pages made stale."""

from typing import ClassVar
from uuid import UUID

from commerce.translations.models import TranslatedKind
from ecomm_core.outbox.events import EventData


class LocalesChanged(EventData):
    """The languages a shop is shown in are others now."""

    type: ClassVar[str] = "store.locales_changed"
    resource_type: ClassVar[str] = "store"

    published: list[str]
    tags: list[str]


class TranslationsChanged(EventData):
    """Texts in a language changed: those of the things named, at most 500 an event; `kind` null:
    names and values of options."""

    type: ClassVar[str] = "translations.changed"
    resource_type: ClassVar[str] = "store"

    locale: str
    kind: TranslatedKind | None
    ids: list[UUID]
    tags: list[str]
