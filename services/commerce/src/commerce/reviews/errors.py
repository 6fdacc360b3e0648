"""Refusals about reviews."""

from ecomm_core.errors import Conflict, NotFound


class ReviewNotFound(NotFound):
    """No such review, or not the caller's to see."""

    code = "review_not_found"
    message = "This review does not exist."


class ItemNotFound(NotFound):
    """The order has no such item."""

    code = "order_item_not_found"
    message = "This order has no such item."


class ReviewsClosed(Conflict):
    """The store takes no reviews."""

    code = "reviews_closed"
    message = "This shop takes no reviews."


class NotReviewable(Conflict):
    """The goods have not left yet, or the item is none that is sent."""

    code = "not_reviewable"
    message = "You can review this once it is on its way to you."


class AlreadyReviewed(Conflict):
    """One review for each item of an order."""

    code = "already_reviewed"
    message = "You have reviewed this already."


class TooManyReviewPhotos(Conflict):
    """A review has five pictures at most."""

    code = "too_many_photos"
    message = "A review has 5 pictures at most."


class NotImported(Conflict):
    """What a buyer wrote can be rejected, not deleted."""

    code = "not_imported"
    message = "Only an imported review can be deleted. Reject this one instead."


class NotPublished(Conflict):
    """The shop answers in public, to what is public."""

    code = "not_published"
    message = "Publish the review before you answer it."
