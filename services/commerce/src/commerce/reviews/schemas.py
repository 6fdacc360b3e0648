"""Shapes of reviews."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, StrictBool

from commerce.catalog.schemas import ImageOut
from commerce.reviews.models import ReviewSource, ReviewStatus
from ecomm_core.api.schemas import Input, Output

Rating = Annotated[int, Field(ge=1, le=5, strict=True)]
Title = Annotated[str, Field(max_length=120)]
Body = Annotated[str, Field(max_length=5_000)]
Author = Annotated[str, Field(max_length=80)]
MAX_PHOTOS = 5


class ReviewIn(Input):
    """What a buyer says of an item of their order. `author` is what the shop shows; without one it
    is the first name and an initial of the order's."""

    item_id: UUID
    rating: Rating
    title: Title = ""
    body: Body = ""
    author: Author = ""


class ReviewSettingsIn(Input):
    """How the store takes reviews. Those with one of `words` wait for you, whatever is set."""

    enabled: StrictBool
    auto_publish: StrictBool
    words: Annotated[
        list[Annotated[str, Field(min_length=2, max_length=60)]], Field(max_length=200)
    ] = []


class ReviewSettingsOut(Output):
    """How the store takes reviews."""

    enabled: bool
    auto_publish: bool
    words: list[str]


class ReplyIn(Input):
    """The shop's answer, shown below the review."""

    text: Annotated[str, Field(min_length=1, max_length=2_000)]


class ReviewBulkIn(Input):
    """Do one thing to many reviews; each is judged by itself."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]
    action: Literal["publish", "reject", "delete"]


class ReviewBulkResult(Output):
    """How it went with one review. `code` and `message` say why it was left alone."""

    id: UUID
    done: bool
    code: str | None
    message: str | None


ReviewResults = list[ReviewBulkResult]


class ReviewOut(Output):
    """A review as its merchant sees it. `held_words` are why it waits, where the store's list had
    one. Of an import there is no order."""

    id: UUID
    product_id: UUID
    product_title: str
    product_slug: str
    order_id: UUID | None
    order_number: int | None
    source: ReviewSource
    verified: bool
    status: ReviewStatus
    rating: int
    title: str
    body: str
    author: str
    photos: list[ImageOut]
    held_words: list[str]
    written_at: AwareDatetime
    reply: str | None
    replied_at: datetime | None


class RatingOut(Output):
    """The published reviews of a product: how many, and their mean of 1 to 5, to two places."""

    average: float
    count: int


class HistogramOut(Output):
    """How many of each."""

    ones: int
    twos: int
    threes: int
    fours: int
    fives: int


class PublicReviewOut(Output):
    """A published review. `verified`: written with the order of somebody who paid for it here.
    `imported`: the shop brought it from elsewhere and vouches for it. An empty `author` was
    forgotten at their wish."""

    id: UUID
    rating: int
    title: str
    body: str
    author: str
    verified: bool
    imported: bool
    photos: list[ImageOut]
    written_at: datetime
    reply: str | None
    replied_at: datetime | None


class PublicReviewsOut(Output):
    """A page of a product's reviews. `found` is how many the filter leaves; `rating` is null where
    there are none."""

    rating: RatingOut | None
    histogram: HistogramOut
    found: int
    page: int
    per_page: int
    reviews: list[PublicReviewOut]


class OwnReviewOut(Output):
    """A buyer's own review."""

    id: UUID
    item_id: UUID
    status: ReviewStatus
    rating: int
    title: str
    body: str
    author: str
    photos: list[ImageOut]
    photos_left: int
    written_at: datetime


class ReviewableItemOut(Output):
    """An item of the order, and what its buyer said of it. `open`: it can be reviewed now."""

    item_id: UUID
    title: str
    variant_title: str
    product_slug: str | None
    image: ImageOut | None
    open: bool
    review: OwnReviewOut | None


class OrderReviewsOut(Output):
    """What of an order can be reviewed. `enabled`: the shop takes reviews; `author` is what would
    be shown of the buyer."""

    enabled: bool
    author: str
    items: list[ReviewableItemOut]
