"""What the pages of a category and of a collection have in common."""

from typing import Protocol

from commerce.catalog.schemas import PageSeoIn


class Page(Protocol):
    """A row with texts for search engines."""

    seo_title: str | None
    seo_description: str | None


def apply_seo(page: Page, seo: PageSeoIn | None) -> None:
    """Set what is given; null as a whole clears both."""
    if seo is None:
        page.seo_title = page.seo_description = None
        return
    if "title" in seo.model_fields_set:
        page.seo_title = seo.title or None
    if "description" in seo.model_fields_set:
        page.seo_description = seo.description or None
