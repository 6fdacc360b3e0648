"""The stores that are searched: products made by SQL from word lists, documents by the worker
through the job that rebuilds a store's index; and the 48 phrases that are asked."""

import asyncio
import json
import random
import time
from dataclasses import dataclass
from urllib.parse import quote

from bench.catalogue import Shop
from bench.platform import Platform
from commerce.search.tasks import BULK, REBUILD
from ecomm_core.ids import new_id

PER_PAGE = 24

KINDS = [
    "Lamp",
    "Kettle",
    "Chair",
    "Table",
    "Bowl",
    "Vase",
    "Mug",
    "Teapot",
    "Blanket",
    "Cushion",
    "Basket",
    "Mirror",
    "Shelf",
    "Stool",
    "Candle",
    "Clock",
    "Tray",
    "Jug",
    "Planter",
    "Rug",
    "Curtain",
    "Bottle",
    "Spoon",
    "Knife",
    "Board",
    "Apron",
    "Towel",
    "Lantern",
    "Bench",
    "Cabinet",
    "Drawer",
    "Hook",
    "Frame",
    "Carafe",
    "Pitcher",
    "Saucer",
    "Platter",
    "Colander",
    "Whisk",
    "Grater",
]
STUFFS = [
    "Oak",
    "Walnut",
    "Copper",
    "Brass",
    "Linen",
    "Wool",
    "Cotton",
    "Steel",
    "Marble",
    "Glass",
    "Ceramic",
    "Bamboo",
    "Leather",
    "Cork",
    "Rattan",
    "Concrete",
    "Porcelain",
    "Silver",
    "Velvet",
    "Stoneware",
]
LOOKS = [
    "Round",
    "Square",
    "Tall",
    "Small",
    "Large",
    "Striped",
    "Plain",
    "Woven",
    "Glazed",
    "Matte",
    "Folding",
    "Hanging",
    "Stacking",
    "Nordic",
    "Vintage",
    "Classic",
    "Modern",
    "Rustic",
    "Slim",
    "Double",
]
COLOURS = ("Ink", "Sand", "Sage", "Rust", "Snow")
SIZES = ("Small", "Medium", "Large")


def written_words(count: int = 6_000) -> list[str]:
    """Words of descriptions: made up, always the same, of 4 to 12 letters."""
    chance = random.Random(7)
    syllables = [
        a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "il")
    ]
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(chance.choices(syllables, k=chance.randint(2, 5)))] = None
    return list(found)


_FILL = """
with made as materialized (
  select n, gen_random_uuid() as id,
         $5::text[] as looks, $6::text[] as stuffs, $7::text[] as kinds, $8::text[] as words
    from generate_series(1, $3::integer) n
), named as (
  select n, id, looks[1 + (hashint4(n) & 65535) % cardinality(looks)] || ' '
           || stuffs[1 + (hashint4(-n) & 65535) % cardinality(stuffs)] || ' '
           || kinds[1 + (hashint4(n * 3) & 65535) % cardinality(kinds)] as title,
         (select string_agg(one.word, ' ')
            from (select words[1 + floor(cardinality(words) * power(random(), 3))::integer] as word
                    from generate_series(1, 40 + n % 2)) one) as written
    from made
), product as (
  insert into products (tenant_id, id, store_id, title, slug, description, status, vendor, tags,
    seo_keywords, sort_title, search_text, price_min, price_max, version, published_at)
  select $1, id, $2, title, 'found-' || n, '<p>' || written || '</p>', 'active',
    'Maker ' || n % 60, array['theme' || n % 40, 'season' || n % 4], array[]::text[],
    lower(title), lower(title), 1000 + n % 9000, 1200 + n % 9000, 1,
    now() - n * interval '1 minute'
    from named
  returning id, price_min, slug
), option as (
  insert into product_options (tenant_id, id, store_id, product_id, name, position, values)
  select $1, gen_random_uuid(), $2, product.id, o.name, o.place, o.values
    from product, (values ('Colour', 0, $4::text[]),
                          ('Size', 1, array['Small', 'Medium', 'Large'])) o (name, place, values)
), variant as (
  insert into product_variants (tenant_id, id, store_id, product_id, position, title,
    option_values, sku, price)
  select $1, gen_random_uuid(), $2, product.id, v, 'V ' || v,
    array[($4::text[])[1 + (ascii(right(product.slug, 1)) + v) % 5],
          (array['Small', 'Medium', 'Large'])[v]],
    upper(product.slug) || '-' || v, product.price_min + (v - 1) * 100
    from product, generate_series(1, 3) v
  returning id, product_id, position
), placed as (
  insert into product_categories (tenant_id, store_id, product_id, category_id, position)
  select $1, $2, product.id, ($9::uuid[])[1 + ascii(right(product.slug, 1)) % 20], 0 from product
)
insert into inventory_items (tenant_id, id, store_id, variant_id, product_id, tracked, policy,
  on_hand, committed, safety_stock)
select $1, gen_random_uuid(), $2, variant.id, variant.product_id, true, 'deny',
  case when variant.position = 2 then 0 else 100 end, 0, 0
  from variant
"""


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is asked, and of which kind it is."""

    text: str
    kind: str
    typing: bool = False

    def path(self, shop: Shop, *, facets: bool) -> str:
        """The address."""
        asked = f"q={quote(self.text)}"
        return f"{shop.public}/search?{asked}&per_page={PER_PAGE}&facets={str(facets).lower()}"


def phrases() -> list[Phrase]:
    """48: 22 of two words, 6 of one, 4 beside a word of descriptions, 6 with errors, 5 SKUs, 5
    unfinished."""
    written = written_words()
    two = [
        Phrase(f"{STUFFS[n % len(STUFFS)]} {KINDS[(n * 3) % len(KINDS)]}".lower(), "two words")
        for n in range(22)
    ]
    one = [Phrase(word.lower(), "one word") for word in (*KINDS[:4], LOOKS[0], STUFFS[2])]
    beside = [
        Phrase(f"{KINDS[n].lower()} {written[n * 9]}", "title and description") for n in range(4)
    ]
    wrong = [
        Phrase(text, "typing errors")
        for text in ("cooper ketle", "walnit chair", "procelain bowl", "linnen cushon",
                     "stonewear platter", "hangin lanten")
    ]  # fmt: skip
    skus = [Phrase(f"FOUND-{n}-{1 + n % 3}", "SKU") for n in (17, 421, 1999, 5005, 9998)]
    begun = [Phrase(text, "unfinished") for text in ("cop", "oak ta", "wool bl", "glass ca", "vin")]
    return [*two, *one, *beside, *wrong, *skus, *begun]


async def fill(running: Platform, shop: Shop, products: int) -> float:
    """Make the products, let the worker index them; the seconds it took."""
    async with running.superuser() as connection:
        categories = [new_id() for _ in range(20)]
        await connection.executemany(
            """insert into categories (tenant_id, id, store_id, name, slug, sort_name, position,
                 parent_id) values ($1, $2, $3, $4, $5, $6, $7, $8)""",
            [
                (shop.tenant_id, one, shop.store_id, f"Room {n}", f"room-{n}", f"room {n:02d}", n,
                 categories[0] if n in (5, 6, 7) else None)
                for n, one in enumerate(categories)
            ],
        )  # fmt: skip
        # A row's trigger counts the store's products one by one, which in one transaction takes the
        # square of their number.
        await connection.execute("set session_replication_role = replica")
        await connection.execute(
            _FILL, shop.tenant_id, shop.store_id, products, list(COLOURS), LOOKS, STUFFS, KINDS,
            written_words(), categories, timeout=900,
        )  # fmt: skip
        await connection.execute(
            """insert into product_counts (tenant_id, store_id, active) values ($1, $2, $3)
               on conflict (tenant_id, store_id) do update set active = excluded.active""",
            shop.tenant_id, shop.store_id, products,
        )  # fmt: skip
        await connection.execute("set session_replication_role = default")
        await connection.execute("vacuum analyze", timeout=600)
        started = time.monotonic()
        await connection.execute(
            """insert into outbox (tenant_id, id, task, queue, args, not_before)
               values ($1, $2, $3, $4, $5, now())""",
            shop.tenant_id, new_id(), REBUILD, BULK, json.dumps({"store_id": str(shop.store_id)}),
        )  # fmt: skip
        waiting = (
            "select count(*) from outbox where task = $1 and coalesce(done_at, dead_at) is null"
        )
        while await connection.fetchval(waiting, REBUILD):  # noqa: ASYNC110 - another process works
            await asyncio.sleep(0.2)
        seconds = time.monotonic() - started
        made = await connection.fetchval(
            "select count(*) from search_documents where store_id = $1", shop.store_id
        )
        if made != products:
            raise RuntimeError(f"{made} documents of {products} products")
        await connection.execute("vacuum analyze search_documents", timeout=600)
        await connection.execute("vacuum analyze search_words", timeout=600)
        await connection.execute("checkpoint", timeout=300)
    return seconds
