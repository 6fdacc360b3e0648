"""Who bought in a demo shop: one customer for each address, with what they bought and spent."""

from collections import defaultdict
from typing import Any

from commerce.customers.models import CustomerSource
from commerce.customers.people.service import keys
from commerce.seed.history import History, Sold


def remember(past: History) -> None:
    """Write down the buyers, and name them on their orders. What was given back is taken off what
    they spent."""
    bought: dict[str, list[Sold]] = defaultdict(list)
    for sold in past.sold:
        bought[sold.person["email"]].append(sold)
    back = {row["id"]: row["amount"] for row in past.back}
    for email, orders in sorted(bought.items()):
        first, last = orders[0], orders[-1]
        spent = sum(one.order["total"] - back.get(str(one.ids["payment"]), 0) for one in orders)
        name = last.person["name"]
        row: dict[str, Any] = past.put(
            "customer_accounts",
            id=past.new_id(first.at),
            email=email,
            name=name,
            password_hash=None,
            email_verified_at=None,
            source=CustomerSource.ORDER.value,
            phone=None,
            disabled_at=None,
            tags=[],
            note="",
            country=last.person["country"],
            marketing=False,
            **keys(email, name),
            orders_count=len(orders),
            total_spent=spent,
            last_order_at=last.at,
            created_at=first.at,
            updated_at=last.at,
        )
        for one in orders:
            one.order["customer_id"] = row["id"]
