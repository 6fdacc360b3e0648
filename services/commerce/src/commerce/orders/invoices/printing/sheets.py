"""Sheets of paper: blocks one below the other, on as many pages as they need.

Positions are in points; `y` counts from the bottom, as PDF does.
"""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from reportlab.lib.pagesizes import A4, LETTER
from reportlab.pdfgen.canvas import Canvas

from commerce.orders.invoices.printing.lettering import BOLD, REGULAR, clean, runs, width, wrap

MARGIN: Final = 40.0
FOOT: Final = 60.0
INK: Final = 0.1
MUTED: Final = 0.4
RULE: Final = 0.8
PALE: Final = 0.88

Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Cell:
    """Text in a column: `x` its left edge and `room` its width, both from the left margin."""

    text: str
    x: float
    room: float
    size: float = 8
    bold: bool = False
    side: Side = "left"
    most: int = 1
    grey: float = INK

    @property
    def font(self) -> str:
        """The face's name."""
        return BOLD if self.bold else REGULAR


@dataclass(frozen=True, slots=True)
class Block:
    """Something that is not torn apart by a page's end. `draw` gets the canvas and the top."""

    height: float
    draw: Callable[[Canvas, float], None]


@dataclass(frozen=True, slots=True)
class Sheets:
    """One document: its title for readers, its blocks, and what is on every page of it. `table` are
    the rows that `heading` is repeated above."""

    title: str
    author: str
    letter_paper: bool
    top: Sequence[Block]
    heading: Block
    table: Sequence[Block]
    bottom: Sequence[Block]
    foot: Sequence[str] = ()
    page_words: str = "{page} / {pages}"
    watermark: str | None = None


def room_of(*, letter_paper: bool) -> float:
    """The width between the margins."""
    return float((LETTER if letter_paper else A4)[0]) - 2 * MARGIN


def stack(cells: Iterable[Cell], *, gap: float = 0, rule: float = 0) -> Block:
    """Cells beside each other, each wrapped in its own room; the tallest makes the height. `rule`
    is the length of a line below."""
    placed = [(cell, _lines(cell)) for cell in cells]
    height = max((len(lines) * cell.size * 1.35 for cell, lines in placed), default=0) + gap

    def draw(canvas: Canvas, top: float) -> None:
        for cell, lines in placed:
            for place, line in enumerate(lines):
                base = top - cell.size * (1 + 1.35 * place)
                _write(canvas, cell, line, base)
        if rule:
            canvas.setStrokeGray(RULE)
            canvas.setLineWidth(0.5)
            edge = top - height + gap / 2
            canvas.line(MARGIN, edge, MARGIN + rule, edge)

    return Block(height, draw)


def space(height: float) -> Block:
    """Nothing, this high."""
    return Block(height, lambda _canvas, _top: None)


def joined(blocks: Sequence[Block]) -> Block:
    """Blocks that stay on one page."""

    def draw(canvas: Canvas, top: float) -> None:
        for block in blocks:
            block.draw(canvas, top)
            top -= block.height

    return Block(sum(block.height for block in blocks), draw)


def _lines(cell: Cell) -> list[str]:
    if cell.most > 1:
        return wrap(cell.text, cell.font, cell.size, cell.room, cell.most)
    return [clean(cell.text)] if cell.text else []


def _write(canvas: Canvas, cell: Cell, line: str, base: float) -> None:
    """One line; a little smaller where it would leave its room."""
    size = cell.size
    long = width(line, cell.font, size)
    if long > cell.room:
        shortest = max(cell.room / long, 0.55)
        size *= shortest
        if shortest == 0.55:
            [line] = wrap(line, cell.font, size, cell.room, 1)
        long = width(line, cell.font, size)
    at = MARGIN + cell.x + (cell.room - long if cell.side == "right" else 0)
    canvas.setFillGray(cell.grey)
    for font, piece in runs(line, cell.font):
        canvas.setFont(font, size)
        canvas.drawString(at, base, piece)
        at += width(piece, font if font in (BOLD, REGULAR) else cell.font, size)


def pdf(documents: Sequence[Sheets]) -> bytes:
    """All documents in one file, each with its own page numbers. The same documents give the same
    bytes."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1, pageCompression=1)
    if documents:
        canvas.setTitle(clean(documents[0].title))
        canvas.setAuthor(clean(documents[0].author))
    for document in documents:
        _print(canvas, document)
    canvas.save()
    return target.getvalue()


def _print(canvas: Canvas, document: Sheets) -> None:
    size = LETTER if document.letter_paper else A4
    pages = _pages(document, float(size[1]) - MARGIN, FOOT + 11 * len(document.foot))
    for place, page in enumerate(pages, start=1):
        canvas.setPageSize(size)
        if document.watermark:
            _watermark(canvas, document.watermark, size)
        top = float(size[1]) - MARGIN
        for block in page:
            block.draw(canvas, top)
            top -= block.height
        room = float(size[0]) - 2 * MARGIN
        counted = document.page_words.format(page=place, pages=len(pages))
        footer = [*document.foot, counted]
        for line, text in enumerate(reversed(footer)):
            cell = Cell(text, 0, room, size=7, grey=MUTED)
            _write(canvas, cell, clean(text), FOOT / 2 + 10 * line)
        canvas.showPage()


def _pages(document: Sheets, top: float, bottom: float) -> list[list[Block]]:
    """The blocks page by page; the table's heading is on each page that has rows of it."""
    pages: list[list[Block]] = [[]]
    left = top - bottom

    def add(block: Block, above: Block | None = None) -> None:
        nonlocal left
        if block.height > left and pages[-1]:
            pages.append([above] if above is not None else [])
            left = top - bottom - (above.height if above is not None else 0)
        pages[-1].append(block)
        left -= block.height

    for block in document.top:
        add(block)
    if document.table:
        if left < document.heading.height + document.table[0].height:
            pages.append([])
            left = top - bottom
        add(document.heading)
        for row in document.table:
            add(row, above=document.heading)
    for block in document.bottom:
        add(block)
    return pages


def _watermark(canvas: Canvas, text: str, size: tuple[float, float]) -> None:
    canvas.saveState()
    canvas.translate(float(size[0]) / 2, float(size[1]) / 2)
    canvas.rotate(50)
    canvas.setFillGray(PALE)
    long = width(text, BOLD, 150)
    canvas.setFont(BOLD, 150)
    canvas.drawString(-long / 2, -50, text)
    canvas.restoreState()
