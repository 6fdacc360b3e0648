"""The hosted page: plain, for browsers driven by tests."""

from __future__ import annotations

from html import escape
from typing import Any

from ecomm_testing.fakes.stripe.account import Choice
from ecomm_testing.fakes.stripe.validation import major_units
from ecomm_testing.fakes.stripe.wire import Object


def hosted_page(session: Object, intent: Object | None) -> str:
    """HTML with one button per choice that the session's state allows."""
    error = (intent or {}).get("last_payment_error")
    alert = f'<p role="alert">{escape(error["message"])}</p>' if error else ""
    rows = "".join(_row(line, session["currency"]) for line in session["_lines"])
    total = escape(major_units(session["amount_total"], session["currency"]))
    buttons = "".join(
        f'<button name="choice" value="{choice}">{label}</button> '
        for choice, label in _offered(session, intent)
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Checkout (fake)</title>'
        f"<main><h1>{total}</h1><ul>{rows}</ul>{alert}"
        f'<form method="post">{buttons}</form>'
        f'<p><a href="{escape(session["cancel_url"])}">Back</a></p></main></html>'
    )


def _offered(session: Object, intent: Object | None) -> list[tuple[Choice, str]]:
    if session["status"] != "open":
        return []
    if intent is not None and intent["status"] == "requires_action":
        return [(Choice.PAY, "Confirm with bank"), (Choice.FAIL_CHALLENGE, "Fail authentication")]
    return [
        (Choice.PAY, "Pay"),
        (Choice.DECLINE, "Declined card"),
        (Choice.CHALLENGE, "3-D Secure"),
        (Choice.BANK_DEBIT, "Bank debit"),
    ]


def _row(line: dict[str, Any], currency: str) -> str:
    price = line["price_data"]
    amount = int(price["unit_amount"]) * int(line["quantity"])
    name = escape(price["product_data"]["name"])
    shown = escape(major_units(amount, currency))
    return f"<li>{escape(line['quantity'])} &times; {name}: {shown}</li>"
