"""Refusals about pages, menus and redirects."""

from ecomm_core.errors import Conflict, NotFound


class PageNotFound(NotFound):
    """No such page in this store; for shoppers: no published one."""

    code = "page_not_found"
    message = "This page does not exist."


class PageSlugTaken(Conflict):
    """Another page of the store has this slug."""

    code = "slug_taken"
    message = "Another page has this address."


class PageKindTaken(Conflict):
    """The store has a page of this kind."""

    code = "page_kind_taken"
    message = "The store has such a page already. Edit that one."


class TooManyPages(Conflict):
    """A store has 500 pages at most."""

    code = "too_many_pages"
    message = "A store can have 500 pages."


class TargetNotFound(NotFound):
    """A menu item names something that is not in this store."""

    code = "target_not_found"
    message = "What this line leads to does not exist in this store."


class RedirectNotFound(NotFound):
    """No such redirect in this store."""

    code = "redirect_not_found"
    message = "This redirect does not exist."


class RedirectTaken(Conflict):
    """There is a redirect from this path."""

    code = "redirect_taken"
    message = "There is a redirect from this path already."


class RedirectLoop(Conflict):
    """The redirect would lead back to where it begins."""

    code = "redirect_loop"
    message = "This would lead back to where it begins."


class RedirectFixed(Conflict):
    """A redirect that a changed address left follows its thing by itself."""

    code = "redirect_fixed"
    message = "This redirect follows what moved. Remove it, or make one of your own."


class TooManyRedirects(Conflict):
    """A store has 20,000 redirects at most."""

    code = "too_many_redirects"
    message = "A store can have 20,000 redirects."
