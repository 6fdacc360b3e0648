"""A shop that buys from the simulated supplier over HTTP, as its merchant sees it."""

from collections.abc import Callable
from typing import Any

from ecomm_testing.fakes.supplier import SimulatedSupplierServer, SupplierPanel

from .buying import Buying

Shift = Callable[[float], None]


class Journey:
    """The merchant's seat, the suppliers' panels, and time."""

    def __init__(
        self, shop: Any, server: SimulatedSupplierServer, shift: Shift, begins: float = 0.0
    ) -> None:
        self.shop = shop
        self.desk = Buying(shop, shop.kernel)
        self.server = server
        self._shift = shift
        self.gone = begins
        self._shift(begins)

    def later(self, seconds: float) -> None:
        """Time goes by, at the supplier's too."""
        self.gone += seconds
        self._shift(self.gone)

    def at(self, gone: float) -> None:
        """It is this many seconds after the beginning of time, for everybody."""
        self.gone = gone
        self._shift(gone)

    async def rounds(self, count: int = 3) -> None:
        """What worker and clock do."""
        for _ in range(count):
            await self.shop.run()
            await self.desk.work()

    async def connected(self, name: str, **settings: Any) -> tuple[str, SupplierPanel]:
        """(our id of a supplier, its panel): connected by its key, buying by itself."""
        panel = await self.server.open_account(balance=1_000_000, **settings)
        body = {"adapter": "simulated", "name": name, "credentials": {"api_key": panel.key}}
        made = await self.desk.post("/suppliers", body, 201)
        wish = {"auto_order": True, "approval": "never", "grace_minutes": 10}
        await self.desk.call("PATCH", f"/suppliers/{made['id']}", wish)
        return made["id"], panel

    async def taken(self, supplier: str, sku: str) -> str:
        """Our id of a supplier's variant: its product was read there."""
        path = f"/suppliers/{supplier}/products"
        read = await self.desk.post(path, {"external_id": sku.partition("-")[0]}, 201)
        [found] = [one["id"] for one in read["variants"] if one["external_sku"] == sku]
        return str(found)

    async def sells(self, title: str, price: int, *parts: str) -> str:
        """A variant on sale that these suppliers' variants are mapped to, the first one first."""
        money = {"amount": price, "currency": "EUR"}
        body = {"title": title, "status": "active", "price": money, "track_inventory": False}
        made = await self.desk.post("/products", body, 201)
        variant = made["variants"][0]["id"]
        for priority, part in enumerate(parts, start=1):
            wish = {
                "variant_id": variant,
                "parts": [{"supplier_variant_id": part}],
                "priority": priority,
            }
            await self.desk.post("/mappings", wish, 201)
        return str(variant)

    async def purchases(self, order: str) -> list[Any]:
        """The order's purchase orders in full, the first one first."""
        rows = await self.desk.get("/purchase-orders")
        mine = [row["id"] for row in reversed(rows) if row["order_id"] == order]
        return [await self.desk.get(f"/purchase-orders/{one}") for one in mine]
