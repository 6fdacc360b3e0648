"""A call as the gateway sees it: the caller's own body, and the inner form made only when needed.

A call to a provider of the caller's own family is forwarded as it came, with another model name;
the inner form (`Prompt`) exists for translation, for the local provider and for estimates.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Json = dict[str, Any]
"""A JSON object of somebody else's interface: whatever they put in it."""


class Family(StrEnum):
    """Whose interface something speaks."""

    OPENAI = "openai"
    ANTHROPIC = "anthropic"
    LOCAL = "local"


class Role(StrEnum):
    """Who said a message; a tool's results are part of what the user says."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Text:
    """Words."""

    text: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: an address, or base64 `data` of `media_type`."""

    url: str = ""
    media_type: str = ""
    data: str = ""


@dataclass(frozen=True, slots=True)
class ToolUse:
    """The model asks for a tool; `arguments` is JSON text of an object."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool answered."""

    id: str
    parts: tuple[Text | Image, ...]
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class Reasoning:
    """The model's thinking, with the provider's signature; `redacted` holds what is unreadable."""

    text: str
    signature: str = ""
    redacted: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """The model declines, in words."""

    text: str


Part = Text | Image | ToolUse | ToolResult | Reasoning | Refusal


@dataclass(frozen=True, slots=True)
class Message:
    """One turn."""

    role: Role
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Tool:
    """A function the model may ask for; `schema` is JSON Schema of its arguments."""

    name: str
    description: str
    schema: Json
    strict: bool | None = None


class Choice(StrEnum):
    """Whether tools are used: as the model likes, never, some tool, this tool."""

    AUTO = "auto"
    NONE = "none"
    ANY = "any"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class ToolChoice:
    """`name` goes with NAMED; `parallel` None is the provider's own default."""

    kind: Choice
    name: str = ""
    parallel: bool | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """The JSON Schema an answer must follow; an empty schema is any JSON object."""

    schema: Json
    name: str = "answer"
    strict: bool | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """A call in the inner form. None is: the caller did not say."""

    messages: tuple[Message, ...]
    tools: tuple[Tool, ...] = ()
    tool_choice: ToolChoice | None = None
    wanted: Wanted | None = None
    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    stop: tuple[str, ...] = ()
    effort: str | None = None
    user: str | None = None
    untranslatable: tuple[str, ...] = ()
    """Fields of the caller's dialect that another family has no word for, and that change the
    answer: such a call is not given to that family."""

    def text_of(self, role: Role) -> str:
        """All words of a role, one message a line."""
        lines = [part.text for m in self.messages if m.role == role for part in _texts(m)]
        return "\n".join(lines)

    def last_user_text(self) -> str:
        """The words of the last message in which a user speaks."""
        for message in reversed(self.messages):
            words = [part.text for part in _texts(message)]
            if message.role == Role.USER and words:
                return "\n".join(words)
        return ""


def _texts(message: Message) -> list[Text]:
    return [part for part in message.parts if isinstance(part, Text)]


@dataclass(slots=True)
class Call:
    """One request. `name` is the model or route asked for; `size` the body's bytes, with
    pictures at what they cost (`weight`)."""

    name: str
    family: Family
    body: Json
    size: int
    stream: bool
    read: Callable[[Json], Prompt]
    feature: str = ""
    wants_usage: bool = True
    """Whether the caller's stream is to end with the usage (OpenAI: only when asked for)."""
    passed: Mapping[str, str] = field(default_factory=dict)
    """Headers of the caller's dialect that go to a provider of the same family."""
    _prompt: Prompt | None = field(default=None, init=False, repr=False)

    def prompt(self) -> Prompt:
        """The inner form, made once. Raises ProviderFailed(BAD_REQUEST) for what is malformed."""
        if self._prompt is None:
            self._prompt = self.read(self.body)
        return self._prompt

    def max_tokens(self) -> int | None:
        """The most tokens the answer may have, where the caller said so."""
        for field_name in ("max_completion_tokens", "max_tokens"):
            value = self.body.get(field_name)
            if isinstance(value, int):
                return value
        return None


@dataclass(frozen=True, slots=True)
class EmbeddingCall:
    """Texts, or lists of token numbers, to be turned into vectors."""

    name: str
    body: Json
    size: int
    feature: str = ""
