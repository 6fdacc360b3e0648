"""Our own templates: each fits its mail, and every variable that the editor offers can be used."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from commerce import themes
from commerce.letters import orders as letters
from commerce.mail.branding import DARK, LIGHT, Branding, contrast, of_store
from commerce.mail.contexts.orders import OrderConfirmation
from commerce.mail.editing.variables import variables_of
from commerce.mail.formats import day, moment
from commerce.mail.kinds import FACTS, Kind
from commerce.mail.language.dialect import problems
from commerce.mail.render import content_of, default_source, frame
from commerce.mail.view import shape_of, view
from commerce.reads.mail_sender import MailSender
from commerce.reads.order_view import load_order

PRESETS = sorted(Path(themes.__file__).parent.glob("presets/*.json"))
PAIRS = (
    *((ink, ground) for ink in ("ink", "muted", "link") for ground in ("card",)),
    ("ink", "page"),
    ("muted", "page"),
    ("ink", "sunken"),
    ("ink", "notice"),
    ("on_accent", "accent"),
)


def _branding(tokens: dict[str, Any] | None = None) -> Branding:
    sender = MailSender(
        name='Kontor & "Co" <b>',
        slug="kontor",
        locale="de-DE",
        locales=[],
        timezone="Europe/Berlin",
        contact_email=None,
        tokens=tokens or {},
        logo=None,
        from_name=None,
        reply_to=None,
        from_email=None,
        verified_at=None,
        enabled=True,
        subject=None,
        body=None,
    )
    return of_store(sender, "https://kontor.example")


@pytest.mark.parametrize("kind", list(Kind))
def test_every_template_fits_its_mail(kind: Kind) -> None:
    """The check that merchants' templates pass, and both parts of the mail it makes."""
    context = FACTS[kind].context
    source = default_source(kind, "de-DE")
    assert problems(source.subject, source.body, shape_of(context)) == []
    branding = _branding()
    mail = frame(content_of(source, view(context.example(), branding), branding), branding)
    assert "<b>" not in mail.html
    assert "{{" not in mail.html + mail.text + mail.subject
    assert "None" not in mail.text
    assert mail.subject == mail.subject.strip() != ""
    assert "\\" not in mail.text
    assert "|" not in mail.text


@pytest.mark.parametrize("kind", [kind for kind in Kind if FACTS[kind].editable])
def test_what_the_editor_offers_can_be_used(kind: Kind) -> None:
    """Each variable as it is inserted; those of a list's items inside their loop."""
    context = FACTS[kind].context
    loops = [v.insert for v in variables_of(context, _branding()) if v.insert.startswith("{% for")]
    for variable in variables_of(context, _branding()):
        name = variable.path.partition(".")[0]
        loop = next((text for text in loops if text.startswith(f"{{% for {name} in")), None)
        body = variable.insert
        if loop is not None and "." in variable.path:
            body = loop.replace("{% endfor %}", f"{variable.insert}{{% endfor %}}")
        assert problems("Hello", body, shape_of(context)) == [], variable.path
        assert variable.description


@pytest.mark.parametrize("file", PRESETS, ids=lambda file: file.stem)
def test_every_theme_gives_mails_that_can_be_read(file: Path) -> None:
    """Text pairs reach AA on light and on dark, whatever the shop's colours are."""
    branding = _branding(json.loads(file.read_text("utf-8"))["tokens"])
    for palette in (branding.light, branding.dark, LIGHT, DARK):
        for ink, ground in PAIRS:
            assert contrast(palette[ink], palette[ground]) >= 4.5, (ink, ground)


def test_colours_that_are_none_are_ours() -> None:
    odd = {"primary": "red;} body{display:none", "on_primary": "#FFFFFF"}
    assert _branding(odd).light == LIGHT
    assert _branding({"primary": "#777777", "on_primary": "#888888"}).light == LIGHT, "unreadable"


def test_times_are_written_as_the_store_writes_them() -> None:
    noon = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
    assert moment(noon, "de-DE", "Europe/Berlin") == "4. Mai 2026, 14:00 UTC+2"
    assert moment(noon, "en", "Asia/Kolkata") == "May 4, 2026, 5:30\u00a0PM UTC+5:30"
    assert moment(noon, "en", "Nowhere/Land").endswith(" UTC")
    assert day(date(2026, 12, 31), "fr") == "31 décembre 2026"


async def test_a_confirmation_says_what_paid_and_every_tax(shop: Any) -> None:
    """A gift card's part is named, the provider's is what remains and needs no words."""
    shopper = await shop.shopper((await shop.variant(), 1))
    await shopper.start(await shopper.form())
    await shopper.choose("pay")
    placed = (await shopper.state())["order"]
    async with shop.transaction() as session:
        order = await load_order(session, placed["id"])
    assert order is not None
    paid = replace(
        order,
        tenders=[
            {"kind": "gift_card", "label": "····99QX", "amount": 1000, "refunded": 0},
            {"kind": "provider", "label": None, "amount": 1989, "refunded": 0},
        ],
        taxes=[
            {"name": "State", "jurisdiction": "US-CA", "rate_ppm": 72_500, "amount": 100},
            {"name": "City", "jurisdiction": "US-CA 902*", "rate_ppm": 10_000, "amount": 14},
        ],
    )
    context = letters.confirmation(shop.kernel, paid).context
    assert isinstance(context, OrderConfirmation)
    assert [(t.name, t.amount.amount) for t in context.tenders] == [("gift card ····99QX", 1000)]
    assert [(t.name, t.rate) for t in context.taxes] == [("State", "7.25%"), ("City", "1%")]
