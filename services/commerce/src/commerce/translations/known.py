"""Languages that exist."""

from babel import Locale, UnknownLocaleError


def known_locale(tag: str) -> str:
    """The tag, if the Unicode CLDR knows its language and country. Raises ValueError."""
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        raise ValueError("Use a language such as de, or de-AT.") from None
    return tag
