"""Reviews as merchants and shoppers see them."""

from collections.abc import Mapping
from typing import Any

from commerce.catalog.media.storage import storage_of
from commerce.reviews.models import ReviewSource
from commerce.reviews.photos import photo_out
from commerce.reviews.schemas import HistogramOut, PublicReviewOut, RatingOut, ReviewOut
from ecomm_core.kernel import Kernel

STARS = ("ones", "twos", "threes", "fours", "fives")


def review_out(kernel: Kernel, row: Mapping[str, Any]) -> ReviewOut:
    """A row of `reads.reviews.list_reviews`."""
    storage = storage_of(kernel)
    given = {name: row[name] for name in ReviewOut.model_fields if name != "photos"}
    return ReviewOut(**given, photos=[photo_out(storage, photo) for photo in row["photos"]])


def public_out(kernel: Kernel, row: Mapping[str, Any]) -> PublicReviewOut:
    """A row of `reads.reviews.published`."""
    storage = storage_of(kernel)
    kept = ("id", "rating", "title", "body", "author", "verified", "written_at", "reply")
    return PublicReviewOut(
        **{name: row[name] for name in kept},
        replied_at=row["replied_at"],
        imported=row["source"] == ReviewSource.IMPORT,
        photos=[photo_out(storage, photo) for photo in row["photos"]],
    )


def histogram_out(totals: Mapping[str, Any]) -> HistogramOut:
    """How many of each."""
    return HistogramOut(**{name: totals[name] for name in STARS})


def rating_out(totals: Mapping[str, Any]) -> RatingOut | None:
    """The mean; None without reviews."""
    count = sum(totals[name] for name in STARS)
    if not count:
        return None
    stars = sum(value * totals[name] for value, name in enumerate(STARS, 1))
    return RatingOut(average=round(stars / count, 2), count=count)
