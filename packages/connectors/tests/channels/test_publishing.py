"""Products written to a channel: once, whole, and found again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ecomm_connectors.channels import ChannelRefused, ChannelUnavailable, Refusal
from ecomm_connectors.channels.goods import ChannelOption, ChannelPicture
from ecomm_connectors.channels.wishes import ProductWish, VariantWish, decimal_text
from ecomm_testing.fakes.channels import build

from .conftest import Desk

MAKING = {"shopify": "Publish", "woocommerce": "POST /wp-json/wc/v3/products"}
"""What a fault is ordered with: the making of a product."""
CUP = ProductWish(
    reference="0190-cup",
    external_id="",
    handle="cup-of-ours",
    title="Cup & saucer",
    description="<p>Thrown by hand.</p>",
    status="active",
    options=(ChannelOption("Colour", ("Blue", "Green")),),
    variants=(
        VariantWish(("Blue",), 1240, 1500, "CUP-B", grams=350, tracked=True, stock=4),
        VariantWish(("Green",), 1340, None, "CUP-G", grams=360, tracked=True, stock=0),
    ),
    pictures=(ChannelPicture("https://pictures.example/cup.webp", "A cup"),),
)


@pytest.fixture
def own(desk: Desk) -> Desk:
    """A desk whose shop nobody else uses."""
    desk.fake.world = build(6, 0)
    return desk


def cups(desk: Desk) -> list[dict[str, Any]]:
    return [one for one in desk.fake.world.products if "cup-of-ours" in one["handle"]]


def test_amounts_are_written_as_the_currency_has_them() -> None:
    assert decimal_text(1240, "EUR") == "12.40"
    assert decimal_text(5, "EUR") == "0.05"
    assert decimal_text(1240, "JPY") == "1240"
    assert decimal_text(1240, "KWD") == "1.240"


async def test_a_product_is_made_whole_and_read_back_as_it_was_wished(own: Desk) -> None:
    shop = await own.shop()
    made = await shop.publish(CUP)
    assert (made.title, made.handle, made.status) == (CUP.title, CUP.handle, "active")
    assert made.description == CUP.description
    assert made.options == CUP.options
    assert len(made.pictures) == 1
    read = [(v.option_values, v.price, v.compare_at_price, v.sku, v.stock) for v in made.variants]
    assert read == [
        (("Blue",), 1240, 1500, "CUP-B", 4),
        (("Green",), 1340, None, "CUP-G", 0),
    ]
    assert [v.grams for v in made.variants] == [350, 360]
    assert all(v.tracked for v in made.variants)
    for handles, skus in (((CUP.handle,), ()), ((), ("cup-g",)), ((CUP.handle,), ("CUP-B",))):
        [found] = await shop.find(CUP.reference, handles, skus)
        assert (found.external_id, found.reference) == (made.external_id, CUP.reference)
    assert await shop.find("another", ("nothing-here",), ("NO-SUCH",)) == ()


async def test_brought_to_another_wish_it_stays_one_product_and_keeps_its_stock(own: Desk) -> None:
    shop = await own.shop()
    made = await shop.publish(CUP)
    blue = made.variants[0]
    changed = replace(
        CUP,
        external_id=made.external_id,
        title="Big cup",
        options=(ChannelOption("Colour", ("Blue", "Red")),),
        variants=(
            VariantWish(("Blue",), 1300, None, "CUP-B", tracked=True, stock=99),
            VariantWish(("Red",), 1400, None, "CUP-G", tracked=True, stock=7),
        ),
        pictures=None,
    )
    again = await shop.publish(changed)
    assert again.external_id == made.external_id
    assert len(cups(own)) == 1
    assert again.title == "Big cup"
    assert [(v.option_values, v.price, v.stock) for v in again.variants] == [
        (("Blue",), 1300, 4),
        (("Red",), 1400, 7),
    ]
    assert again.variants[0].external_id == blue.external_id
    assert len(again.pictures) == 1, "pictures that are not named stay"


async def test_one_without_options_too(own: Desk) -> None:
    shop = await own.shop()
    plain = replace(CUP, options=(), variants=(VariantWish((), 900, None, "CUP"),), status="draft")
    made = await shop.publish(plain)
    assert (made.options, made.status) == ((), "draft")
    [variant] = made.variants
    assert (variant.price, variant.sku, variant.tracked) == (900, "CUP", False)
    again = await shop.publish(replace(plain, external_id=made.external_id, status="active"))
    assert (again.status, again.variants[0].external_id) == ("active", variant.external_id)


async def test_an_answer_lost_after_it_was_made_is_found_again(own: Desk) -> None:
    """At each step on the way: whatever was lost, the second try ends with one whole product."""
    own.fake.fault("error_after", MAKING[own.name])
    shop = await own.shop()
    with pytest.raises(ChannelUnavailable) as lost:
        await shop.publish(CUP)
    assert not lost.value.untouched
    [found] = await shop.find(CUP.reference, (CUP.handle,), ("CUP-B", "CUP-G"))
    assert found.reference == CUP.reference
    made = await shop.publish(replace(CUP, external_id=found.external_id))
    assert len(cups(own)) == 1
    assert len(made.variants) == 2
    assert made.status == "active"


async def test_a_naive_retry_makes_two_products_where_the_channel_does_not_compare(
    woocommerce: Desk,
) -> None:
    """The danger that looking first is for: sent again blindly, WooCommerce makes a second one
    under another address. Shopify's `productSet` finds the first by its handle."""
    woocommerce.fake.world = build(6, 0)
    woocommerce.fake.fault("error_after", MAKING["woocommerce"])
    shop = await woocommerce.shop()
    with pytest.raises(ChannelUnavailable):
        await shop.publish(CUP)
    await shop.publish(CUP)
    assert [one["handle"] for one in cups(woocommerce)] == ["cup-of-ours", "cup-of-ours-2"]


async def test_what_the_channel_refuses_is_refused_in_its_words(own: Desk) -> None:
    shop = await own.shop()
    wanted = {"shopify": "gid://shopify/Product/77", "woocommerce": "77"}[own.name]
    with pytest.raises(ChannelRefused) as gone:
        await shop.publish(replace(CUP, external_id=wanted))
    assert gone.value.reason is Refusal.NOT_FOUND
    many = tuple(ChannelOption(f"O{n}", ("a",)) for n in range(4))
    if own.name == "shopify":
        wish = replace(CUP, options=many, variants=(VariantWish(("a",) * 4, 100),))
        with pytest.raises(ChannelRefused, match="3 options"):
            await shop.publish(wish)
        own.fake.scopes.remove("write_products")
        with pytest.raises(ChannelRefused, match="Access denied"):
            await shop.publish(CUP)
    else:
        taken = own.fake.world.products[0]["variants"][0]["sku"]
        variants = (replace(CUP.variants[0], sku=taken), CUP.variants[1])
        with pytest.raises(ChannelRefused, match=f"{taken}: Invalid or duplicated SKU"):
            await shop.publish(replace(CUP, variants=variants))
        [half] = cups(own)
        assert half["status"] == "draft", "what is not whole is not on sale"


async def test_a_reached_limit_is_waited_for_and_nothing_is_made_twice(own: Desk) -> None:
    own.fake.fault("rate_limit", MAKING[own.name], seconds=2)
    made = await (await own.shop()).publish(CUP)
    assert made.title == CUP.title
    assert len(cups(own)) == 1
    assert own.waits == [2]


async def test_a_product_in_the_bin_is_gone(woocommerce: Desk) -> None:
    """WooCommerce gives what is in the bin to whoever asks by its number, and lists it nowhere."""
    woocommerce.fake.world = build(6, 0)
    shop = await woocommerce.shop()
    made = await shop.publish(CUP)
    [binned] = cups(woocommerce)
    binned |= {"status": "trash", "handle": "cup-of-ours__trashed"}
    with pytest.raises(ChannelRefused) as gone:
        await shop.product(made.external_id)
    assert gone.value.reason is Refusal.NOT_FOUND
    assert await shop.find(CUP.reference, (CUP.handle,), ("CUP-B",)) == ()
    again = await shop.publish(CUP)
    assert again.external_id != made.external_id
