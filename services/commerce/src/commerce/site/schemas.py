"""Shapes of pages, menus and redirects."""

import re
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from commerce.site.models import LinkKind, Menu, PageKind, PageStatus
from ecomm_core.api.schemas import Input, Output

_OUTSIDE = re.compile(r"https?://[^\s/?#@\\]+(?:[/?#][^\s\\]*)?", re.IGNORECASE)
_LETTER = re.compile(r"(?:mailto|tel):[^\s<>\"\\]+", re.IGNORECASE)
_PATH = re.compile(r"/(?![/\\])[^\s\\]*")


def link(address: str) -> str:
    """A path of the shop, or an address of http(s), mailto or tel. Raises ValueError."""
    if _PATH.fullmatch(address) or _OUTSIDE.fullmatch(address) or _LETTER.fullmatch(address):
        return address
    raise ValueError("write a path of your shop such as /products, or a whole web address")


PageTitle = Annotated[str, Field(min_length=1, max_length=160)]
PageBody = Annotated[str, Field(max_length=200_000)]
PageSlug = Annotated[str, Field(min_length=1, max_length=120)]
SeoTitle = Annotated[str, Field(max_length=255)]
SeoDescription = Annotated[str, Field(max_length=1000)]
Address = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(link)]


class PageIn(Input):
    """A new page. `body` is HTML; what a page does not need is taken out of it."""

    title: PageTitle
    kind: PageKind = PageKind.PAGE
    slug: PageSlug | None = Field(default=None, description="Of the title where absent.")
    body: PageBody = ""
    status: PageStatus = PageStatus.DRAFT
    seo_title: SeoTitle | None = None
    seo_description: SeoDescription | None = None


class PagePatch(Input):
    """Changes to a page. Absent fields stay; null clears the fields for search engines."""

    title: PageTitle | None = None
    slug: PageSlug | None = None
    body: PageBody | None = None
    status: PageStatus | None = None
    seo_title: SeoTitle | None = None
    seo_description: SeoDescription | None = None


class PageRowOut(Output):
    """A page in a list."""

    id: UUID
    kind: PageKind
    title: str
    slug: str
    status: PageStatus
    created_at: datetime
    updated_at: datetime


class PageOut(PageRowOut):
    """A page as its merchants see it."""

    body: str
    seo_title: str | None
    seo_description: str | None


class PublicPageRowOut(Output):
    """A published page by name."""

    kind: PageKind
    title: str
    slug: str
    updated_at: datetime


class PublicPageOut(PublicPageRowOut):
    """A published page."""

    body: str
    seo_title: str | None
    seo_description: str | None


class SubItemIn(Input):
    """A line of a menu: `target_id` names the page, category, collection or product, `url` the
    address of a `url` item."""

    label: Annotated[str, Field(min_length=1, max_length=60)]
    kind: LinkKind
    target_id: UUID | None = None
    url: Address | None = None


class MenuItemIn(SubItemIn):
    """A line of a menu with the lines below it."""

    items: Annotated[list[SubItemIn], Field(max_length=30)] = Field(default_factory=list)


class MenuIn(Input):
    """A whole menu, in its order."""

    items: Annotated[list[MenuItemIn], Field(max_length=30)]


class SubItemOut(Output):
    """A line of a menu. `path` is where it leads now; null where that is not public, and then the
    shop leaves the line out."""

    id: UUID
    label: str
    kind: LinkKind
    target_id: UUID | None
    url: str | None
    title: str | None
    path: str | None


class MenuItemOut(SubItemOut):
    """A line of a menu with the lines below it."""

    items: list[SubItemOut]


class MenuOut(Output):
    """A menu, in its order."""

    menu: Menu
    items: list[MenuItemOut]


class PublicSubLinkOut(Output):
    """A line of a menu as shoppers see it: `href` is a path of the shop or a whole address."""

    label: str
    href: str


class PublicLinkOut(PublicSubLinkOut):
    """A line of a menu with the lines below it."""

    items: list[PublicSubLinkOut]


class RedirectIn(Input):
    """A path of the shop that leads elsewhere: to another path, or to a whole web address."""

    path: Annotated[str, Field(min_length=1, max_length=1000)]
    target: Annotated[str, Field(min_length=1, max_length=2000)]


class RedirectPatch(Input):
    """Changes to a redirect. Absent fields stay."""

    path: Annotated[str, Field(min_length=1, max_length=1000)] | None = None
    target: Annotated[str, Field(min_length=1, max_length=2000)] | None = None


class RedirectOut(Output):
    """A redirect. `moved` ones were left by a changed address of a product, category or page: they
    follow it, and can only be removed. `shadowed`: a live page stands at the path and wins."""

    id: UUID
    path: str
    target: str
    origin: Literal["manual", "moved"]
    shadowed: bool
    created_at: datetime


class RedirectProblemOut(Output):
    """A line of a file that was not taken, and why."""

    line: int
    column: str
    reason: str


class RedirectImportOut(Output):
    """What a file of redirects did, or would do."""

    dry_run: bool
    created: int
    updated: int
    unchanged: int
    problems: list[RedirectProblemOut]


class PublicRedirectOut(Output):
    """Where a path leads now: a path of the shop or a whole address."""

    location: str
