"""Generate what is generated: the OpenAPI document, the TypeScript types and the API reference
made from it, and the suite's route files of the products.

`--check` writes nothing and fails when a file is not what the code would generate.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from commerce.openapi import document
from tools import products, reference, suite

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "api"
CLIENT = ROOT / "packages" / "api-client"
NODE = ROOT / "node_modules" / "node" / "bin" / "node"


def openapi_text() -> str:
    """The API's document, one stable text."""
    return json.dumps(document(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def types_text(openapi: str) -> str:
    """TypeScript types of a document."""
    candidates = [CLIENT / "node_modules", ROOT / "node_modules"]
    tool = next(
        folder / "openapi-typescript" / "bin" / "cli.js"
        for folder in candidates
        if (folder / "openapi-typescript" / "bin" / "cli.js").is_file()
    )
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "openapi.json", Path(folder) / "schema.ts"
        source.write_text(openapi, encoding="utf-8")
        subprocess.run(
            [str(NODE), str(tool), str(source), "-o", str(target)], check=True, capture_output=True
        )
        return target.read_text(encoding="utf-8")


def main() -> int:
    """Write or compare; the exit status."""
    if "--check" not in sys.argv:
        products.forget_removed()
    openapi = openapi_text()
    wanted = {
        ROOT / "pyproject.toml": products.project_text(),
        CLIENT / "openapi.json": openapi,
        CLIENT / "src" / "schema.gen.ts": types_text(openapi),
    }
    written = {
        REFERENCE / name: text for name, text in reference.pages(json.loads(openapi)).items()
    }
    routes = suite.files()
    wanted |= written | routes
    over = list(suite.left(routes))
    left = set(REFERENCE.glob("*.md")) - written.keys() - {REFERENCE / "README.md"}
    drifted = [
        path
        for path, text in wanted.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    if "--check" in sys.argv:
        for path in drifted:
            print(f"{path.relative_to(ROOT)} is not what the code generates: make generate")
        for path in [*left, *over]:
            print(f"{path.relative_to(ROOT)} is of nothing any more: make generate")
        return 1 if drifted or left or over else 0
    for path in left:
        path.unlink()
    suite.prune(over)
    for path in drifted:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
