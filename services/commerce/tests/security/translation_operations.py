"""Rightful calls of languages and translations, and of CSV files."""

from ecomm_testing.leak import Call

from .operations import operation, simple
from .world import World

LOCALES = ("de", "fr", "es", "it", "nl", "pl", "pt", "sv", "da", "fi", "cs", "el", "hu", "ro")


async def _spoken(world: World) -> dict[str, str]:
    """A language of A's, published."""
    known = (await world.owner.get(f"{world.store.path}/locales")).json()["data"]["locales"]
    if "de" not in {one["locale"] for one in known}:
        await world.made("/locales", json={"locale": "de", "published": True})
    return {**world.ids, "locale": "de"}


async def _thing(world: World) -> dict[str, str]:
    return {**await _spoken(world), "kind": "product", "thing_id": world.product["id"]}


simple("translations_locales")


@operation("translations_add_locale")
async def _add(world: World) -> Call:
    known = (await world.owner.get(f"{world.store.path}/locales")).json()["data"]["locales"]
    free = [tag for tag in LOCALES if tag not in {one["locale"] for one in known}]
    if not free:
        await world.owner.delete(f"{world.store.path}/locales/{LOCALES[-1]}")
        free = [LOCALES[-1]]
    return Call(path=dict(world.ids), json={"locale": free[-1]})


@operation("translations_change_locale")
async def _change(world: World) -> Call:
    return Call(path=await _spoken(world), json={"published": True})


@operation("translations_remove_locale")
async def _remove(world: World) -> Call:
    return Call(path=await _spoken(world))


@operation("translations_options_list")
async def _options(world: World) -> Call:
    return Call(path=await _spoken(world))


@operation("translations_put_options")
async def _put_options(world: World) -> Call:
    return Call(path=await _spoken(world), json={"texts": [{"option": "Colour", "text": "Farbe"}]})


@operation("translations_list")
async def _list(world: World) -> Call:
    return Call(path={**await _spoken(world), "kind": "product"})


@operation("translations_get")
async def _get(world: World) -> Call:
    return Call(path=await _thing(world))


@operation("translations_put")
async def _put(world: World) -> Call:
    return Call(path=await _thing(world), json={"title": "Ein Ding"})


@operation("translations_delete")
async def _delete(world: World) -> Call:
    return Call(path=await _thing(world))


@operation("translations_export_csv")
async def _export(world: World) -> Call:
    return Call(path=await _spoken(world))


@operation("translations_import_csv")
async def _import(world: World) -> Call:
    text = f"kind,id,field,translation\nproduct,{world.product['id']},title,Ding\n"
    return Call(path=await _spoken(world), json={"csv": text, "dry_run": False})


for room in ("categories", "collections", "discounts", "gift_cards"):
    simple(f"{room}_export_csv")
simple("categories_import_csv", json={"csv": "name\nA\n"})
simple("collections_import_csv", json={"csv": "title\nA\n"})
simple("discounts_import_csv", json={"csv": "name,kind,percent\nA,percentage,5\n"})


@operation("categories_place")
async def _place(world: World) -> Call:
    place = {"id": world.category["id"], "parent_id": None, "position": 3}
    return Call(path=dict(world.ids), json={"places": [place]})
