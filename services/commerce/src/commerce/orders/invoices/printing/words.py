"""The words on papers: a file of the same keys per language."""

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

FALLBACK = "en"


@lru_cache
def words(locale: str) -> Mapping[str, str]:
    """The catalogue of a locale such as `de-DE`, of its language, or English."""
    folder = files(__package__).joinpath("locales")
    for name in (locale.partition("-")[0].lower(), FALLBACK):
        file = folder.joinpath(f"{name}.json")
        if name.isalpha() and file.is_file():
            found: Mapping[str, str] = json.loads(file.read_text("utf-8"))
            return found
    raise LookupError("the English catalogue is missing")
