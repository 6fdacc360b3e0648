"""What cannot be found by a pattern is made from the folders: the places of `pyproject.toml` that
name every product. `make generate` writes them, `make check` compares.

A product is a folder of `products/` with a `pyproject.toml` and one package in its `src`.
"""

import json
import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

ROOT: Final = Path(__file__).parents[1]
FIXED: Final = ("ecomm_core", "ecomm_connectors", "ecomm_cli", "ecomm_testing")
SERVICES: Final = ("commerce", "llm_gateway")
_HOSTS: Final = 'source_modules = ["ecomm_cli", "ecomm_testing"]\nforbidden_modules = '


def packages(root: Path = ROOT) -> dict[str, str]:
    """Folder of each product -> its package, in order."""
    found = {}
    for project in sorted(root.glob("products/*/pyproject.toml")):
        [package] = [one.parent.name for one in project.parent.glob("src/*/__init__.py")]
        found[project.parent.name] = package
    return found


def project_text(root: Path = ROOT) -> str:
    """`pyproject.toml` as it should be."""
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    found = packages(root)
    names = list(found.values())
    paths = [f"products/{folder}/src" for folder in found]

    def path(match: re.Match[str]) -> str:
        kept = [one for one in match[1].split(":") if not one.startswith("products/")]
        return f'mypy_path = "{":".join([*kept, *paths])}"'

    every = json.dumps([*FIXED, *SERVICES, *names])
    side_by_side = " | ".join([*SERVICES, *names])
    for pattern, wanted in (
        (r'mypy_path = "([^"]*)"', path),
        (r"root_packages = \[[^\]]*\]", f"root_packages = {every}"),
        (r"(?<=^ancestors = )\[[^\]]*\]", every),
        (r"(?<=\"ecomm_cli\", )\"commerce \|[^\"]*\"", f'"{side_by_side}"'),
        (re.escape(_HOSTS) + r"\[[^\]]*\]", _HOSTS + json.dumps([*SERVICES, *names])),
    ):
        text, count = re.subn(pattern, wanted, text, flags=re.MULTILINE)
        if count != 1:
            raise ValueError(f"pyproject.toml has {count} places that read {pattern}")
    return text


def write(root: Path = ROOT) -> bool:
    """Write it; whether it was another before."""
    file, wanted = root / "pyproject.toml", project_text(root)
    if file.read_text(encoding="utf-8") == wanted:
        return False
    file.write_text(wanted, encoding="utf-8")
    return True


def forget_removed() -> list[str]:
    """Uninstall what was installed from a folder of `products/` that is gone: its entry point would
    be found, and its package would not. Names of what went."""
    gone = []
    for one in distributions():
        said = one.read_text("direct_url.json")
        if said is None:
            continue
        folder = Path(unquote(urlsplit(str(json.loads(said).get("url", ""))).path))
        if folder.parent == ROOT / "products" and not folder.exists():
            gone.append(str(one.metadata["Name"]))
    if gone:
        uv = Path(sys.executable).with_name("uv")
        subprocess.run(
            [str(uv), "pip", "uninstall", "--quiet", "--python", sys.executable, *gone], check=True
        )
    return gone


if __name__ == "__main__":
    write()
    forget_removed()
