"""Refusals about languages and translations."""

from ecomm_core.errors import Conflict, Invalid, NotFound


class LocaleNotOffered(Invalid):
    """The shop is not shown in this language: it was never added, or is not published yet."""

    code = "locale_not_offered"
    message = "This shop is not shown in this language."


class LocaleNotFound(NotFound):
    """The store has not added this language."""

    code = "locale_not_found"
    message = "The store has not added this language."


class LocaleExists(Conflict):
    """It is the store's own language, or was added before."""

    code = "locale_exists"
    message = "The store has this language already."


class TooManyLocales(Conflict):
    """A store has at most 20 languages beside its own."""

    code = "too_many_locales"
    message = "A store can have 20 languages beside its own."


class TranslatedNotFound(NotFound):
    """No such product, category, collection or page in this store."""

    code = "translated_not_found"
    message = "What you want to translate does not exist."
