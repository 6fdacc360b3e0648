"""The one error that commands show to people: a sentence, and what to do about it."""

DEBUG = "ECOMM_DEBUG"
"""Set, it makes an error that no command expected show its traceback."""


class CliError(Exception):
    """A command cannot do its work; `message` says why in one sentence a person can act on."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
