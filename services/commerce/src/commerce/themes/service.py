"""Themes: presets as data, and the theme a new store begins with."""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from commerce.themes.blocks import check_block
from commerce.themes.contrast import too_faint
from commerce.themes.schemas import ThemeOut

DEFAULT_PRESET = "frosted"
FALLBACK = "en"

_FOLDER = Path(__file__).parent
_HOLE = re.compile(r"\{([a-z_]+)\}")


class ThemeInvalid(ValueError):
    """A theme that cannot be published: unknown blocks, wrong settings, unreadable colours."""


def check(theme: dict[str, Any]) -> ThemeOut:
    """The theme, if it may be published. Raises ThemeInvalid."""
    try:
        valid = ThemeOut.model_validate(theme)
        for block in valid.home:
            check_block(block.type, block.settings)
    except ValueError as error:
        raise ThemeInvalid(str(error)) from error
    for palette in filter(None, (valid.tokens, valid.dark_tokens)):
        for pair in too_faint(palette):
            raise ThemeInvalid(f"{pair.text} on {pair.ground} has a contrast of {pair.ratio:.2f}")
    return valid


def preset(name: str = DEFAULT_PRESET) -> dict[str, Any]:
    """A preset without content: its look, and an empty home page. What a store wears while its own
    theme is being made. Raises ThemeInvalid for an unknown name.
    """
    return {**_preset(name), "home": []}


def default_theme(
    *, name: str, niche: str, description: str | None, locale: str = FALLBACK
) -> dict[str, Any]:
    """The default preset with a home page about this store, in words made from its name, niche and
    description, in the language of its locale (English where there are none). Raises ThemeInvalid.
    """
    copy = _copy(locale)
    texts = {
        key: text.replace("{name}", name)
        for key, text in {**copy["common"], **copy["niches"][niche]}.items()
    }
    if description:
        texts["about_text"] = description
    theme = _preset(DEFAULT_PRESET)
    return check({**theme, "home": _fill(theme["home"], texts)}).model_dump(mode="json")


def _fill(value: Any, texts: dict[str, str]) -> Any:
    """Replace strings that are one hole, `{key}`, by their text, which is left as it is."""
    if isinstance(value, str):
        hole = _HOLE.fullmatch(value)
        return texts[hole[1]] if hole else value
    if isinstance(value, dict):
        return {key: _fill(item, texts) for key, item in value.items()}
    if isinstance(value, list):
        return [_fill(item, texts) for item in value]
    return value


@lru_cache
def _preset(name: str) -> dict[str, Any]:
    file = _FOLDER / "presets" / f"{name}.json"
    if not re.fullmatch(r"[a-z]+", name) or not file.exists():
        raise ThemeInvalid(f"there is no preset {name!r}")
    loaded: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return loaded


@lru_cache
def _copy(locale: str) -> dict[str, Any]:
    for language in (locale.partition("-")[0].lower(), FALLBACK):
        file = _FOLDER / "copy" / f"{language}.json"
        if re.fullmatch(r"[a-z]+", language) and file.exists():
            loaded: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
            return loaded
    raise LookupError("the English words are missing")
