"""What happens to a store's site. `tags` are the cached replies and pages that it makes stale."""

from typing import ClassVar
from uuid import UUID

from ecomm_core.outbox.events import EventData


class SiteEvent(EventData):
    """Base of events of one resource of the site."""

    tags: list[str]


class PageChanged(SiteEvent):
    """A page was made, changed or removed."""

    type: ClassVar[str] = "page.changed"
    resource_type: ClassVar[str] = "page"
    page_id: UUID
    slug: str


class NavigationChanged(SiteEvent):
    """A menu has other lines now."""

    type: ClassVar[str] = "navigation.changed"
    resource_type: ClassVar[str] = "store"
    menu: str


class RedirectsChanged(SiteEvent):
    """Redirects were made, changed or removed."""

    type: ClassVar[str] = "redirects.changed"
    resource_type: ClassVar[str] = "store"
