"""Foreign errors in one sentence that says what to do."""

from ecomm_cli.errors import DEBUG
from ecomm_core.errors import AppError

_UNREACHABLE = (ConnectionError, TimeoutError)


def explain(error: BaseException) -> str:
    """Return a sentence for an error that no command expected."""
    for cause in _chain(error):
        sentence = _known(cause)
        if sentence is not None:
            return sentence
    text = str(error).strip().splitlines()
    return (
        f"Unexpected {type(error).__name__}{': ' + text[0] if text else ''} "
        f"(set {DEBUG}=1 to see where)."
    )


def _chain(error: BaseException | None) -> list[BaseException]:
    """Return an error and what caused it, the last cause first."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.insert(0, error)
        error = error.__cause__ or error.__context__
    return found


def _known(error: BaseException) -> str | None:
    if isinstance(error, AppError):
        details = [str(entry["message"]) for entry in error.details if entry.get("message")]
        return " ".join(dict.fromkeys([error.text, *details]))
    origin = type(error).__module__.split(".")[0]
    if origin.startswith("pydantic") and hasattr(error, "errors"):
        return _settings(error.errors())
    if origin in {"redis", "kombu"}:
        return f"Redis does not answer ({error}): start everything with `ecomm up`."
    if origin == "asyncpg":
        return f"PostgreSQL refused: {str(error).splitlines()[0]}."
    if isinstance(error, _UNREACHABLE):
        return (
            f"A server does not answer ({str(error) or type(error).__name__}): "
            "start everything with `ecomm up`."
        )
    return None


def _settings(errors: list[dict[str, object]]) -> str:
    """Name the settings that are missing or wrong; values are never shown."""
    parts = []
    for entry in errors:
        location = entry.get("loc")
        name = ".".join(map(str, location)) if isinstance(location, tuple) else ""
        missing = entry.get("type") == "missing"
        parts.append(
            f"{name} is missing" if missing else f"{name or 'settings'}: {entry.get('msg')}"
        )
    return f"The settings are not complete: {'; '.join(parts)}."
