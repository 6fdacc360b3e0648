"""What a search finds, and in which order (R8.4)."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .conftest import Searched
else:
    Searched = Any


async def test_an_exact_sku_comes_first_in_any_case(shop: Searched) -> None:
    """R8.4: exact SKU first; the other product has the same words in its title."""
    await shop.add("Kettle KT 100", "Kettle KT 100 lid")
    await shop.add("Whistle", sku="kt-100")
    assert (await shop.titles("KT-100"))[0] == "Whistle"
    assert (await shop.titles(" kt-100 "))[0] == "Whistle"
    assert set((await shop.titles("KT-100"))[1:]) == {"Kettle KT 100", "Kettle KT 100 lid"}


async def test_titles_come_before_names_before_descriptions(shop: Searched) -> None:
    await shop.add("Poster", description="<p>Shows a copper pan</p>")
    await shop.add("Mug", vendor="Copper & Sons")
    await shop.add("Copper pan")
    await shop.add("Spoon", tags=["copper"])
    found = await shop.titles("copper")
    assert found[0] == "Copper pan"
    assert set(found[1:3]) == {"Mug", "Spoon"}
    assert found[3] == "Poster"


async def test_a_whole_title_wins_then_whole_words_then_beginnings(shop: Searched) -> None:
    await shop.add("Lamp", "Lamp shade", "Lampion", "Desk lamp")
    found = await shop.titles("lamp")
    assert found[0] == "Lamp"
    assert set(found[1:3]) == {"Lamp shade", "Desk lamp"}
    assert found[3] == "Lampion"


async def test_what_is_sold_out_comes_after_what_is_not(shop: Searched) -> None:
    await shop.add("Blue bowl one", stock=5)
    await shop.add("Blue bowl two", stock=0)
    await shop.add("Blue bowl three", stock=5)
    assert await shop.titles("bowl") == ["Blue bowl three", "Blue bowl one", "Blue bowl two"]


async def test_every_word_must_be_found_wherever_it_stands(shop: Searched) -> None:
    await shop.add("Kettle", vendor="Alder", tags=["steel"])
    await shop.add("Kettle lid", vendor="Birch")
    assert await shop.titles("steel alder kettle") == ["Kettle"]
    assert await shop.titles("steel birch") == []
