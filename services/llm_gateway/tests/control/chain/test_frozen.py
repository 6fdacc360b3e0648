"""Revisions stand by themselves and never change: a database of any age ends up the same."""

import ast
import hashlib
import io
import json
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import Script

from ecomm_core.db.migrate import script_directory
from llm_gateway.service import SERVICE

RELEASED = Path(__file__).with_name("released.json")
MAY_IMPORT = {"sqlalchemy", "alembic", "ecomm_core.db.migration_ops"} | sys.stdlib_module_names


def chain() -> list[Script]:
    return list(reversed(list(script_directory(SERVICE).walk_revisions())))


def fingerprint(revision: Script) -> str:
    """SHA-256 of the SQL the revision runs, white space aside."""
    out = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": out}
    )
    with Operations.context(context):
        revision.module.upgrade()
    assert out.getvalue().strip(), f"{revision.revision} does nothing"
    return hashlib.sha256(" ".join(out.getvalue().split()).encode()).hexdigest()


def foreign_imports(source: str) -> set[str]:
    """Modules a revision must not import: what they hold today is not what they held then."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or ".")
    return {
        name for name in found if name not in MAY_IMPORT and name.split(".")[0] not in MAY_IMPORT
    }


def test_no_revision_changes_once_databases_have_seen_it() -> None:
    released = json.loads(RELEASED.read_text(encoding="utf-8"))
    now = {revision.revision: fingerprint(revision) for revision in chain()}
    changed = [name for name in released if now.get(name) != released[name]]
    assert not changed, f"write a new revision instead of changing {', '.join(changed)}"
    assert now == released, (
        f"new revisions belong into {RELEASED.name}: {json.dumps(now, indent=2)}"
    )


@pytest.mark.parametrize("file", sorted(SERVICE.migrations.rglob("*.py")), ids=lambda f: f.name)
def test_migrations_import_no_models(file: Path) -> None:
    assert foreign_imports(file.read_text(encoding="utf-8")) == set()


def test_an_import_of_models_would_be_seen() -> None:
    assert foreign_imports("from llm_gateway.all_models import metadata") == {
        "llm_gateway.all_models"
    }
    assert foreign_imports("import ecomm_core.db.rls") == {"ecomm_core.db.rls"}


def test_the_chain_is_one_line_without_a_way_down() -> None:
    revisions = chain()
    assert revisions[0].down_revision is None
    for before, after in pairwise(revisions):
        assert after.down_revision == before.revision
    assert not [r.revision for r in revisions if hasattr(r.module, "downgrade")]
