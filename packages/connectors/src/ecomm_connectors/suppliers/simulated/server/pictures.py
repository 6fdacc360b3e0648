"""The simulated supplier's pictures: drawn when first asked for, the same ones always."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import Image, UnidentifiedImageError

from ecomm_connectors.suppliers.simulated.server.catalogue import Product, catalogue
from ecomm_connectors.suppliers.simulated.server.painting import Canvas, Colour, shade
from ecomm_connectors.suppliers.simulated.server.shapes import FORMS
from ecomm_connectors.suppliers.simulated.server.world import Refused

SIDE: Final = 800
_NAME: Final = re.compile(r"(SIM[0-9]{4})-([0-9]{1,2}|detail|scene)\.webp", re.ASCII)
_THUMB: Final = 12
_MAX_PIXELS: Final = 40_000_000

COLOURS: Final[dict[str, Colour]] = {
    "Matte Black": (46, 46, 48),
    "Charcoal": (66, 68, 72),
    "Brushed Steel": (186, 190, 194),
    "Silver": (200, 203, 206),
    "Sage": (150, 166, 140),
    "Ivory": (236, 227, 210),
    "Clay": (190, 128, 98),
    "Terracotta": (196, 106, 76),
    "Walnut": (122, 84, 56),
    "Navy": (52, 68, 104),
    "Blush": (224, 178, 168),
    "Brass": (190, 152, 84),
    "Grey": (150, 152, 156),
    "Cognac": (156, 92, 52),
    "Clear": (198, 216, 218),
    "Amber": (200, 136, 56),
}
_MATERIALS: Final[tuple[tuple[str, Colour], ...]] = (
    ("glass", (192, 212, 214)),
    ("bamboo", (206, 172, 118)),
    ("rattan", (198, 158, 106)),
    ("jute", (196, 164, 116)),
    ("cork", (190, 146, 98)),
    ("wood", (168, 120, 78)),
    ("brass", (190, 152, 84)),
    ("steel", (188, 191, 194)),
    ("titanium", (150, 152, 154)),
    ("iron", (66, 66, 70)),
    ("latex", (196, 106, 76)),
    ("paper", (244, 238, 224)),
    ("alabaster", (238, 230, 214)),
    ("wax", (238, 230, 214)),
)
_WALLS: Final[dict[str, tuple[Colour, Colour]]] = {
    "coffee": ((233, 226, 216), (208, 192, 172)),
    "light": ((214, 208, 204), (176, 162, 150)),
    "desk": ((226, 228, 230), (196, 190, 182)),
    "pets": ((232, 232, 222), (204, 200, 186)),
    "outdoor": ((218, 226, 220), (178, 184, 168)),
    "fitness": ((226, 226, 230), (188, 188, 194)),
    "travel": ((222, 228, 236), (190, 196, 206)),
    "home": ((238, 232, 224), (212, 200, 186)),
}


class Gallery:
    """Draws, and keeps what it drew in a folder where it has one."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def picture(self, name: str) -> bytes | None:
        """WebP of `{product}-{n|detail|scene}.webp`; None for a name that is none of ours."""
        found = _NAME.fullmatch(name)
        product = catalogue().get(found[1]) if found else None
        if found is None or product is None:
            return None
        if found[2].isdigit() and not 1 <= int(found[2]) <= len(product.colours):
            return None
        kept = self._folder / name if self._folder is not None else None
        if kept is not None and kept.exists():
            return kept.read_bytes()
        drawn = io.BytesIO()
        draw(product, found[2], SIDE).save(drawn, "WEBP", quality=84, method=3)
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            partly = kept.with_suffix(f".{id(drawn)}")
            partly.write_bytes(drawn.getvalue())
            partly.replace(kept)
        return drawn.getvalue()

    def alike(self, body: bytes) -> list[Product]:
        """All products, those first whose picture is most like the one given. Raises Refused
        (`bad_request`) for what is no picture."""
        try:
            with Image.open(io.BytesIO(body)) as opened:
                if opened.width * opened.height > _MAX_PIXELS:
                    raise Refused(422, "bad_request", "too many pixels")
                wanted = _thumb(opened.convert("RGB"))
        except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
            raise Refused(422, "bad_request", "not a picture") from error
        seen = sorted((_apart(wanted, thumb), at) for at, thumb in enumerate(_thumbs()))
        owners = [product for product in catalogue().values() for _ in product.colours]
        return list({owners[at].id: owners[at] for _, at in seen}.values())


def draw(product: Product, view: str, side: int) -> Image.Image:
    """One picture: a colour by its number, a close look, or in the evening."""
    wall, table = _WALLS[product.niche]
    form = FORMS[product.form]
    if view == "scene":
        # By evening light, in its last colour.
        canvas = Canvas(side * 2, shade(wall, 0.72), shade(table, 0.66))
        canvas.glow(0.2, 0.16, 0.34)
        form(canvas, _colour(product, product.colours[-1]))
        return canvas.finish(side)
    number = int(view) - 1 if view.isdigit() else 0
    canvas = Canvas(side * 2, wall, table)
    form(canvas, _colour(product, product.colours[number]))
    if view == "detail":
        edge = canvas.size
        near = canvas.image.crop((edge // 4, edge // 4, edge * 3 // 4, edge * 3 // 4))
        return near.resize((side, side), Image.Resampling.LANCZOS)
    return canvas.finish(side)


def _colour(product: Product, name: str) -> Colour:
    if name in COLOURS:
        return COLOURS[name]
    material = product.facts["Material"].casefold()
    for word, colour in _MATERIALS:
        if word in material:
            return colour
    return COLOURS["Grey"]


def _thumb(image: Image.Image) -> bytes:
    return image.resize((_THUMB, _THUMB), Image.Resampling.BOX).tobytes()


@lru_cache(maxsize=1)
def _thumbs() -> list[bytes]:
    return [
        _thumb(draw(product, str(number), 24))
        for product in catalogue().values()
        for number in range(1, len(product.colours) + 1)
    ]


def _apart(left: bytes, right: bytes) -> int:
    return sum((one - other) ** 2 for one, other in zip(left, right, strict=True))
