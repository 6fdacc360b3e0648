"""What the simulated supplier's goods look like: one small drawing for each form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ecomm_connectors.suppliers.simulated.server.painting import Canvas, Colour, Points, shade

Form = Callable[[Canvas, Colour], None]
DARK: Final[Colour] = (52, 48, 46)
WOOD: Final[Colour] = (176, 128, 82)
STEEL: Final[Colour] = (190, 193, 196)


def _turned(profile: Points, *, open_top: bool = False, wide: float = 0.2) -> Form:
    def draw(canvas: Canvas, colour: Colour) -> None:
        canvas.shadow(0.5, profile[-1][0] + 0.02, wide)
        canvas.turned(0.5, profile, colour, open_top=open_top)

    return draw


def _kettle(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.48, 0.8, 0.27)
    canvas.loop((0.56, 0.3, 0.82, 0.7), shade(colour, 0.8), 0.034, start=-95, end=80)
    spout = ((0.36, 0.68), (0.24, 0.62), (0.22, 0.48), (0.17, 0.36), (0.11, 0.33))
    canvas.line(spout, shade(colour, 0.82), 0.032)
    canvas.turned(0.48, ((0.38, 0.12), (0.46, 0.155), (0.72, 0.22), (0.78, 0.21)), colour)
    canvas.turned(0.48, ((0.345, 0.02), (0.36, 0.035), (0.375, 0.125), (0.39, 0.13)), colour)
    canvas.turned(0.48, ((0.295, 0.028), (0.325, 0.03), (0.34, 0.014)), WOOD)


def _dripper(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.5, 0.73, 0.22)
    canvas.loop((0.66, 0.38, 0.8, 0.56), colour, 0.03, start=-100, end=110)
    canvas.turned(
        0.5, ((0.34, 0.235), (0.4, 0.22), (0.62, 0.085), (0.66, 0.08)), colour, open_top=True
    )
    canvas.turned(0.5, ((0.66, 0.19), (0.7, 0.185)), colour)


def _grinder(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.46, 0.84, 0.15)
    canvas.line(((0.46, 0.24), (0.74, 0.24)), STEEL, 0.018)
    canvas.turned(0.745, ((0.13, 0.03), (0.2, 0.036), (0.235, 0.02)), WOOD)
    canvas.turned(0.46, ((0.25, 0.03), (0.28, 0.105), (0.31, 0.11)), STEEL)
    canvas.turned(0.46, ((0.31, 0.108), (0.6, 0.108)), colour)
    canvas.turned(0.46, ((0.6, 0.1), (0.82, 0.1)), shade(colour, 0.85))


def _moka(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.48, 0.84, 0.2)
    canvas.loop((0.56, 0.34, 0.78, 0.62), DARK, 0.036, start=-90, end=95)
    canvas.slab(((0.33, 0.36), (0.25, 0.34), (0.35, 0.46)), colour, light=0.9)
    canvas.turned(0.48, ((0.32, 0.15), (0.54, 0.1)), colour)
    canvas.turned(0.48, ((0.55, 0.11), (0.58, 0.11), (0.82, 0.17)), colour)
    canvas.turned(0.48, ((0.27, 0.02), (0.31, 0.15), (0.33, 0.15)), colour)
    canvas.turned(0.48, ((0.225, 0.02), (0.26, 0.024)), DARK)


def _handled(profile: Points, handle: tuple[float, float, float, float]) -> Form:
    def draw(canvas: Canvas, colour: Colour) -> None:
        canvas.shadow(0.48, profile[-1][0] + 0.02, 0.24)
        canvas.loop(handle, colour, 0.04, start=-95, end=95)
        canvas.turned(0.46, profile, colour, open_top=True)

    return draw


def _press(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.48, 0.84, 0.2)
    canvas.loop((0.54, 0.38, 0.78, 0.74), DARK, 0.034, start=-90, end=90)
    canvas.turned(0.48, ((0.34, 0.145), (0.82, 0.145)), colour)
    canvas.turned(0.48, ((0.56, 0.138), (0.815, 0.138)), (92, 60, 42))
    canvas.turned(0.48, ((0.3, 0.15), (0.345, 0.152)), WOOD)
    canvas.line(((0.48, 0.3), (0.48, 0.2)), STEEL, 0.014)
    canvas.turned(0.48, ((0.15, 0.03), (0.2, 0.03)), WOOD)


def _lamp(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.5, 0.85, 0.17)
    canvas.glow(0.5, 0.42, 0.28)
    canvas.turned(0.5, ((0.46, 0.02), (0.76, 0.024), (0.8, 0.13), (0.83, 0.14)), shade(colour, 0.9))
    canvas.turned(0.5, ((0.2, 0.06), (0.25, 0.16), (0.42, 0.25), (0.45, 0.25)), colour)


def _pendant(canvas: Canvas, colour: Colour) -> None:
    canvas.glow(0.5, 0.62, 0.3)
    canvas.line(((0.5, 0.0), (0.5, 0.32)), DARK, 0.008)
    canvas.turned(0.5, ((0.3, 0.04), (0.34, 0.08), (0.56, 0.27), (0.6, 0.27)), colour)
    for step in range(-6, 7):
        edge = 0.5 + step * 0.04
        canvas.line(((0.5 + step * 0.012, 0.34), (edge, 0.59)), shade(colour, 0.86), 0.003)


def _floorlamp(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.4, 0.89, 0.15)
    canvas.turned(0.4, ((0.85, 0.12), (0.88, 0.125)), shade(colour, 0.85))
    canvas.line(((0.4, 0.86), (0.4, 0.2), (0.46, 0.13), (0.58, 0.13), (0.64, 0.2)), colour, 0.016)
    canvas.glow(0.64, 0.34, 0.16)
    canvas.turned(0.64, ((0.2, 0.03), (0.32, 0.12)), colour)


def _globe(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.5, 0.85, 0.16)
    canvas.glow(0.5, 0.46, 0.36)
    canvas.turned(0.5, ((0.74, 0.08), (0.78, 0.1), (0.83, 0.12)), (188, 150, 88))
    canvas.oval((0.26, 0.22, 0.74, 0.76), colour, 1.12)
    canvas.oval((0.33, 0.27, 0.56, 0.5), (255, 250, 236), 1.2)


def _candle(canvas: Canvas, colour: Colour) -> None:
    for x, top, radius in ((0.34, 0.5, 0.085), (0.52, 0.36, 0.105), (0.7, 0.56, 0.08)):
        canvas.shadow(x, 0.82, radius)
        canvas.turned(x, ((top, radius), (0.8, radius)), colour)
        canvas.line(((x, top), (x, top - 0.03)), DARK, 0.006)
        canvas.glow(x, top - 0.06, 0.06)
        canvas.oval((x - 0.013, top - 0.085, x + 0.013, top - 0.028), (255, 208, 110), 1.1)


def _bowl(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.5, 0.74, 0.25)
    canvas.turned(
        0.5, ((0.5, 0.29), (0.56, 0.27), (0.7, 0.15), (0.73, 0.15)), colour, open_top=True
    )


def _plate(canvas: Canvas, colour: Colour) -> None:
    canvas.shadow(0.5, 0.66, 0.32)
    for rise in (0.64, 0.6, 0.56):
        canvas.oval((0.16, rise - 0.15, 0.84, rise + 0.15), colour, 0.86)
        canvas.oval((0.165, rise - 0.16, 0.835, rise + 0.135), colour, 1.06)
    canvas.oval((0.29, 0.465, 0.71, 0.635), colour, 0.95)


def _plant(canvas: Canvas, colour: Colour) -> None:
    leaves = ((0.3, 0.28), (0.38, 0.17), (0.5, 0.12), (0.62, 0.18), (0.7, 0.3), (0.44, 0.26))
    for at, (x, y) in enumerate(leaves):
        green = shade((88, 122, 84), 0.85 + at * 0.06)
        canvas.line(((0.5, 0.54), ((0.5 + x) / 2, y + 0.14), (x, y)), green, 0.012)
        canvas.oval((x - 0.06, y - 0.05, x + 0.06, y + 0.09), green)
    canvas.shadow(0.5, 0.84, 0.2)
    canvas.turned(
        0.5, ((0.5, 0.22), (0.55, 0.21), (0.78, 0.15), (0.8, 0.15)), colour, open_top=True
    )
    canvas.turned(0.5, ((0.81, 0.2), (0.83, 0.19)), colour)


TURNED: Final[Mapping[str, Form]] = {
    "kettle": _kettle,
    "dripper": _dripper,
    "grinder": _grinder,
    "moka": _moka,
    "press": _press,
    "lamp": _lamp,
    "pendant": _pendant,
    "floorlamp": _floorlamp,
    "globe": _globe,
    "candle": _candle,
    "bowl": _bowl,
    "plate": _plate,
    "planter": _plant,
    "glass": _turned(((0.36, 0.13), (0.5, 0.135), (0.78, 0.095)), open_top=True, wide=0.13),
    "carafe": _turned(
        ((0.2, 0.075), (0.34, 0.06), (0.6, 0.19), (0.8, 0.17)), open_top=True, wide=0.2
    ),
    "vase": _turned(
        ((0.22, 0.09), (0.3, 0.06), (0.58, 0.18), (0.8, 0.1)), open_top=True, wide=0.15
    ),
    "tumbler": _turned(((0.22, 0.135), (0.25, 0.14), (0.27, 0.13), (0.8, 0.095)), wide=0.13),
    "bottle": _turned(
        ((0.15, 0.06), (0.24, 0.06), (0.25, 0.05), (0.3, 0.055), (0.4, 0.11), (0.84, 0.11)),
        wide=0.14,
    ),
    "canister": _turned(((0.28, 0.16), (0.34, 0.165), (0.35, 0.15), (0.8, 0.15)), wide=0.19),
    "tamper": _turned(
        ((0.3, 0.06), (0.38, 0.075), (0.5, 0.045), (0.6, 0.05), (0.66, 0.13), (0.72, 0.13)),
        wide=0.16,
    ),
    "basket": _turned(((0.4, 0.25), (0.6, 0.24), (0.8, 0.2)), open_top=True, wide=0.24),
    "mug": _handled(((0.38, 0.17), (0.78, 0.15)), (0.54, 0.44, 0.76, 0.7)),
    "pitcher": _handled(((0.3, 0.12), (0.42, 0.12), (0.78, 0.18)), (0.5, 0.36, 0.78, 0.72)),
    "pot": _handled(((0.46, 0.25), (0.52, 0.24), (0.76, 0.22)), (0.6, 0.5, 0.84, 0.64)),
}
