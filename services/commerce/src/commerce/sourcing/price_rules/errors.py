"""Refusals about price rules."""

from ecomm_core.errors import Conflict, NotFound


class PriceRuleNotFound(NotFound):
    """No such rule in this store."""

    code = "price_rule_not_found"
    message = "This price rule does not exist."


class TooManyPriceRules(Conflict):
    """Every price looks at all of them."""

    code = "too_many_price_rules"
    message = "A store has at most 200 price rules."
