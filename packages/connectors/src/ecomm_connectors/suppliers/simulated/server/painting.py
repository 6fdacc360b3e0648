"""Brushes of the simulated supplier's drawings: turned bodies, slabs, cloth, loops, on a lit table.

Positions are parts of the canvas (0 to 1, from the top left), so a drawing has no size of its own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Points = Sequence[tuple[float, float]]
_LIGHT: Final = (0.62, 0.80, 1.06, 1.22, 1.12, 1.0, 0.9, 0.8, 0.7, 0.6, 0.56, 0.66)
"""How bright a round body is from its left edge to its right: lamp at the upper left, a little
light thrown back from the table on the far side."""


def shade(colour: Colour, factor: float) -> Colour:
    """A colour, brighter or darker; towards white above 1."""
    if factor <= 1:
        return (int(colour[0] * factor), int(colour[1] * factor), int(colour[2] * factor))
    up = min(factor - 1, 1.0)
    red, green, blue = (int(part + (255 - part) * up) for part in colour)
    return (red, green, blue)


class Canvas:
    """A square to paint on. `size`: pixels a side while painting; halved at the end."""

    def __init__(self, size: int, wall: Colour, table: Colour) -> None:
        self.size = size
        self.image = _room(size, wall, table).copy()
        self._draw = ImageDraw.Draw(self.image)

    def finish(self, side: int) -> Image.Image:
        """The painting at `side` pixels."""
        return self.image.resize((side, side), Image.Resampling.LANCZOS)

    def shadow(self, x: float, y: float, wide: float, high: float = 0.035) -> None:
        """What a body throws on the table, soft at its edge."""
        layer = Image.new("L", (self.size, self.size), 0)
        box = self._box(x - wide + 0.03, y - high, x + wide + 0.07, y + high)
        ImageDraw.Draw(layer).ellipse(box, fill=120)
        layer = layer.filter(ImageFilter.GaussianBlur(self.size * 0.014))
        self.image.paste((40, 34, 30), mask=layer)

    def turned(
        self, x: float, profile: Points, colour: Colour, *, open_top: bool = False, gloss: float = 1
    ) -> None:
        """A body of revolution: `profile` is (y, radius) from top to bottom, joined smoothly."""
        strip = Image.new("RGB", (len(_LIGHT), 1))
        for at, light in enumerate(_LIGHT):
            strip.putpixel((at, 0), shade(colour, 1 + (light - 1) * gloss))
        strip = strip.resize((128, 1), Image.Resampling.BICUBIC)
        top, bottom = profile[0][0], profile[-1][0]
        foot = profile[-1][1]
        bow = foot * 0.16
        for row in range(self._at(top), self._at(bottom + bow)):
            y = row / self.size
            radius = _radius(profile, y)
            if y > bottom:
                radius = foot * math.sqrt(max(1 - ((y - bottom) / bow) ** 2, 0))
            wide = self._at(radius * 2)
            if wide > 1:
                line = strip.resize((wide, 1), Image.Resampling.BILINEAR)
                self.image.paste(line, (self._at(x - radius), row))
        radius = profile[0][1]
        high = max(radius * 0.16, 0.002)
        lid = self._box(x - radius, top - high, x + radius, top + high)
        fill = shade(colour, 0.5) if open_top else shade(colour, 1.12)
        edge = max(self.size // 260, 2)
        self._draw.ellipse(lid, fill=fill, outline=shade(colour, 1.2), width=edge)

    def loop(
        self,
        box: tuple[float, float, float, float],
        colour: Colour,
        thick: float,
        *,
        start: int = 0,
        end: int = 360,
    ) -> None:
        """A ring or a part of one (degrees clockwise from the right): handles, bands, rims."""
        place = self._box(*box)
        for inset, light in ((0.0, 0.62), (0.18, 0.9), (0.36, 1.12)):
            pad = thick * inset * self.size
            inner = (place[0] + pad, place[1] + pad, place[2] - pad, place[3] - pad)
            width = max(self._at(thick * (1 - inset * 1.6)), 1)
            self._draw.arc(inner, start, end, fill=shade(colour, light), width=width)

    def slab(self, points: Points, colour: Colour, *, light: float = 1.0) -> None:
        """A flat face, lit a little more at its upper edge."""
        mask = Image.new("L", (self.size, self.size), 0)
        ImageDraw.Draw(mask).polygon([self._point(*point) for point in points], fill=255)
        self._fill(mask, shade(colour, light), points)

    def rounded(
        self,
        box: tuple[float, float, float, float],
        radius: float,
        colour: Colour,
        *,
        light: float = 1.0,
    ) -> None:
        """A flat face with round corners."""
        mask = Image.new("L", (self.size, self.size), 0)
        ImageDraw.Draw(mask).rounded_rectangle(self._box(*box), self._at(radius), fill=255)
        self._fill(mask, shade(colour, light), ((box[0], box[1]), (box[2], box[3])))

    def oval(
        self, box: tuple[float, float, float, float], colour: Colour, light: float = 1
    ) -> None:
        """A flat disc seen from any side."""
        mask = Image.new("L", (self.size, self.size), 0)
        ImageDraw.Draw(mask).ellipse(self._box(*box), fill=255)
        self._fill(mask, shade(colour, light), ((box[0], box[1]), (box[2], box[3])))

    def line(self, points: Points, colour: Colour, thick: float) -> None:
        """A round rod or a seam through points."""
        places = [self._point(*point) for point in points]
        wide = max(self._at(thick), 1)
        self._draw.line(places, fill=colour, width=wide, joint="curve")
        for across, down in (places[0], places[-1]):
            half = wide / 2
            box = (across - half, down - half, across + half, down + half)
            self._draw.ellipse(box, fill=colour)
        if wide > 6:
            lifted = [(across, down - wide * 0.22) for across, down in places]
            self._draw.line(lifted, fill=shade(colour, 1.18), width=wide // 4, joint="curve")

    def glow(self, x: float, y: float, radius: float, colour: Colour = (255, 226, 170)) -> None:
        """Light that something gives."""
        layer = Image.new("L", (self.size, self.size), 0)
        box = self._box(x - radius, y - radius, x + radius, y + radius)
        ImageDraw.Draw(layer).ellipse(box, fill=130)
        layer = layer.filter(ImageFilter.GaussianBlur(self.size * radius * 0.4))
        self.image.paste(colour, mask=layer)

    def _fill(self, mask: Image.Image, colour: Colour, points: Points) -> None:
        tops = [point[1] for point in points]
        top, bottom = self._at(min(tops)), max(self._at(max(tops)), self._at(min(tops)) + 1)
        column = Image.new("RGB", (1, 2))
        column.putpixel((0, 0), shade(colour, 1.1))
        column.putpixel((0, 1), shade(colour, 0.84))
        body = Image.new("RGB", (self.size, self.size), shade(colour, 0.84))
        body.paste(column.resize((self.size, bottom - top), Image.Resampling.BILINEAR), (0, top))
        self.image.paste(body, mask=mask)

    def _at(self, part: float) -> int:
        return round(part * self.size)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        return x * self.size, y * self.size

    def _box(
        self, left: float, top: float, right: float, bottom: float
    ) -> tuple[float, float, float, float]:
        return left * self.size, top * self.size, right * self.size, bottom * self.size


def _radius(profile: Points, y: float) -> float:
    for (above, wide), (below, next_wide) in pairwise(profile):
        if y <= below:
            through = (y - above) / (below - above) if below > above else 1.0
            smooth = through * through * (3 - 2 * through)
            return wide + (next_wide - wide) * min(max(smooth, 0.0), 1.0)
    return profile[-1][1]


@lru_cache(maxsize=2)
def _room(size: int, wall: Colour, table: Colour) -> Image.Image:
    """A wall and a table in front of it, lit from the middle."""
    column = Image.new("RGB", (1, 256))
    for y in range(256):
        through = y / 255
        near = table if through > 0.68 else wall
        column.putpixel((0, y), shade(near, 1.02 + 0.10 * math.sin(through * math.pi)))
    back = column.resize((size, size), Image.Resampling.BICUBIC)
    glow = Image.radial_gradient("L").resize((size, size))
    bright = Image.new("RGB", (size, size), (255, 255, 255))
    mask = ImageChops.invert(glow).point(lambda value: value // 6)
    return Image.composite(bright, back, mask)
