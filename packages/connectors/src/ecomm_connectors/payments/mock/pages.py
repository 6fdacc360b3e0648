"""The hosted page as HTML. Everything from outside (shop and product names) is hostile text:
escaped by the template engine, cut, and freed of control and direction characters."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from ecomm_connectors.payments.mock import disputing
from ecomm_connectors.payments.mock.rules import Action
from ecomm_connectors.payments.mock.session import PAYABLE, MockSession
from ecomm_connectors.payments.port import PaymentStatus
from ecomm_core.money import minor_digits

_PACKAGE: Final = "ecomm_connectors.payments.mock"
_MAX_TEXT: Final = 200
_MAX_LABEL: Final = 40
_MAX_LINES: Final = 100
_CHOICES: Final = (
    Action.CHALLENGE,
    Action.DECLINE,
    Action.PAY_LATE,
    Action.DUPLICATE_WEBHOOK,
)
_SYMBOLS: Final = {"EUR": "\u20ac", "GBP": "\u00a3", "JPY": "\u00a5", "USD": "$"}

MESSAGES: Final[dict[str, str]] = json.loads(
    files(_PACKAGE).joinpath("locales", "en.json").read_text("utf-8")
)
"""The catalogue of the page's words. English; other languages are other files."""

_environment: Final = Environment(
    loader=PackageLoader(_PACKAGE),
    autoescape=select_autoescape(default=True, default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters["fill"] = lambda template, **values: template.format(**values)


@dataclass(frozen=True, slots=True)
class PageContext:
    """Where the page lives: its own path, the folder of its style sheets, its form's token."""

    here: str
    static: str
    csrf: str


def payment_page(session: MockSession, context: PageContext) -> str:
    """The page for the session's state: choices, waiting, paid, or ended."""
    if session.status not in PAYABLE:
        return _outcome_page(session, context)
    lines = [
        {
            "name": shown(line.name),
            "quantity": line.quantity,
            "amount": format_amount(line.amount, session.currency),
        }
        for line in session.lines[:_MAX_LINES]
    ]
    adds_up = sum(line.amount for line in session.lines) == session.amount
    return _render(
        "pay.html",
        context,
        shop=shown(session.shop_name),
        shop_short=shown(session.shop_name, _MAX_LABEL),
        amount=format_amount(session.amount, session.currency),
        lines=lines if adds_up else [],
        reference=shown(session.reference),
        alert=_alert(session),
        choices=[action.value for action in _CHOICES],
    )


def challenge_page(session: MockSession, context: PageContext) -> str:
    """The bank's question, while the session asks for it; else the payment page."""
    if session.status is not PaymentStatus.REQUIRES_ACTION:
        return payment_page(session, context)
    return _render(
        "challenge.html",
        context,
        shop=shown(session.shop_name),
        shop_short=shown(session.shop_name, _MAX_LABEL),
        amount=format_amount(session.amount, session.currency),
    )


def error_page(kind: str, context: PageContext) -> str:
    """`not_found`, `forbidden`, `unprocessable`, `conflict` or `unavailable`."""
    return _render(
        "outcome.html",
        context,
        title=MESSAGES["title_error"],
        heading=MESSAGES[f"{kind}_heading"],
        text=MESSAGES[f"{kind}_text"],
        good=False,
        arrive=None,
        bank=[],
        back=None,
        back_label=None,
    )


def format_amount(amount: int, currency: str) -> str:
    """Minor units as people read them: €1,234.50, ¥500, KWD 1.250."""
    digits = minor_digits(currency)
    whole, rest = divmod(amount, 10**digits)
    number = f"{whole:,}" + (f".{rest:0{digits}}" if digits else "")
    symbol = _SYMBOLS.get(currency)
    return f"{symbol}{number}" if symbol else f"{currency}\u00a0{number}"


def shown(text: str, longest: int = _MAX_TEXT) -> str:
    """Printable, on one line, cut with an ellipsis after `longest` characters."""
    spaced = "".join(" " if character.isspace() else character for character in text)
    printable = "".join(character for character in spaced if character.isprintable())
    tidy = " ".join(printable.split())
    return tidy if len(tidy) <= longest else f"{tidy[:longest].rstrip()}\u2026"


def _outcome_page(session: MockSession, context: PageContext) -> str:
    amount = format_amount(session.amount, session.currency)
    shop = shown(session.shop_name, _MAX_LABEL)
    title, name, back = {
        PaymentStatus.CAPTURED: ("title_paid", "paid", session.success_url),
        PaymentStatus.AUTHORIZED: ("title_paid", "authorized", session.success_url),
        PaymentStatus.PROCESSING: ("title_waiting", "waiting", session.success_url),
        PaymentStatus.CANCELLED: ("title_ended", "cancelled", session.cancel_url),
        PaymentStatus.EXPIRED: ("title_ended", "expired", session.cancel_url),
    }[session.status]
    ended = title == "title_ended"
    arrives = "" if session.settles_at is None else session.settles_at.strftime("%Y-%m-%d %H:%M")
    text = MESSAGES["ended_text" if ended else f"{name}_text"].format(time=arrives)
    waiting = session.status is PaymentStatus.PROCESSING
    return _render(
        "outcome.html",
        context,
        title=MESSAGES[title],
        heading=MESSAGES[f"{name}_heading"].format(amount=amount),
        text=text,
        good=not ended and not waiting,
        arrive=MESSAGES["arrive_now"].format(amount=amount) if waiting else None,
        bank=_bank(session),
        back=back,
        back_label=MESSAGES["return"].format(shop=shop),
    )


def _bank(session: MockSession) -> list[tuple[str, str]]:
    """What the shopper's bank can do once the money was taken: (action, words)."""
    if disputing.disputable(session):
        return [(Action.DISPUTE, MESSAGES["dispute"])]
    if disputing.decidable(session):
        return [
            (Action.DISPUTE_WON, MESSAGES["dispute_won"]),
            (Action.DISPUTE_LOST, MESSAGES["dispute_lost"]),
        ]
    return []


def _alert(session: MockSession) -> str | None:
    if session.status is not PaymentStatus.FAILED:
        return None
    authentication = session.failure_code == "authentication_failed"
    return MESSAGES["authentication_alert" if authentication else "declined_alert"]


def _render(template: str, context: PageContext, **values: object) -> str:
    return _environment.get_template(template).render(
        t=MESSAGES, here=context.here, static=context.static, csrf=context.csrf, **values
    )
