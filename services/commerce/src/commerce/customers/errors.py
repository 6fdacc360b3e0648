"""Refusals about customers, their books and segments."""

from ecomm_core.errors import Conflict, Invalid, NotFound, TooManyRequests


class CustomerNotFound(NotFound):
    """No such customer in this store."""

    code = "customer_not_found"
    message = "This customer does not exist."


class CustomerExists(Conflict):
    """The store knows somebody with this e-mail."""

    code = "customer_exists"
    message = "There is already a customer with this e-mail."


class CustomerHasCredit(Conflict):
    """Store credit is left; details say how much. Who deletes them says that it is lost."""

    code = "customer_has_credit"
    message = "This customer has store credit left. Say that it is forfeited to delete them."


class AddressNotFound(NotFound):
    """No such address in the shopper's book."""

    code = "address_not_found"
    message = "This address is no longer in the book."


class TooManyAddresses(Conflict):
    """The book is full."""

    code = "too_many_addresses"
    message = "A customer keeps at most 20 addresses. Remove one first."


class ProductUnknown(NotFound):
    """No such product on sale in this store."""

    code = "product_not_found"
    message = "This product is not for sale here."


class WishlistFull(Conflict):
    """The list is full."""

    code = "wishlist_full"
    message = "A wishlist holds at most 200 products."


class SegmentNotFound(NotFound):
    """No such segment in this store."""

    code = "segment_not_found"
    message = "This segment does not exist."


class SegmentNameTaken(Conflict):
    """Another segment is called so."""

    code = "segment_name_taken"
    message = "Another segment has this name."


class TooManySegments(Conflict):
    """More segments than a store keeps."""

    code = "too_many_segments"
    message = "A store keeps at most 200 segments."


class SegmentByRules(Conflict):
    """Nobody is chosen by hand for a segment of rules."""

    code = "segment_by_rules"
    message = "Rules decide who is in this segment. Change its conditions instead."


class WrongPassword(Invalid):
    """The present password is not this one."""

    code = "wrong_password"
    message = "The present password is wrong."


class AlreadyVerified(Conflict):
    """The address has been proven."""

    code = "already_verified"
    message = "This e-mail address is already confirmed."


class JustSent(TooManyRequests):
    """A mail went out a moment ago."""

    code = "just_sent"
    message = "We have just sent you a mail. Look for it, or try again in a minute."


class SessionNotFound(NotFound):
    """No such log-in of the shopper's."""

    code = "session_not_found"
    message = "This session has already ended."
