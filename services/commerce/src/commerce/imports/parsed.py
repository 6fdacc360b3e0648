"""What a product file says, independent of its format and of the store's present state."""

from dataclasses import dataclass, field
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Issue:
    """Something about one row. `row` counts the header as 1, as a spreadsheet does."""

    row: int
    column: str | None
    level: Level
    code: str
    message: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedVariant:
    """One sellable combination; amounts in minor units of the store's currency."""

    row: int
    option_values: tuple[str, ...]
    sku: str | None
    barcode: str | None
    price: int
    compare_at_price: int | None
    cost: int | None
    grams: int | None
    tracked: bool
    stock: int
    backorder: bool


@dataclass(frozen=True, slots=True)
class ParsedPicture:
    """A picture by address; its file name is looked for in the folder or ZIP first."""

    row: int
    source: str
    filename: str
    alt: str


@dataclass(slots=True)
class ParsedProduct:
    """One product of the file. With an error among its `issues` it is skipped, never half made."""

    handle: str
    first_row: int
    title: str = ""
    description: str = ""
    vendor: str | None = None
    product_type: str | None = None
    tags: list[str] = field(default_factory=list)
    status: Literal["draft", "active", "archived"] = "active"
    seo_title: str | None = None
    seo_description: str | None = None
    options: list[tuple[str, list[str]]] = field(default_factory=list)
    variants: list[ParsedVariant] = field(default_factory=list)
    pictures: list[ParsedPicture] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    @property
    def broken(self) -> bool:
        """True when a row has an error: the product is skipped whole."""
        return any(issue.level == "error" for issue in self.issues)


class FileRefused(Exception):  # a fault of the file as a whole, with the row where reading stopped
    """The file as a whole cannot be read; `issue` says why and where."""

    def __init__(self, issue: Issue) -> None:
        self.issue = issue
        super().__init__(issue.message)
