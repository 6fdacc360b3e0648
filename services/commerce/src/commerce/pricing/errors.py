"""Refusals about taxes, currencies and prices."""

from ecomm_core.errors import Conflict, Invalid, NotFound


class TaxRateNotFound(NotFound):
    """No such rate in this store."""

    code = "tax_rate_not_found"
    message = "This tax rate does not exist."


class TaxRateExists(Conflict):
    """One rate per place, class and slot."""

    code = "tax_rate_exists"
    message = "There is a rate for this place, class and slot already."


class TooManyTaxRates(Conflict):
    """Every sale reads the rates of its country."""

    code = "too_many_tax_rates"
    message = "A store has at most 1,000 tax rates."


class CurrencyNotOffered(Invalid):
    """Not one of the currencies the store sells in."""

    code = "currency_not_offered"
    message = "This store does not sell in this currency."


class ExchangeRateStale(Conflict):
    """The newest rate is older than the store allows; no price is better than a guessed one."""

    code = "exchange_rate_stale"
    message = "There is no rate that is new enough."


class CurrencyNotFound(NotFound):
    """The store has not added this currency."""

    code = "currency_not_found"
    message = "This store does not have this currency."


class CurrencyExists(Conflict):
    """A store sells in a currency once; its own is always there."""

    code = "currency_exists"
    message = "The store sells in this currency already."


class VariantNotFound(NotFound):
    """No such product or variant in this store."""

    code = "variant_not_found"
    message = "This variant does not exist."


class RatesUnreadable(Invalid):
    """Not a file of reference rates."""

    code = "rates_unreadable"
    message = "This is not the European Central Bank's file of rates."
