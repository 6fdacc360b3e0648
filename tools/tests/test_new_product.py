"""A product is made from the template and works, and is removed without a trace."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import new_product, products

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
NAME = "shelfwatch"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A root of its own with the products in it; everything else is the project's."""
    for name in products.packages():
        shutil.copytree(
            ROOT / "products" / name,
            tmp_path / "products" / name,
            ignore=shutil.ignore_patterns("__pycache__", "tests" if name != "_template" else ""),
        )
    for file in ("pyproject.toml", "Makefile"):
        shutil.copy(ROOT / file, tmp_path)
    for folder in ("packages", "services"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    products.write(tmp_path)
    return tmp_path


def installed(target: Path, folder: Path) -> dict[str, str]:
    """An environment in which the product is installed, and this one is as it was: its sources, and
    the entry point that its project names."""
    found = folder / f"ecomm_{target.name}-0.1.0.dist-info"
    found.mkdir(parents=True)
    (found / "METADATA").write_text(f"Metadata-Version: 2.1\nName: ecomm-{target.name}\n")
    project = (target / "pyproject.toml").read_text(encoding="utf-8")
    entry = f'{target.name} = "{target.name}.service:SERVICE"'
    assert f'[project.entry-points."ecomm.apps"]\n{entry}\n' in project
    points = entry.replace('"', "")
    (found / "entry_points.txt").write_text(f"[ecomm.apps]\n{points}\n")
    return {**os.environ, "PYTHONPATH": f"{target / 'src'}:{folder}"}


def run(clone: Path, environment: dict[str, str], *command: str) -> None:
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=clone,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


@pytest.mark.slow
def test_a_new_product_works_and_is_removed_without_a_trace(clone: Path, tmp_path: Path) -> None:
    """Its tests (API, worker's tasks, revisions), types, style and imports. Fault it was seen to
    catch: a name of the template that is not changed."""
    before = (clone / "pyproject.toml").read_text(encoding="utf-8")
    target = new_product.create(NAME, clone)
    told = "".join(file.read_text() for file in target.rglob("*") if file.suffix in {".py", ".md"})
    assert "template" not in told.lower()
    environment = installed(target, tmp_path / "site")
    run(clone, environment, "python", "-m", "pytest", f"products/{NAME}", "-p", "no:cacheprovider")
    run(clone, environment, "mypy", f"products/{NAME}")
    run(clone, environment, "ruff", "check", "products")
    run(clone, environment, "ruff", "format", "--check", "products")
    run(clone, environment, "lint-imports", "--no-cache", "--contract", "packages")
    run(
        clone, environment, "python", "-c",
        "from ecomm_cli.services import service_named; "
        f"assert service_named('{NAME}').port == 8300",
    )  # fmt: skip
    said = subprocess.run(
        ["make", "--silent", "ours"], cwd=clone, capture_output=True, text=True, check=True
    )
    assert f"products/{NAME}" in said.stdout.split()
    shutil.rmtree(target)
    assert products.write(clone)
    assert (clone / "pyproject.toml").read_text(encoding="utf-8") == before


@pytest.mark.parametrize("name", ["X", "a", "import", "1st", "ecomm_core", "json", "_template"])
def test_a_name_that_no_product_can_have_makes_nothing(clone: Path, name: str) -> None:
    before = sorted((clone / "products").rglob("*"))
    with pytest.raises(new_product.NameRefused):
        new_product.create(name, clone)
    assert sorted((clone / "products").rglob("*")) == before


def test_a_product_as_it_was_made_has_nothing_of_its_own(clone: Path) -> None:
    """Then each line that is written is. Fault it was seen to catch: tests that were counted."""
    target = new_product.create(NAME, clone)
    assert new_product.own_share(NAME, clone)[0] == 0
    (target / "src" / NAME / "idea.py").write_text('"""An idea."""\n\nBEST = 1\n')
    (target / "tests" / "test_idea.py").write_text("IDEAS = 2\n")
    own, every = new_product.own_share(NAME, clone)
    assert (own, every) == (2, len(new_product.lines(target)))


def test_the_projects_file_is_what_the_folders_make() -> None:
    assert products.project_text() == (ROOT / "pyproject.toml").read_text(encoding="utf-8")
