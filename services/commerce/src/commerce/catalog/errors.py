"""Refusals about products, categories and pictures."""

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
