"""Contrast of colours by WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""

from dataclasses import dataclass

from commerce.themes.schemas import Tokens

AA = 4.5
"""Least contrast of text of normal size (success criterion 1.4.3, level AA)."""

_GROUNDS = ("background", "surface", "surface_muted")

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *(
        (ink, ground)
        for ink in ("text", "text_muted", "primary", "accent", "sale")
        for ground in _GROUNDS
    ),
    ("on_primary", "primary"),
    ("on_accent", "accent"),
)
"""(text, ground): every pair a theme may put together. Links take primary, prices take sale."""


@dataclass(frozen=True, slots=True)
class TooFaint:
    """A pair of tokens that does not reach AA; `ratio` is 1 to 21."""

    text: str
    ground: str
    ratio: float


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB`, 0 to 1."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast of two colours `#RRGGBB`, 1 to 21."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def too_faint(tokens: Tokens) -> list[TooFaint]:
    """The text pairs of a palette that fail AA; empty for a readable one."""
    colours = tokens.model_dump()
    found = (
        TooFaint(text, ground, contrast(colours[text], colours[ground]))
        for text, ground in TEXT_PAIRS
    )
    return [pair for pair in found if pair.ratio < AA]


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
