"""Errors of backups: one sentence each."""

from ecomm_cli.errors import CliError


class BackupError(CliError):
    """A backup cannot be taken, read or put back."""
