"""Refusals about products, categories, collections and pictures."""

from collections.abc import Sequence
from typing import Any

from ecomm_core.errors import Conflict, Invalid, NotFound, TooLarge


class ProductNotFound(NotFound):
    """No such product in this store."""

    code = "product_not_found"
    message = "This product does not exist."


class CategoryNotFound(NotFound):
    """No such category in this store."""

    code = "category_not_found"
    message = "This category does not exist."


class MediaNotFound(NotFound):
    """No such picture in this store."""

    code = "media_not_found"
    message = "This picture does not exist."


class NotArchived(Conflict):
    """Only what is out of the shop already can be purged."""

    code = "not_archived"
    message = "Archive this product first. Purging cannot be undone."


class SlugTaken(Conflict):
    """Another live product, or category, of the store has this slug."""

    code = "slug_taken"
    message = "Another page of this store has this address."


class SkuTaken(Conflict):
    """Another live variant of the store has this SKU; letter case and outer space do not count."""

    code = "sku_taken"
    message = "Another variant of this store has this SKU."


class Stale(Conflict):
    """Somebody changed the product since it was read."""

    code = "stale"
    message = "This product was changed meanwhile. Reload it and try again."


class CategoryCycle(Conflict):
    """A category cannot be moved below itself."""

    code = "category_cycle"
    message = "A category cannot be placed below itself."


class CategoryTooDeep(Conflict):
    """The tree has a bounded depth."""

    code = "category_too_deep"
    message = "Categories can be nested six levels deep at most."


class TooManyCategories(Conflict):
    """A store has a bounded number of categories."""

    code = "too_many_categories"
    message = "A store can have 1,000 categories at most."


class CollectionNotFound(NotFound):
    """No such collection in this store."""

    code = "collection_not_found"
    message = "This collection does not exist."


class TooManyCollections(Conflict):
    """A store has a bounded number of collections."""

    code = "too_many_collections"
    message = "A store can have 1,000 collections at most."


class CollectionFull(Conflict):
    """A collection that is put together by hand has a bounded number of products."""

    code = "collection_full"
    message = "A collection put together by hand can have 2,000 products at most."


class NotByHand(Conflict):
    """Rules decide which products are in a smart collection."""

    code = "not_by_hand"
    message = "Rules decide which products are in this collection. Change its rules."


class BulkEditNotFound(NotFound):
    """No such bulk edit in this store, or no longer."""

    code = "bulk_edit_not_found"
    message = "This bulk edit does not exist, or is no longer kept."


class BulkEditRunning(Conflict):
    """Wait for its end first."""

    code = "bulk_edit_running"
    message = "This bulk edit is still running."


class TooManyBulkEdits(Conflict):
    """A store's bulk edits are worked on a few at a time."""

    code = "too_many_bulk_edits"
    message = "Several bulk edits of this store are running. Wait for one to end."


class CannotUndo(Conflict):
    """Undone already, or too long ago."""

    code = "cannot_undo"
    message = "A bulk edit can be undone for 30 days."


class TooManyMedia(Conflict):
    """A product has a bounded number of pictures."""

    code = "too_many_media"
    message = "A product can have 250 pictures at most."


class ImageRefused(Invalid):
    """Not a picture we can take; the sentence says why."""

    code = "image_refused"
    message = "This is not a picture we can read."


class ImageTooLarge(TooLarge):
    """More than 20 MB."""

    code = "image_too_large"
    message = "A picture can have 20 MB at most."


def problem(field: str, message: str) -> dict[str, Any]:
    """One entry of a refusal's details."""
    return {"field": field, "code": "invalid", "message": message}


def refuse(problems: Sequence[dict[str, Any]]) -> None:
    """Raise Invalid (422) with all of them, if there are any."""
    if problems:
        raise Invalid(str(problems[0]["message"]), details=list(problems[:100]))
