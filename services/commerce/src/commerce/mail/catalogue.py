"""The words of our mails: a file of the same keys per language, English where there is none."""

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

FALLBACK = "en"


class Words:
    """A catalogue: `words("returned.surplus")`, with `{name}` filled from keywords."""

    def __init__(self, texts: dict[str, Any]) -> None:
        self._texts = texts

    def __call__(self, key: str, **values: object) -> str:
        """The text under a dotted key. Raises KeyError for an unknown one."""
        found = self._find(key)
        if found is None:
            raise KeyError(key)
        return found.format(**values)

    def get(self, key: str) -> str | None:
        """The text under a dotted key, as it stands; None for an unknown one."""
        return self._find(key)

    def _find(self, key: str) -> str | None:
        found: Any = self._texts
        for part in key.split("."):
            if not isinstance(found, dict) or part not in found:
                return None
            found = found[part]
        return found if isinstance(found, str) else None


@lru_cache
def words(locale: str) -> Words:
    """The catalogue of a locale such as `de-DE`, or English where there is none."""
    folder = files("commerce.mail").joinpath("locales")
    for name in (locale, locale.partition("-")[0], FALLBACK):
        file = folder.joinpath(f"{name}.json")
        if name.replace("-", "").isalpha() and file.is_file():
            return Words(json.loads(file.read_text("utf-8")))
    raise LookupError("the English catalogue is missing")
