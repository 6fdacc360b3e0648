"""Work before one's turn: while the database is made, those that need it import their code.

The supervisor starts such a process at once, with the modules to import in its environment and a
pipe as its standard input. Nothing but importing happens before the word comes through it.
"""

import os
import sys

AHEAD = "ECOMM_AHEAD"
"""Modules to import, separated by commas; set by the supervisor alone."""
TURN = b"now\n"
"""What the supervisor writes when everything that the process needs is ready."""


def wait_for_turn() -> None:
    """Import and wait, when the supervisor started this process ahead; else nothing.

    Ends the process when the supervisor is gone or stops before the turn came.
    """
    modules = os.environ.pop(AHEAD, None)
    if modules is None:
        return
    from ecomm_core.service import load  # noqa: PLC0415 - the supervisor stays small

    for module in modules.split(","):
        load(module)
    if sys.stdin.buffer.readline() != TURN:
        sys.exit(1)
