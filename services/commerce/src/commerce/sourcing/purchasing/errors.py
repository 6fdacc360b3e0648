"""What can be wrong with a wish about a purchase order."""

from ecomm_core.errors import Conflict, NotFound


class PurchaseNotFound(NotFound):
    """No such purchase order in this store."""

    code = "purchase_order_not_found"
    message = "There is no such purchase order."


class TakenOver(Conflict):
    """Another purchase order meets its needs by now: sending it too would buy twice."""

    code = "purchase_taken_over"
    message = "Another purchase order took over what this one was for."


class MayExist(Conflict):
    """The answer never came: until it was looked up, another supplier would buy twice."""

    code = "purchase_may_exist"
    message = (
        "The supplier may have this order. It is looked up first; nothing is bought meanwhile."
    )


class AlreadyBought(Conflict):
    """The supplier has it: it has to be cancelled there before another one is asked."""

    code = "purchase_already_bought"
    message = "The supplier has this order. Cancel it there before another supplier is asked."


class PartElsewhere(Conflict):
    """Another purchase order holds a part of the same item."""

    code = "purchase_part_elsewhere"
    message = "Another purchase order holds a part of the same item: cancel that one first."


class NoOtherWay(Conflict):
    """Nobody else can send it."""

    code = "no_other_way"
    message = "No other supplier can send this now."


class BelowFloor(Conflict):
    """Whoever else can send it would leave less than the margin floor."""

    code = "below_floor"
    message = "This supplier would leave less than the margin floor."


class DisputeNotFound(NotFound):
    """No such complaint in this store."""

    code = "purchase_dispute_not_found"
    message = "There is no such complaint."


class NotDisputable(Conflict):
    """The supplier has nothing that could be complained of, or takes no complaints."""

    code = "purchase_not_disputable"
    message = "There is nothing of this purchase order to complain of."


class TooMuchDisputed(Conflict):
    """More than was given back to the customer, or than was paid and not disputed yet."""

    code = "too_much_disputed"
    message = "That is more than was given back, or was disputed already."
