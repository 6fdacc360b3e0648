"""Refusals around budgets."""

from ecomm_core.errors import Conflict, LimitReached, NotFound, TooManyRequests


class BudgetExhausted(LimitReached):
    """What is left of a budget does not cover the call; details name cap, use and when it begins
    anew."""

    code = "budget_exhausted"
    message = "The budget for model calls is used up."


class BudgetReserved(TooManyRequests):
    """What is left is reserved by calls under way; some of it comes back as they end."""

    code = "budget_reserved"
    message = "The rest of the budget is reserved by calls under way. Try again in a moment."


class BudgetNotFound(NotFound):
    """The tenant has no such budget."""

    code = "budget_not_found"
    message = "There is no such budget."


class BudgetExists(Conflict):
    """One cap for each key and period."""

    code = "budget_exists"
    message = "There is a budget for this key and period already. Change that one."
