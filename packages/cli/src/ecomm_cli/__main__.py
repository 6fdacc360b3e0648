"""`python -m ecomm_cli`."""

from ecomm_cli.main import app

app()
