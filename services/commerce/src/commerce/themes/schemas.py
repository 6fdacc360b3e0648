"""Shape of a theme: data that becomes CSS variables and a composition of blocks."""

from typing import Annotated, Any, Literal

from pydantic import Field

from ecomm_core.api.schemas import Output

Hex = Annotated[str, Field(pattern=r"^#[0-9A-F]{6}$")]


class Tokens(Output):
    """The eleven colour tokens; every text pair passes AA."""

    background: Hex
    surface: Hex
    surface_muted: Hex
    text: Hex
    text_muted: Hex
    border: Hex
    primary: Hex
    on_primary: Hex
    accent: Hex
    on_accent: Hex
    sale: Hex


class BlockOut(Output):
    """One block of a page, in order."""

    type: str
    settings: dict[str, Any]


class ThemeOut(Output):
    """A published theme."""

    preset: str
    version: int
    tokens: Tokens
    dark_tokens: Tokens | None
    display_font: str
    text_font: str
    radius: int
    card_style: Literal["glass", "flat", "outlined"]
    button_style: Literal["pill", "rounded", "square"]
    density: Literal["airy", "regular", "compact"]
    motion: Literal["none", "calm", "lively"]
    home: list[BlockOut]
