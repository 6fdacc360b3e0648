"""Refusals of checkout."""

from ecomm_core.errors import Conflict, Invalid, NotFound


class CheckoutNotFound(NotFound):
    """No such checkout, or not the caller's."""

    code = "checkout_not_found"
    message = "This checkout does not exist."


class CartEmpty(Conflict):
    """Nothing to buy."""

    code = "cart_empty"
    message = "The cart is empty."


class CartChanged(Conflict):
    """Lines need the shopper's eyes first: `unavailable` or `price_changed`, one detail each."""

    code = "cart_changed"
    message = "Something in the cart has changed. Look at it again before paying."


class CountryNotServed(Invalid):
    """No rate of the store ships there."""

    code = "country_not_served"
    message = "This store does not ship to that country."


class RateUnavailable(Invalid):
    """Not a rate of this store, or not for this country."""

    code = "shipping_rate_unavailable"
    message = "This way of shipping is not available for the address."


class TotalTooLarge(Invalid):
    """More money than a payment can carry."""

    code = "amount_too_large"
    message = "That is more than one order can cost."


class CheckoutReplaced(Conflict):
    """The checkout was started again elsewhere, with other contents."""

    code = "checkout_replaced"
    message = "This checkout was changed in another window. Look at the cart again."


class CheckoutOver(Conflict):
    """Too late for another attempt; checkout can be started again from the cart."""

    code = "checkout_over"
    message = "This checkout is over. Start it again from the cart."


class RateNotFound(NotFound):
    """No such shipping rate in this store."""

    code = "shipping_rate_not_found"
    message = "This shipping rate does not exist."


class TooManyRates(Conflict):
    """More shipping rates than a store may have."""

    code = "too_many_rates"
    message = "A store has at most 100 shipping rates."


class ZoneNotFound(NotFound):
    """No such zone in this store."""

    code = "shipping_zone_not_found"
    message = "This shipping zone does not exist."


class RegionTaken(Conflict):
    """A place belongs to one zone."""

    code = "region_taken"
    message = "Another zone has this region."


class TooManyZones(Conflict):
    """Every cart reads the zones of its store."""

    code = "too_many_shipping_zones"
    message = "A store has at most 100 shipping zones."
