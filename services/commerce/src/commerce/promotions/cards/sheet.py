"""Gift cards as a CSV file, for the books: balances, never codes."""

from decimal import Decimal
from typing import Final

from commerce.promotions.cards import service
from commerce.stores.contexts import StoreContext
from ecomm_core.api.schemas import Money
from ecomm_core.money import minor_digits
from ecomm_core.spreadsheet import csv_file

COLUMNS: Final = (
    *("id", "last4", "state", "initial", "balance", "currency", "expires_at", "email", "note"),
    *("test", "order_id", "created_at"),
)
BATCH: Final = 500


async def export(context: StoreContext) -> bytes:
    """Every card with the last four signs of its code; the code itself is kept nowhere."""
    lines: list[list[object]] = []
    while True:
        rows, total = await service.listed(
            context, search=None, state=None, sort="created", offset=len(lines), limit=BATCH
        )
        lines += [
            [
                card.id, card.last4, card.state, _major(card.initial), _major(card.balance),
                card.balance.currency, card.expires_at and card.expires_at.isoformat(),
                card.email, card.note, "yes" if card.test else "no", card.order_id,
                card.created_at.isoformat(),
            ]
            for card in rows
        ]  # fmt: skip
        if not rows or len(lines) >= total:
            return csv_file(
                COLUMNS, [["" if cell is None else cell for cell in line] for line in lines]
            )


def _major(money: Money) -> str:
    return f"{Decimal(money.amount).scaleb(-minor_digits(money.currency)):f}"
