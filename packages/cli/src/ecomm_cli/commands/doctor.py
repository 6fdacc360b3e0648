"""`ecomm doctor`."""


def command() -> None: ...
