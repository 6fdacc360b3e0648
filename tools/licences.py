"""Licences of third-party packages in what ships; fails on GPL and AGPL.

Development tools are listed as well, but judged by nobody: they do not ship.
"""

import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
SHIPS = ("ecomm-core", "ecomm-connectors", "ecomm-commerce", "ecomm-cli")
FORBIDDEN = ("AGPL", "GPL")
ALLOWED_PARTS = ("LGPL",)


def python_closure() -> dict[str, str]:
    """Every Python package that ships, with its licence."""
    found: dict[str, str] = {}
    todo = list(SHIPS)
    seen: set[str] = set()
    while todo:
        name = todo.pop()
        key = name.lower().replace("_", "-")
        if key in seen:
            continue
        seen.add(key)
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        if not key.startswith("ecomm-"):
            found[name] = licence_of(distribution)
        for line in distribution.requires or []:
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                todo.append(requirement.name)
    return found


def licence_of(distribution: metadata.Distribution) -> str:
    """The licence a package states: expression, classifier or text."""
    data = distribution.metadata
    if "License-Expression" in data:
        return data["License-Expression"]
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in data.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    return ", ".join(classifiers) or (
        data["License"].splitlines()[0] if "License" in data else "unknown"
    )


def node_closure() -> dict[str, str]:
    """Every npm package the web applications ship with, with its licence."""
    listed = subprocess.run(
        ["npm", "ls", "--omit=dev", "--all", "--json", "--long"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    found: dict[str, str] = {}

    def walk(node: dict[str, object]) -> None:
        children = node.get("dependencies")
        if not isinstance(children, dict):
            return
        for name, child in children.items():
            if not name.startswith("@ecomm/"):
                found[name] = str(child.get("license", "unknown"))
            walk(child)

    walk(json.loads(listed.stdout))
    return found


def forbidden(licence: str) -> bool:
    """True for GPL and AGPL without an alternative."""
    if " OR " in licence.upper():
        return False
    text = licence.upper()
    for part in ALLOWED_PARTS:
        text = text.replace(part, "")
    return any(word in text for word in FORBIDDEN) or "GENERAL PUBLIC" in text.replace(
        "LESSER GENERAL PUBLIC", ""
    )


def main() -> int:
    """Print the list; 1 when something that ships may not."""
    bad = 0
    for title, packages in (("Python", python_closure()), ("npm", node_closure())):
        print(f"\n{title} ({len(packages)} packages that ship)")
        for name, licence in sorted(packages.items(), key=lambda item: item[0].lower()):
            mark = "  <- not allowed" if forbidden(licence) else ""
            bad += bool(mark)
            print(f"  {name:40} {licence[:70]}{mark}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
