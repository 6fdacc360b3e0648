"""`ecomm new-product`: a product that runs, from the template."""

import subprocess
import sys
from typing import Annotated

import typer

from ecomm_cli.errors import CliError
from ecomm_cli.project import project_root


def command(
    name: Annotated[str, typer.Argument(help="a-z, digits and underscores, such as shelfwatch.")],
) -> None:
    """Make a product that runs, from the template (in a clone of the project)."""
    root = project_root()
    if not (root / "tools" / "new_product.py").is_file():
        raise CliError("Products are made in a clone of the project, not in an installation.")
    done = subprocess.run(  # noqa: S603 - our own program, and no shell reads the name
        [sys.executable, "-m", "tools.new_product", name], cwd=root, check=False
    )
    sys.exit(done.returncode)
