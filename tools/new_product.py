"""Make a product that runs: a copy of the template under another name, found by everything.

`python -m tools.new_product NAME` copies, renames, installs. It is undone by
`rm -r products/NAME && make generate`.

`python -m tools.new_product --own NAME` says how much of a product is its own idea: the share of
its lines, tests apart, that stand nowhere in the template's copy of that name.
"""

import keyword
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from tools import products

ROOT: Final = Path(__file__).parents[1]
TEMPLATE: Final = "_template"
PACKAGE: Final = "template_product"
_PORT: Final = re.compile(r"product_service\(\"\w+\", (\d+)")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{1,30}")
_TEXTS: Final = {".py", ".toml", ".md", ".mako", ".sql", ".json"}
_FIRST_PORT: Final = 8_300


class NameRefused(Exception):
    """A name that no product can have; it says why."""


def create(name: str, root: Path = ROOT) -> Path:
    """Copy the template into `products/<name>`, and let what names products be made anew.

    Raises NameRefused.
    """
    _check(name, root)
    target = root / "products" / name
    port = _free_port(root)
    copy(name, root / "products" / TEMPLATE, target, port=port)
    _tidy(target, root)
    products.write(root)
    return target


def copy(name: str, template: Path, target: Path, *, port: int) -> None:
    """The template under another name, with the entry point by which it is found."""
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info", ".deptry*", "node_modules", "web")
    shutil.copytree(template, target, ignore=ignored)
    (target / "src" / PACKAGE).rename(target / "src" / name)
    title = name.replace("_", " ").capitalize()
    for file in target.rglob("*"):
        if file.suffix not in _TEXTS or not file.is_file():
            continue
        text = file.read_text(encoding="utf-8")
        for old, new in (
            (f'"{PACKAGE}", 8290', f'"{name}", {port}'),
            (PACKAGE, name),
            (PACKAGE.upper(), name.upper()),
            (PACKAGE.replace("_", "-"), name.replace("_", "-")),
            ("Template product", title),
        ):
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
    project = target / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    entry = f'[project.entry-points."ecomm.apps"]\n{name} = "{name}.service:SERVICE"\n\n'
    project.write_text(text.replace("[build-system]", f"{entry}[build-system]"), encoding="utf-8")


def install(target: Path) -> None:
    """Into this environment, as `make setup` would."""
    uv = Path(sys.executable).with_name("uv")
    subprocess.run(
        [str(uv), "pip", "install", "--quiet", "--python", sys.executable, "--no-deps",
         "--no-build-isolation", "-e", str(target)],
        check=True,
    )  # fmt: skip


def lines(folder: Path) -> list[str]:
    """A product's lines, without tests, as they are compared: no blanks around, none empty."""
    return [
        line.strip()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
        and file.suffix in _TEXTS
        and "tests" not in file.relative_to(folder).parts
        and "__pycache__" not in file.parts
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def own_share(name: str, root: Path = ROOT) -> tuple[int, int]:
    """(lines that stand nowhere in the template's copy of this name, all lines), tests apart."""
    ours = lines(root / "products" / name)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / name
        copy(name, root / "products" / TEMPLATE, target, port=_port_of(root / "products" / name))
        _tidy(target, root)
        theirs = set(lines(target))
    return sum(line not in theirs for line in ours), len(ours)


def _check(name: str, root: Path) -> None:
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise NameRefused("A name is 2 to 31 of a-z, 0-9 and _, and begins with a letter.")
    if (root / "products" / name).exists():
        raise NameRefused(f"products/{name} is there already.")
    if name in {*products.FIXED, *products.SERVICES} or find_spec(name) is not None:
        raise NameRefused(f"`import {name}` means something else already; take another name.")


def _ports(folder: Path) -> Iterator[int]:
    """Ports of the products below a folder."""
    for file in folder.glob("**/src/*/service.py"):
        found = _PORT.search(file.read_text(encoding="utf-8"))
        if found is not None:
            yield int(found[1])


def _free_port(root: Path) -> int:
    """The one after the last of all products."""
    return max([_FIRST_PORT - 1, *_ports(root / "products")]) + 1


def _port_of(product: Path) -> int:
    return next(_ports(product), _FIRST_PORT)


def _tidy(folder: Path, root: Path) -> None:
    """Imports and line breaks as the linter wants them, now that the package has another name."""
    ruff = str(Path(sys.executable).with_name("ruff"))
    config = ["--config", str(root / "pyproject.toml"), "--quiet", str(folder)]
    subprocess.run([ruff, "check", "--fix", "--select", "I", *config], check=False, cwd=root)
    subprocess.run([ruff, "format", *config], check=True, cwd=root)


def main(arguments: list[str]) -> int:
    """Make one, or say how much of one is its own; the exit status."""
    if arguments[:1] == ["--own"] and len(arguments) == 2:
        own, every = own_share(arguments[1])
        print(f"{arguments[1]}: {own} of {every} lines are its own: {own / every:.1%}")
        return 0
    if len(arguments) != 1:
        print("make new-product NAME=shelfwatch", file=sys.stderr)
        return 2
    try:
        target = create(arguments[0])
    except NameRefused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    install(target)
    print(
        f"products/{arguments[0]} is there, with {len(lines(target))} lines (tests apart). "
        f"Its tests: python -m pytest products/{arguments[0]}; `ecomm up` starts it."
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
