"""The four shops beside the coffee shop: each is read from a file of `demo/stores/` and made
through the API, as its merchant would; the products of a shop at once, as an import makes them.
What is there already stays as it is."""

import asyncio
import json
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import httpx2
from sqlalchemy.ext.asyncio import AsyncSession

import commerce.demo
from commerce.bulk import insert_rows
from commerce.catalog import service as catalog
from commerce.catalog.media.works import works_of
from commerce.catalog.models import ProductCategory
from commerce.catalog.schemas import ProductIn
from commerce.catalog.service import StoredImage
from commerce.demo.calling import call
from commerce.reads import translatable
from commerce.seed.past import write_history
from commerce.seed.posting import write_posts
from commerce.stores.contexts import directory_of
from commerce.stores.directory import StoreFacts
from commerce.translations.models import TranslatedKind
from commerce.translations.service import Wish, clean, write
from ecomm_connectors.suppliers.simulated.server.catalogue import catalogue as sold_there
from ecomm_core.kernel import Kernel

FOLDER = Path(commerce.demo.__file__).parent
MERCHANTS = {
    "demo@ecomm.example": "Sanne Lindqvist",
    "dana@ecomm.example": "Dana Whitlock",
    "yuki@ecomm.example": "Yuki Morimoto",
}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "a", "ß": "ss", "&": " "})
_STOCK = (38, 400)
_EFFORT = 2
"""Encoding pictures was most of the demo's work: a third of it for masters a twentieth larger."""


@dataclass(frozen=True, slots=True)
class Goods:
    """One product of a file, before it is made."""

    family: dict[str, Any]
    number: int
    name: str
    english: str | None
    words: str
    price: int

    @property
    def sku(self) -> str:
        """The family's letters and the product's number."""
        return f"{self.family['sku']}-{self.number:02}"

    @property
    def slug(self) -> str:
        """Its address: the category's, then its name in ASCII."""
        return f"{self.family['category'][1]}-{_ascii(self.english or self.name)}"

    def text(self, template: str) -> str:
        """A text of the family with what is said of this one."""
        return template.format(name=self.name, en=self.english, text=self.words)


@dataclass(slots=True)
class Shop:
    """One shop: its file, its merchant's client, and the store once it is known."""

    kernel: Kernel
    plan: dict[str, Any]
    client: httpx2.AsyncClient
    user_id: UUID
    now: datetime
    store: dict[str, Any] = field(default_factory=dict)

    async def api(self, method: str, path: str = "", **kwargs: Any) -> Any:
        """A call to the store's merchant API."""
        return await call(self.client, method, f"/stores/{self.store['id']}{path}", **kwargs)

    async def make(self) -> bool:
        """Everything of the shop that is not there yet, its past in the end; False where it was.

        Raises RuntimeError with the words of a refusal.
        """
        fresh = await self._store()
        code = self.plan["discount"]["code"]
        # The discount is made last: with it, all of the shop is there, or was and is not wanted.
        empty = fresh or all(d["code"] != code for d in await self.api("GET", "/discounts"))
        if empty:
            await self._fill()
        store = await self._facts()
        posts = await write_posts(self.kernel, self.client, store, self.plan)
        past = await write_history(
            self.kernel, store, self.plan, user_id=self.user_id, now=self.now
        )
        return empty or posts > 0 or past is not None

    async def _facts(self) -> StoreFacts:
        """The store as rules see it, read now."""
        return await directory_of(self.kernel).find(self.store["slug"], fresh=True)

    async def _fill(self) -> None:
        await self._settings()
        categories = await self._categories()
        made = await self._products(categories)
        collections = await self._collections(made)
        if "second" in self.plan:
            await self._translate(made)
            await self._translate_around(categories, collections)
        await self._discount()

    async def _store(self) -> bool:
        """Find or make the store; True when it has to be filled from the start. It is looked for by
        its name, too: its address may have been refused by the run before."""
        wanted = self.plan["store"]
        for store in await call(self.client, "GET", "/stores?per_page=100"):
            if store["slug"] == wanted["slug"]:
                self.store = store
                return False
            if store["name"] == wanted["name"]:
                self.store = store
        if not self.store:
            fields = {k: v for k, v in wanted.items() if k != "slug"}
            self.store = await call(self.client, "POST", "/stores", json=fields)
        details = {**self.plan["details"], "slug": wanted["slug"]}
        self.store = await self.api("PATCH", json=details)
        return True

    async def _settings(self) -> None:
        """Shipping and taxes, in place of the defaults a new store has."""
        for rate in await self.api("GET", "/shipping-rates"):
            await self.api("DELETE", f"/shipping-rates/{rate['id']}")
        for rate in self.plan["shipping"]:
            await self.api("POST", "/shipping-rates", json=rate)
        for rate in self.plan["taxes"]:
            await self.api("PUT", "/tax-rates", json=rate)

    async def _categories(self) -> dict[str, str]:
        """Category slug -> id."""
        known = {c["slug"]: c["id"] for c in await self.api("GET", "/categories?per_page=100")}
        for position, family in enumerate(self.plan["families"]):
            name, slug, description = family["category"]
            if slug not in known:
                body = {
                    "name": name,
                    "slug": slug,
                    "description": description,
                    "position": position,
                }
                known[slug] = (await self.api("POST", "/categories", json=body))["id"]
        return known

    async def _products(self, categories: dict[str, str]) -> list[tuple[Goods, str]]:
        """All products with their ids. A picture is kept once, whoever shows it."""
        known = await self._known()
        random = Random(f"stock {self.plan['store']['slug']}")  # noqa: S311 - a demo's numbers
        everything = goods_of(self.plan)
        bodies = [self._body(goods, categories, random) for goods in everything]
        missing = [
            (goods, ProductIn.model_validate(body))
            for goods, body in zip(everything, bodies, strict=True)
            if goods.slug not in known
        ]
        if missing:
            store = await self._facts()
            names = list(dict.fromkeys(goods.family["picture"] for goods, _ in missing))
            made = await asyncio.gather(*(draw(self.kernel, store, name) for name in names))
            images = dict(zip(names, made, strict=True))
            async with self.kernel.database.transaction(store.scope) as session:
                known |= await self._write(session, store, missing, images)
        return [(goods, known[goods.slug]) for goods in everything]

    async def _known(self) -> dict[str, str]:
        """Product slug -> id of what the store has."""
        known: dict[str, str] = {}
        number = 1
        while True:
            page = await self.api("GET", f"/products?per_page=100&page={number}")
            known |= {product["slug"]: product["id"] for product in page}
            if len(page) < 100:
                return known
            number += 1

    async def _write(
        self,
        session: AsyncSession,
        store: StoreFacts,
        missing: list[tuple[Goods, ProductIn]],
        images: dict[str, StoredImage],
    ) -> dict[str, str]:
        """Make products with picture and category, all or none; slug -> id."""
        wanted = [catalog.NewProduct(body, goods.slug, None) for goods, body in missing]
        actor = f"user:{self.user_id}"
        ids = await catalog.create_products(self.kernel, session, store, wanted, actor=actor)
        owned = list(zip(ids, missing, strict=True))
        pictures = [
            (product_id, images[goods.family["picture"]], goods.family["alt"])
            for product_id, (goods, _) in owned
        ]
        await catalog.attach_first(session, store, pictures)
        shelves = [
            {
                "tenant_id": store.tenant_id,
                "store_id": store.id,
                "product_id": product_id,
                "category_id": category_id,
                "position": position,
            }
            for product_id, (_, body) in owned
            for position, category_id in enumerate(body.category_ids)
        ]
        await insert_rows(session, ProductCategory.__table__, shelves)
        return {one.slug: str(key) for one, key in zip(wanted, ids, strict=True)}

    def _body(self, goods: Goods, categories: dict[str, str], random: Random) -> dict[str, Any]:
        family = goods.family
        details = self.plan["details"]
        body: dict[str, Any] = {
            "title": goods.text(family["title"]),
            "slug": goods.slug,
            "status": "active",
            "description": goods.text(family["description"]),
            "vendor": self.plan["store"]["name"],
            "product_type": family["type"],
            "tags": family["tags"],
            "category_ids": [categories[family["category"][1]]],
            "price": self._money(goods.price),
            "cost": self._money(goods.price * family["cost"] // 100),
            "weight_grams": family["weight"],
            "safety": {
                "manufacturer": maker_of(self.plan, family),
                "responsible": {
                    "name": details["business_name"],
                    "address": details["business_address"],
                    "email": details["contact_email"],
                },
                "warnings": family.get("warnings"),
            },
        }
        if "options" not in family:
            return {**body, "sku": goods.sku, "stock": random.randint(*_STOCK)}
        name, *values = family["options"]
        body["options"] = [{"name": name, "values": [value for value, _ in values]}]
        body["variants"] = [
            {
                "options": {name: value},
                "sku": f"{goods.sku}-{place}",
                "stock": random.randint(*_STOCK),
                "price": self._money(goods.price + more),
                "cost": self._money((goods.price + more) * family["cost"] // 100),
            }
            for place, (value, more) in enumerate(values, 1)
        ]
        return body

    def _money(self, amount: int) -> dict[str, Any]:
        return {"amount": amount, "currency": self.plan["store"]["currency"]}

    async def _collections(self, made: list[tuple[Goods, str]]) -> dict[str, str]:
        """Collection slug -> id."""
        known = {c["slug"]: c["id"] for c in await self.api("GET", "/collections?per_page=100")}
        for wanted in self.plan["collections"]:
            if wanted["slug"] in known:
                continue
            body: dict[str, Any] = {"title": wanted["title"], "slug": wanted["slug"]}
            if "under" in wanted:
                rule = {"field": "price", "op": "less_than", "value": wanted["under"]}
                body |= {"kind": "smart", "rules": [rule]}
            else:
                chosen = [key for goods, key in made if goods.family["sku"] in wanted["families"]]
                body |= {"kind": "manual", "product_ids": chosen}
            known[wanted["slug"]] = (await self.api("POST", "/collections", json=body))["id"]
        return known

    async def _translate(self, made: list[tuple[Goods, str]]) -> None:
        """The second language: titles and texts of all products, then shown to shoppers."""
        locale = self.plan["second"]
        if all(
            known["locale"] != locale for known in (await self.api("GET", "/locales"))["locales"]
        ):
            await self.api("POST", "/locales", json={"locale": locale, "published": True})
        kind, store = TranslatedKind.PRODUCT, await self._facts()
        wishes = [
            Wish(
                UUID(product_id),
                {
                    "title": goods.text(goods.family["title_en"]),
                    "description": clean(kind, "description", f"<p>{goods.family['about_en']}</p>"),
                },
            )
            for goods, product_id in made
        ]
        async with self.kernel.database.transaction(store.scope) as session:
            ids = [wish.id for wish in wishes]
            rows = await translatable.texts(session, store.id, kind.value, locale, ids)
            actor = f"user:{self.user_id}"
            await write(self.kernel, session, store, kind, locale, rows, wishes, actor=actor)

    async def _translate_around(
        self, categories: dict[str, str], collections: dict[str, str]
    ) -> None:
        """What stands around the products, in the second language: where to look, what to pick."""
        at = f"/translations/{self.plan['second']}"
        options = []
        for family in self.plan["families"]:
            title, description = family["category_en"]
            path = f"{at}/category/{categories[family['category'][1]]}"
            await self.api("PUT", path, json={"title": title, "description": description})
            if "options" in family:
                name, *values = family["options"]
                said, *words = family["options_en"]
                options.append({"option": name, "value": None, "text": said})
                options += [
                    {"option": name, "value": value, "text": text}
                    for (value, _), text in zip(values, words, strict=True)
                ]
        for one in self.plan["collections"]:
            path = f"{at}/collection/{collections[one['slug']]}"
            await self.api("PUT", path, json={"title": one["title_en"]})
        if options:
            await self.api("PUT", f"{at}/options", json={"texts": options})

    async def _discount(self) -> None:
        wanted = {**self.plan["discount"], "kind": "percentage"}
        await self.api("POST", "/discounts", json=wanted)


async def draw(kernel: Kernel, store: StoreFacts, name: str) -> StoredImage:
    """A drawing of the demo, in the store's storage; as many at a time as the works take."""
    file = FOLDER / "pictures" / f"{name}.webp"
    async with works_of(kernel).place():
        data = file.read_bytes()
        return await catalog.store_image(
            kernel, store, data, file.name, effort=_EFFORT, sizes_later=True
        )


def plans() -> list[dict[str, Any]]:
    """The files of the shops, by name."""
    return [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((FOLDER / "stores").glob("*.json"))
    ]


def goods_of(plan: dict[str, Any]) -> list[Goods]:
    """The products of a shop, one of each family in turn: a family has one drawing, and the newest
    of the shop shall not be one picture many times. A row is `name|words|price`, with the name in
    the second language after the first where the shop has one."""
    found: list[tuple[int, int, Goods]] = []
    for place, family in enumerate(plan["families"]):
        for number, row in enumerate(family["rows"], 1):
            name, *english, words, price = row.split("|")
            goods = Goods(family, number, name, english[0] if english else None, words, int(price))
            found.append((number - len(family["rows"]), place, goods))
    return [goods for *_, goods in sorted(found, key=lambda one: one[:2])]


def maker_of(plan: dict[str, Any], family: dict[str, Any]) -> dict[str, str]:
    """Who makes the products of a family: the maker that the supplier names where they are bought,
    else the shop."""
    bought = plan.get("supply", {}).get("goods", {}).get(family["sku"])
    if not bought:
        return dict(plan["maker"])
    maker = sold_there()[bought[0]].maker
    return {name: maker[name] for name in ("name", "address", "email")}


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower().translate(_UMLAUTS))
    letters = "".join(c if c.isascii() and c.isalnum() else " " for c in plain if c.isprintable())
    return "-".join(letters.split())
