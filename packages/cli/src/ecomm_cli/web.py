"""The web apps: Next's standalone servers, run by the node that npm installed."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from ecomm_cli.errors import CliError

MINIMUM_NODE = 20


@dataclass(frozen=True, slots=True)
class WebApp:
    """One web app. Its default port is in `home.DEFAULT_PORTS`."""

    name: str
    heap_mb: int
    """Limit of V8's old generation."""

    def server(self, root: Path) -> Path:
        """Return the built server script."""
        return self.folder(root) / ".next/standalone/apps" / self.name / "server.js"

    def folder(self, root: Path) -> Path:
        """Return the app's source folder."""
        return root / "apps" / self.name

    def problem(self, root: Path) -> str | None:
        """Say in one sentence what its build lacks, or None."""
        server = self.server(root)
        if not server.is_file():
            return f"The {self.name} is not built: run `make up`, or start without it (--no-web)."
        if not (server.parent / ".next/static").is_dir():
            return f"The {self.name}'s static files are not beside its server: run `make up`."
        return None


WEB_APPS: tuple[WebApp, ...] = (
    WebApp("dashboard", heap_mb=320),
    WebApp("storefront", heap_mb=512),
)


def node_binary(root: Path) -> Path:
    """Return npm's own node, else the one on PATH. Raises CliError without either."""
    installed = root / "node_modules/node/bin/node"
    if installed.is_file():
        return installed
    found = shutil.which("node")
    if found is None:
        raise CliError(
            f"Node.js is missing: install version {MINIMUM_NODE} or newer "
            "(`apt-get install nodejs npm`), then run `make up`."
        )
    return Path(found)
