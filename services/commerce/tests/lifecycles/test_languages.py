"""A shop's other languages, and its texts in them."""

from typing import Any

from .story import rows_of

TAGS = ("translations",)


async def test_a_language_from_its_first_text_to_its_end(room: Any) -> None:
    """Added unseen, translated by hand and by file, published, out of date when the source changes,
    taken away with its texts."""
    mug = await room.product(
        title="Red mug",
        description="<p>Warm.</p>",
        options=[{"name": "Colour", "values": ["Red", "Blue"]}],
    )
    page, texts = f"/products/{mug['slug']}", "/translations/de"
    await room.denied("POST", "/locales", {"locale": "de"}, watch="/locales")
    added = await room.owner.post("/locales", locale="de", published=False)
    assert (added["own"], [one["locale"] for one in added["locales"]]) == ("en", ["de"])
    assert (await room.shop.get())["locales"] == ["en"]

    thing = f"{texts}/product/{mug['id']}"
    assert [row["state"] for row in await room.owner.get(f"{texts}/product")] == ["missing"]
    await room.denied("PUT", thing, {"title": "x"}, watch=thing)
    await room.owner.put(thing, title="Rote Tasse", description="<p>Für Tee.</p>")
    await room.owner.put(
        f"{texts}/options",
        texts=[
            {"option": "Colour", "text": "Farbe"},
            {"option": "Colour", "value": "Red", "text": "Rot"},
        ],
    )
    assert await room.owner.total(f"{texts}/options", missing="true") >= 1
    assert await room.shop.refused("GET", page, locale="de") == (422, "locale_not_offered")
    await room.owner.patch("/locales/de", published=True)
    shown = await room.shop.get(page, locale="de")
    assert shown["title"] == "Rote Tasse"
    assert [option["name"] for option in shown["options"]] == ["Farbe"]
    assert shown["slug"] == mug["slug"], "addresses are one for all languages"
    assert (await room.shop.get(page))["title"] == "Red mug"

    await room.owner.patch(f"/products/{mug['id']}", title="Crimson mug")
    assert (await room.owner.get(thing))["state"] == "outdated"
    assert await room.owner.get(f"{texts}/product", state="translated") == []
    text = await room.owner.text(f"{texts}/export", kind="product")
    assert (mug["id"], "title") in {(row["id"], row["field"]) for row in rows_of(text)}
    sheet = f"kind,id,field,translation\nproduct,{mug['id']},title,Purpurne Tasse\n"
    tried = await room.owner.post(f"{texts}/import", csv=sheet)
    assert (tried["applied"], tried["updated"]) == (False, 1)
    assert (await room.owner.get(thing))["title"]["text"] == "Rote Tasse"
    done = await room.owner.post(f"{texts}/import", csv=sheet, dry_run=False)
    assert (done["applied"], done["problems"]) == (True, [])
    assert (await room.shop.get(page, locale="de"))["title"] == "Purpurne Tasse"
    assert [row["id"] for row in await room.owner.get(f"{texts}/product", search="mug")] == [
        mug["id"]
    ]

    await room.owner.delete(thing)
    assert (await room.shop.get(page, locale="de"))["title"] == "Crimson mug"
    await room.denied("DELETE", "/locales/de", watch="/locales")
    await room.owner.delete("/locales/de")
    assert (await room.owner.get("/locales"))["locales"] == []
    assert (await room.shop.get())["locales"] == ["en"]
    await room.owner.gone(thing)
    await room.audited("locale.create")


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
