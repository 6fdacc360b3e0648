"""Refusals about research."""

from ecomm_core.errors import Conflict, NotFound


class ResearchItemNotFound(NotFound):
    """No such find in this store."""

    code = "research_item_not_found"
    message = "This find does not exist."


class WatchNotFound(NotFound):
    """Not on the store's watchlist."""

    code = "watch_not_found"
    message = "This is not on the watchlist."


class NoBestSellers(Conflict):
    """Nobody can be asked."""

    code = "no_best_sellers"
    message = "Connect a supplier that tells its best sellers first."


class ResearchRunning(Conflict):
    """One look at a time."""

    code = "research_running"
    message = "Research is running. Its finds are here in a moment."


class FindImported(Conflict):
    """It is in the store: nothing is decided of it here before that is undone."""

    code = "find_imported"
    message = "This is in your store already. Undo its import first."


class FindNotImported(Conflict):
    """Nothing to undo."""

    code = "find_not_imported"
    message = "This was not imported."


class FindOnSale(Conflict):
    """Its product is sold: research does not take it off sale."""

    code = "find_on_sale"
    message = "Its product is on sale. Take that off sale under Import review first."
