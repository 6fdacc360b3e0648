"""Errors of the embedded servers: one sentence each."""

from ecomm_cli.errors import CliError


class EmbeddedError(CliError):
    """An embedded server cannot be placed, started, prepared or stopped."""
