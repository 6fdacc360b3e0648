"""Refusals around routes."""

from ecomm_core.errors import Conflict, NotFound


class RouteNotFound(NotFound):
    """There is no route of this name."""

    code = "route_not_found"
    message = "There is no route of this name."


class RouteChangedMeanwhile(Conflict):
    """Somebody else wrote the next version at the same time."""

    code = "route_changed"
    message = "This route was changed at the same moment. Look at it and try again."


class DefaultStays(Conflict):
    """Calls that name no route go by it."""

    code = "default_route"
    message = "The default route can be changed, not removed."
