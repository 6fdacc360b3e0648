"""Refusals of promotions."""

from ecomm_core.errors import Conflict, Invalid, NotFound


class DiscountGone(Conflict):
    """Somebody else took the last use of a discount."""

    code = "discount_gone"
    message = "A discount in your cart was used up meanwhile. Look at the cart again."


class BalanceGone(Conflict):
    """A gift card or credit holds less than it did."""

    code = "balance_gone"
    message = "A gift card or credit holds less than it did. Look at the cart again."


class DiscountNotFound(NotFound):
    """No such discount in this store."""

    code = "discount_not_found"
    message = "There is no such discount."


class GiftCardNotFound(NotFound):
    """No such gift card in this store."""

    code = "gift_card_not_found"
    message = "There is no such gift card."


class CodeTaken(Conflict):
    """Another live discount has this code."""

    code = "code_taken"
    message = "Another discount has this code."


class TooManyAutomatic(Conflict):
    """More automatic discounts than one cart should be judged by."""

    code = "too_many_automatic"
    message = "A store has at most 50 automatic discounts at a time."


class BadDiscount(Invalid):
    """A combination of settings that makes no discount."""

    code = "bad_discount"
    message = "These settings make no discount."


class DiscountStale(Conflict):
    """Somebody else changed it since it was read."""

    code = "discount_stale"
    message = "Somebody else changed this discount meanwhile. Load it again."


class CustomerUnknown(NotFound):
    """No such customer in this store."""

    code = "customer_not_found"
    message = "There is no such customer."


class BalanceTooLow(Conflict):
    """More is taken off than there is."""

    code = "balance_too_low"
    message = "That is more than the balance."


class CurrencyRefused(Invalid):
    """Gift cards and credit are in currencies the store sells in."""

    code = "currency_unknown"
    message = "This store does not sell in this currency."


class CreditNotFound(NotFound):
    """No such store credit in this store."""

    code = "store_credit_not_found"
    message = "There is no such credit."


class NoAddress(Conflict):
    """A gift card without an e-mail address cannot be sent."""

    code = "no_address"
    message = "This gift card has no e-mail address."


class VolumeNotFound(NotFound):
    """No such volume prices in this store."""

    code = "volume_price_not_found"
    message = "There are no such volume prices."


class BadVolume(Invalid):
    """Breaks that make no table of prices."""

    code = "bad_volume_price"
    message = "These settings make no volume prices."


class TooManyVolume(Conflict):
    """More than a cart's can be found among."""

    code = "too_many_volume_prices"
    message = "A store has at most 500 volume prices at a time. Archive some first."


class BundleNotFound(NotFound):
    """No such bundle in this store."""

    code = "bundle_not_found"
    message = "There is no such bundle."


class BadBundle(Invalid):
    """Settings that make no bundle."""

    code = "bad_bundle"
    message = "These settings make no bundle."


class BundleTaken(Conflict):
    """The variant is a bundle already."""

    code = "bundle_taken"
    message = "This product is a bundle already."


class ComponentRefused(Conflict):
    """What cannot be part of a bundle."""

    code = "component_refused"
    message = "This product cannot be part of a bundle."


class BundleStale(Conflict):
    """Somebody else changed it since it was read."""

    code = "bundle_stale"
    message = "Somebody else changed this bundle meanwhile. Load it again."


class CrossSellNotFound(NotFound):
    """No such cross-sell in this store."""

    code = "cross_sell_not_found"
    message = "There is no such cross-sell."


class BadCrossSell(Invalid):
    """Settings that show nothing."""

    code = "bad_cross_sell"
    message = "These settings make no cross-sell."


class CrossSellStale(Conflict):
    """Somebody else changed it since it was read."""

    code = "cross_sell_stale"
    message = "Somebody else changed this cross-sell meanwhile. Load it again."


class TooManyCrossSells(Conflict):
    """More than a page should look through."""

    code = "too_many_cross_sells"
    message = "A store has at most 100 cross-sells. Archive some first."
