"""More forms: what is flat, sewn, or bent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ecomm_connectors.suppliers.simulated.server.forms import DARK, STEEL, TURNED, WOOD, Form
from ecomm_connectors.suppliers.simulated.server.painting import Canvas, Colour, shade


def _block(canvas: Canvas, colour: Colour, top: float, front: float) -> None:
    """A box seen from a little above: its lid from `top`, its front of that height."""
    middle = top + 0.14
    canvas.shadow(0.5, middle + front + 0.01, 0.32)
    canvas.slab(((0.28, top), (0.72, top), (0.82, middle), (0.18, middle)), colour, light=1.1)
    canvas.rounded((0.18, middle, 0.82, middle + front), 0.012, colour, light=0.88)


def _box(canvas: Canvas, colour: Colour) -> None:
    _block(canvas, colour, 0.34, 0.3)
    canvas.line(((0.5, 0.35), (0.5, 0.77)), shade(colour, 0.75), 0.006)
    canvas.rounded((0.44, 0.56, 0.56, 0.61), 0.015, shade(colour, 0.7))


def _stand(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.5, 0.74, 0.36)
    canvas.slab(((0.2, 0.56), (0.26, 0.56), (0.24, 0.74), (0.18, 0.74)), colour, light=0.7)
    canvas.slab(((0.74, 0.56), (0.8, 0.56), (0.82, 0.74), (0.76, 0.74)), colour, light=0.7)
    canvas.slab(((0.22, 0.44), (0.78, 0.44), (0.88, 0.55), (0.12, 0.55)), colour, light=1.1)
    canvas.rounded((0.12, 0.55, 0.88, 0.585), 0.008, colour, light=0.85)


def _mat(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.48, 0.72, 0.36, 0.05)
    canvas.slab(((0.24, 0.36), (0.86, 0.42), (0.74, 0.74), (0.1, 0.64)), colour, light=0.8)
    canvas.slab(((0.24, 0.35), (0.86, 0.41), (0.74, 0.725), (0.1, 0.625)), colour, light=1.04)
    canvas.slab(((0.2, 0.43), (0.26, 0.435), (0.2, 0.615), (0.13, 0.6)), shade(colour, 0.9))


def _scale(canvas: Canvas, colour: Colour) -> None:
    _block(canvas, colour, 0.46, 0.09)
    canvas.rounded((0.38, 0.615, 0.62, 0.675), 0.01, (28, 30, 32))
    for at in range(4):
        canvas.rounded((0.43 + at * 0.035, 0.63, 0.45 + at * 0.035, 0.66), 0.003, (150, 220, 210))


def _keyboard(canvas: Canvas, colour: Colour) -> None:
    _block(canvas, shade(colour, 0.9), 0.42, 0.06)
    for row in range(4):
        y = 0.435 + row * 0.032
        slope = row * 0.021
        for at in range(13):
            step = (0.42 + slope * 2) / 13
            x = 0.29 - slope + at * step
            canvas.rounded((x, y, x + step * 0.82, y + 0.025), 0.004, shade(colour, 1.14))


def _mouse(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.5, 0.72, 0.2)
    canvas.turned(0.5, ((0.3, 0.05), (0.4, 0.15), (0.62, 0.19), (0.7, 0.17)), colour)
    canvas.line(((0.5, 0.29), (0.5, 0.44)), shade(colour, 0.6), 0.006)
    canvas.rounded((0.485, 0.32, 0.515, 0.4), 0.014, DARK)


def _book(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.52, 0.82, 0.25)
    canvas.rounded((0.3, 0.22, 0.74, 0.82), 0.012, (244, 240, 230), light=0.9)
    canvas.rounded((0.27, 0.2, 0.71, 0.8), 0.014, colour)
    canvas.slab(((0.27, 0.2), (0.31, 0.2), (0.31, 0.8), (0.27, 0.8)), colour, light=0.75)
    canvas.line(((0.64, 0.2), (0.64, 0.8)), shade(colour, 0.6), 0.012)


def _clock(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.5, 0.84, 0.2)
    canvas.oval((0.2, 0.2, 0.8, 0.8), colour, 0.8)
    canvas.oval((0.225, 0.215, 0.775, 0.765), (250, 247, 240))
    for x, y in ((0.5, 0.25), (0.74, 0.49), (0.5, 0.73), (0.26, 0.49)):
        canvas.oval((x - 0.01, y - 0.01, x + 0.01, y + 0.01), DARK)
    canvas.line(((0.5, 0.49), (0.5, 0.32)), DARK, 0.014)
    canvas.line(((0.5, 0.49), (0.63, 0.55)), DARK, 0.014)
    canvas.line(((0.5, 0.49), (0.41, 0.63)), (196, 90, 60), 0.006)


def _mirror(canvas: Canvas, colour: Colour) -> None:
    canvas.rounded((0.27, 0.12, 0.73, 0.88), 0.23, colour, light=0.9)
    canvas.rounded((0.29, 0.14, 0.71, 0.86), 0.21, (206, 218, 222))
    canvas.slab(((0.36, 0.7), (0.6, 0.3), (0.64, 0.34), (0.4, 0.74)), (232, 240, 242))


def _cushion(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.5, 0.8, 0.28)
    canvas.rounded((0.2, 0.22, 0.8, 0.8), 0.12, colour, light=0.82)
    canvas.rounded((0.215, 0.225, 0.785, 0.785), 0.115, colour)
    canvas.oval((0.3, 0.28, 0.66, 0.6), colour, 1.07)
    for x, y in ((0.24, 0.26), (0.76, 0.26), (0.24, 0.75), (0.76, 0.75)):
        canvas.line(
            ((x, y), (0.5 + (x - 0.5) * 0.6, 0.5 + (y - 0.5) * 0.6)), shade(colour, 0.9), 0.006
        )


def _textile(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.5, 0.78, 0.3)
    for fold in range(4):
        top = 0.62 - fold * 0.085
        canvas.rounded(
            (0.2 + fold * 0.006, top, 0.8 - fold * 0.006, top + 0.14),
            0.06,
            colour,
            light=0.82 + fold * 0.08,
        )
        canvas.line(((0.25, top + 0.118), (0.76, top + 0.118)), shade(colour, 0.74), 0.004)
    for tassel in range(9):
        x = 0.25 + tassel * 0.0625
        canvas.line(((x, 0.74), (x, 0.79)), shade(colour, 0.9), 0.008)


def _bag(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.5, 0.8, 0.32)
    canvas.loop((0.34, 0.2, 0.66, 0.62), shade(colour, 0.7), 0.026, start=180, end=360)
    canvas.rounded((0.18, 0.4, 0.82, 0.8), 0.1, colour, light=0.86)
    canvas.rounded((0.19, 0.39, 0.81, 0.76), 0.1, colour, light=1.02)
    canvas.line(((0.24, 0.5), (0.76, 0.5)), shade(colour, 0.62), 0.008)
    canvas.rounded((0.34, 0.56, 0.66, 0.72), 0.03, shade(colour, 0.92))
    canvas.rounded((0.72, 0.49, 0.755, 0.56), 0.012, STEEL)


def _petbed(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.5, 0.74, 0.36, 0.05)
    canvas.oval((0.13, 0.4, 0.87, 0.78), colour, 0.82)
    canvas.oval((0.14, 0.37, 0.86, 0.73), colour, 1.04)
    canvas.oval((0.25, 0.42, 0.75, 0.66), colour, 0.72)
    canvas.oval((0.26, 0.45, 0.74, 0.67), (240, 234, 224), 0.98)


def _tunnel(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.5, 0.74, 0.36)
    canvas.rounded((0.2, 0.36, 0.78, 0.72), 0.12, colour)
    for ring in range(4):
        left = 0.2 + ring * 0.145
        canvas.loop((left, 0.36, left + 0.14, 0.72), shade(colour, 0.8), 0.012, start=90, end=270)
    canvas.oval((0.68, 0.36, 0.86, 0.72), colour, 0.9)
    canvas.oval((0.7, 0.39, 0.845, 0.69), (44, 42, 42))


def _band(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.5, 0.72, 0.34)
    for at, light in enumerate((0.75, 0.95, 1.12)):
        step = at * 0.05
        canvas.loop(
            (0.16 + step, 0.34 + step, 0.72 + step, 0.62 + step), shade(colour, light), 0.04
        )


def _collar(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.5, 0.7, 0.3)
    canvas.loop((0.2, 0.32, 0.8, 0.7), colour, 0.06)
    canvas.rounded((0.44, 0.63, 0.56, 0.72), 0.012, STEEL)
    canvas.loop((0.46, 0.71, 0.54, 0.79), STEEL, 0.014)


def _ball(canvas: Canvas, colour: Colour) -> None:
    for x, y, radius in ((0.4, 0.54, 0.2), (0.68, 0.64, 0.12)):
        canvas.shadow(x, y + radius - 0.01, radius * 0.8)
        canvas.oval((x - radius, y - radius, x + radius, y + radius), colour, 0.86)
        high = radius * 0.5
        canvas.oval((x - high * 1.3, y - high * 1.5, x + high * 0.5, y + high * 0.2), colour, 1.12)


def _chair(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.5, 0.84, 0.28)
    for x, foot in ((0.32, 0.26), (0.66, 0.74)):
        canvas.line(((x, 0.56), (foot, 0.84)), STEEL, 0.016)
    canvas.line(((0.3, 0.24), (0.7, 0.84)), STEEL, 0.016)
    canvas.line(((0.7, 0.24), (0.3, 0.84)), STEEL, 0.016)
    canvas.slab(((0.28, 0.2), (0.72, 0.2), (0.68, 0.52), (0.32, 0.52)), colour, light=0.92)
    canvas.slab(((0.3, 0.5), (0.7, 0.5), (0.76, 0.64), (0.24, 0.64)), colour, light=1.08)


def _kettlebell(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.5, 0.84, 0.22)
    canvas.loop((0.34, 0.2, 0.66, 0.6), STEEL, 0.05, start=170, end=370)
    canvas.turned(0.5, ((0.44, 0.1), (0.52, 0.2), (0.66, 0.24), (0.82, 0.15)), colour)


def _dumbbell(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.5, 0.7, 0.36)
    canvas.rounded((0.3, 0.51, 0.7, 0.575), 0.03, STEEL)
    for left in (0.16, 0.66):
        canvas.rounded((left, 0.4, left + 0.18, 0.69), 0.03, colour, light=0.85)
        canvas.rounded((left + 0.02, 0.395, left + 0.16, 0.66), 0.03, colour, light=1.06)


def _pencil(canvas: Canvas, colour: Colour) -> None:
    for at, lean in enumerate((0.0, 0.09, 0.18)):
        canvas.shadow(0.4 + lean, 0.78, 0.05)
        canvas.line(((0.34 + lean, 0.8), (0.5 + lean, 0.2)), shade(colour, 0.9 + at * 0.1), 0.022)
        canvas.line(((0.335 + lean, 0.82), (0.34 + lean, 0.8)), DARK, 0.008)
        canvas.line(((0.495 + lean, 0.22), (0.5 + lean, 0.2)), STEEL, 0.024)


def _brush(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.52, 0.8, 0.2)
    canvas.line(((0.3, 0.78), (0.6, 0.4)), WOOD, 0.04)
    canvas.rounded((0.5, 0.2, 0.78, 0.44), 0.07, colour)
    for at in range(9):
        x = 0.53 + at * 0.027
        canvas.line(((x, 0.42), (x + 0.01, 0.5)), shade(colour, 0.7), 0.008)


def _glove(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.5, 0.84, 0.2)
    for at, top in enumerate((0.27, 0.2, 0.21, 0.28)):
        canvas.line(((0.38 + at * 0.085, 0.5), (0.37 + at * 0.09, top)), colour, 0.075)
    canvas.line(((0.36, 0.66), (0.24, 0.5)), colour, 0.075)
    canvas.rounded((0.335, 0.44, 0.68, 0.82), 0.07, colour)
    canvas.rounded((0.335, 0.74, 0.68, 0.82), 0.02, shade(colour, 0.75))


def _clip(canvas: Canvas, colour: Colour) -> None:
    for x, y in ((0.3, 0.4), (0.54, 0.5), (0.36, 0.66)):
        canvas.shadow(x + 0.06, y + 0.1, 0.09, 0.02)
        canvas.rounded((x - 0.02, y - 0.05, x + 0.16, y + 0.09), 0.045, colour, light=0.85)
        canvas.rounded((x - 0.02, y - 0.06, x + 0.16, y + 0.07), 0.045, colour, light=1.06)
        canvas.oval((x + 0.05, y - 0.02, x + 0.1, y + 0.03), DARK)


FORMS: Final[Mapping[str, Form]] = {
    **TURNED,
    "box": _box,
    "stand": _stand,
    "mat": _mat,
    "scale": _scale,
    "keyboard": _keyboard,
    "mouse": _mouse,
    "book": _book,
    "clock": _clock,
    "mirror": _mirror,
    "cushion": _cushion,
    "textile": _textile,
    "bag": _bag,
    "petbed": _petbed,
    "tunnel": _tunnel,
    "band": _band,
    "collar": _collar,
    "ball": _ball,
    "chair": _chair,
    "kettlebell": _kettlebell,
    "dumbbell": _dumbbell,
    "pencil": _pencil,
    "brush": _brush,
    "glove": _glove,
    "clip": _clip,
}
