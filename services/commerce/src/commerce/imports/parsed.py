"""What reading a product file yields."""

from dataclasses import dataclass, field

from commerce.flows.incoming import IncomingProduct, Issue

__all__ = ["FileRefused", "IncomingProduct", "Issue", "ParsedProduct"]


@dataclass(slots=True)
class ParsedProduct:
    """One product of the file. With an error among its `issues` it is skipped, never half made."""

    product: IncomingProduct
    issues: list[Issue] = field(default_factory=list)
    repeats: bool = False
    """Its handle stood in the file before: the earlier one must be skipped, too, for nobody knows
    which rows are meant."""

    @property
    def broken(self) -> bool:
        """True when a row has an error: the product is skipped whole."""
        return any(issue.level == "error" for issue in self.issues)


class FileRefused(Exception):  # a fault of the file as a whole, with the row where reading stopped
    """The file as a whole cannot be read; `issue` says why and where."""

    def __init__(self, issue: Issue) -> None:
        self.issue = issue
        super().__init__(issue.message)
