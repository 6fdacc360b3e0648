"""Invoices and credit notes as sheets. Pure: a paper gives the same sheets for ever."""

from collections.abc import Iterator

from commerce.mail.formats import day_in, price, rate
from commerce.orders.invoices.paper import Paper, PaperLine, Party
from commerce.orders.invoices.printing.sheets import (
    MUTED,
    Block,
    Cell,
    Sheets,
    joined,
    room_of,
    space,
    stack,
)
from commerce.orders.invoices.printing.words import words
from commerce.orders.papers import InvoiceKind

# Widths of the columns right of the item's, in points.
COLUMNS = (("quantity", 30.0), ("unit_price", 62.0), ("discount", 56.0), ("tax_rate", 38.0))
AMOUNTS = (("net", 60.0), ("tax", 54.0), ("gross", 64.0))
FOOTER_LINES = 4


class _Printed:
    """A paper with its words and its money written out."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.words = words(paper.locale)
        self.room = room_of(letter_paper=paper.letter_paper)
        self.credit = paper.kind is InvoiceKind.CREDIT_NOTE

    def money(self, amount: int) -> str:
        return price(amount, self.paper.currency, self.paper.locale)

    def rates(self, line: PaperLine) -> str:
        return " + ".join(rate(ppm, self.paper.locale) for ppm in line.rates_ppm)

    @property
    def columns(self) -> list[tuple[str, float, float]]:
        """(key, x, width) right of the item; a credit note has no prices of its own."""
        wanted = [c for c in COLUMNS if not self.credit or c[0] in ("quantity", "tax_rate")]
        wanted += AMOUNTS
        x = self.room - sum(width for _, width in wanted)
        placed = []
        for key, width in wanted:
            placed.append((key, x + 4, width - 4))
            x += width
        return placed


def invoice_sheets(paper: Paper) -> Sheets:
    """The sheets of an invoice or credit note."""
    printed = _Printed(paper)
    said = printed.words
    number = "" if paper.number is None else f" {paper.number}"
    footer = [line for line in (paper.footer or "").splitlines() if line.strip()][:FOOTER_LINES]
    return Sheets(
        title=f"{said[paper.kind]}{number}",
        author=paper.seller.name,
        letter_paper=paper.letter_paper,
        top=[*_head(printed), space(14)],
        heading=_heading(printed),
        table=[_row(printed, line) for line in paper.lines],
        bottom=[space(6), _sums(printed), space(14), *_taxes(printed), *_tenders(printed)],
        foot=footer,
        page_words=said["page"],
        watermark=said["trial"] if paper.test else None,
    )


def _head(printed: _Printed) -> Iterator[Block]:
    paper, said, half = printed.paper, printed.words, printed.room / 2
    yield stack([Cell(paper.seller.name, 0, printed.room, size=9, bold=True, most=2)])
    yield space(14)
    yield stack([Cell(said[paper.kind], 0, printed.room, size=20, bold=True)], gap=4)
    if paper.test:
        yield stack([Cell(said["trial_note"], 0, printed.room, size=9, bold=True, most=2)], gap=4)
    facts = [
        ("number", None if paper.number is None else str(paper.number)),
        ("credits", None if paper.invoice_number is None else str(paper.invoice_number)),
        ("date", day_in(paper.issued_at, paper.locale, paper.timezone)),
        ("order", f"#{paper.order_number}"),
        ("ordered", day_in(paper.placed_at, paper.locale, paper.timezone)),
    ]
    for key, value in facts:
        if value is not None:
            yield stack([Cell(said[key], 0, 90, size=9, grey=MUTED), Cell(value, 95, half, size=9)])
    yield space(14)
    yield stack(
        [
            Cell(said["from"], 0, half, grey=MUTED),
            Cell(said["bill_to"], half, half, grey=MUTED),
        ],
        gap=2,
    )
    left, right = _party(printed, paper.seller), _party(printed, paper.buyer)
    for place in range(max(len(left), len(right))):
        yield stack(
            [
                Cell(text, x, half - 12, size=9, bold=place == 0, most=2)
                for lines, x in ((left, 0.0), (right, half))
                for text in lines[place : place + 1]
            ]
        )


def _party(printed: _Printed, party: Party) -> list[str]:
    lines = [party.name, *party.address]
    if party.tax_id:
        lines.append(f"{printed.words['tax_id']} {party.tax_id}")
    if party.email:
        lines.append(party.email)
    return lines


def _heading(printed: _Printed) -> Block:
    cells = [Cell(printed.words["item"], 0, 100, bold=True)]
    cells += [
        Cell(printed.words[key], x, width, bold=True, side="right")
        for key, x, width in printed.columns
    ]
    return stack(cells, gap=8, rule=printed.room)


def _row(printed: _Printed, line: PaperLine) -> Block:
    said = printed.words
    title = line.title or said[line.kind]
    if line.kind == "shipping" and line.title:
        title = f"{said['shipping']}: {line.title}"
    first = printed.columns[0][1] - 8
    shown = {
        "quantity": str(line.quantity),
        "unit_price": "" if line.unit_price is None else printed.money(line.unit_price),
        "discount": printed.money(-line.discount) if line.discount else "",
        "tax_rate": printed.rates(line),
        "net": printed.money(line.net),
        "tax": printed.money(line.tax),
        "gross": printed.money(line.gross),
    }
    cells = [Cell(title, 0, first, most=4)]
    cells += [Cell(shown[key], x, width, side="right") for key, x, width in printed.columns]
    main = stack(cells)
    details = [line.detail] if line.detail else []
    if line.sku:
        details.append(said["sku"].replace("{sku}", line.sku))
    if not details:
        return joined([main, space(7)])
    below = stack([Cell(" · ".join(details), 0, first, size=7, most=3, grey=MUTED)])
    return joined([main, below, space(7)])


def _sums(printed: _Printed) -> Block:
    paper, said = printed.paper, printed.words
    last = "sum_credited" if printed.credit else "sum_gross"
    rows = (("sum_net", paper.net, False), ("sum_tax", paper.tax, False), (last, paper.gross, True))
    left = printed.room - 240
    blocks = [
        stack(
            [
                Cell(said[key], left, 130, size=10 if bold else 9, bold=bold),
                Cell(
                    printed.money(amount),
                    left + 130,
                    110,
                    size=10 if bold else 9,
                    bold=bold,
                    side="right",
                ),
            ],
            gap=2,
        )
        for key, amount, bold in rows
    ]
    if not printed.credit:
        key = "prices_gross" if paper.prices_include_tax else "prices_net"
        blocks.append(stack([Cell(said[key], left, 240, size=7, side="right", grey=MUTED)]))
    return joined(blocks)


def _taxes(printed: _Printed) -> Iterator[Block]:
    said, paper = printed.words, printed.paper
    if not paper.taxes:
        return
    columns = ((0.0, 150.0, "tax_summary"), (150.0, 70.0, "jurisdiction"), (220.0, 50.0, "rate"))
    amounts = ((275.0, 90.0, "net"), (370.0, 90.0, "tax"))
    heading = stack(
        [Cell(said[key], x, width, bold=True) for x, width, key in columns]
        + [Cell(said[key], x, width, bold=True, side="right") for x, width, key in amounts],
        gap=6,
        rule=460,
    )
    rows = []
    for entry in paper.taxes:
        shown = rate(entry.rate_ppm, paper.locale)
        cells = [
            Cell(text, x, width - 6, most=2)
            for (x, width, _), text in zip(
                columns, (entry.name or said["untaxed"], entry.jurisdiction, shown), strict=True
            )
        ]
        cells += [
            Cell(printed.money(amount), x, width, side="right")
            for (x, width, _), amount in zip(amounts, (entry.net, entry.tax), strict=True)
        ]
        rows.append(stack(cells, gap=3))
    yield joined([heading, *rows[:1]])
    yield from rows[1:]
    yield space(12)


def _tenders(printed: _Printed) -> Iterator[Block]:
    said, paper = printed.words, printed.paper
    if not paper.tenders:
        return
    key = "returned_to" if printed.credit else "paid_with"
    heading = stack([Cell(said[key], 0, 200, bold=True)], gap=6, rule=460)
    rows = [
        stack(
            [
                Cell(tender.label, 0, 260, most=2),
                Cell(printed.money(tender.amount), 370, 90, side="right"),
            ],
            gap=3,
        )
        for tender in paper.tenders
    ]
    yield joined([heading, *rows[:1]])
    yield from rows[1:]
