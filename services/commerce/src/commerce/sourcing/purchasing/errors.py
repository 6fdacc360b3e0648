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
