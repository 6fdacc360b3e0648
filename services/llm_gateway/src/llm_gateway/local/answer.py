"""What the built-in provider answers to a call."""

import hashlib
from typing import Final

import orjson

from llm_gateway import tokens
from llm_gateway.failures import Kind, ProviderFailed
from llm_gateway.local.facts import facts_in
from llm_gateway.local.schema import Filler, Unfillable
from llm_gateway.local.texts import ProductTexts
from llm_gateway.wire.answer import Answer, Stop, Usage
from llm_gateway.wire.call import Choice, Json, Part, Prompt, Text, Tool, ToolUse
from llm_gateway.wire.json import dump_text

MODEL: Final = "local"
_LABEL: Final = "[local]"
_PLAIN: Final = (
    "{label} This is the built-in provider: no model was asked. Your message has {n} words."
)


def answer_to(prompt: Prompt) -> Answer:
    """Deterministic; what it says is in the request's facts. Raises ProviderFailed(UNSUPPORTED)
    for a schema that it cannot follow."""
    said = prompt.last_user_text()
    facts = facts_in(said)
    texts = ProductTexts(facts) if facts else None
    tool = _forced(prompt)
    parts: tuple[Part, ...]
    stop = Stop.END
    if tool is not None:
        arguments = dump_text(_filled(tool.schema, texts, "tools"))
        parts = (ToolUse(f"call_{_digest(said, tool.name)}", tool.name, arguments),)
        stop = Stop.TOOLS
    elif prompt.wanted is not None:
        parts = (Text(dump_text(_filled(prompt.wanted.schema, texts, "response_format"))),)
    else:
        words = f"{_LABEL} {texts.plain_answer()}" if texts else None
        text, stop = _within(words or _PLAIN.format(label=_LABEL, n=len(said.split())), prompt)
        parts = (Text(text),)
    usage = Usage(input=_asked(prompt), output=sum(_size(part) for part in parts))
    identity = _digest(*(str(message) for message in prompt.messages), str(parts))
    return Answer(f"local-{identity}", MODEL, parts, stop, usage, fingerprint=MODEL)


def _forced(prompt: Prompt) -> Tool | None:
    """The tool that must be asked for."""
    choice = prompt.tool_choice
    if choice is None or choice.kind not in {Choice.ANY, Choice.NAMED} or not prompt.tools:
        return None
    if choice.kind == Choice.ANY:
        return prompt.tools[0]
    found = next((tool for tool in prompt.tools if tool.name == choice.name), None)
    if found is None:
        raise ProviderFailed(
            Kind.BAD_REQUEST, "tool_choice names no tool of this call.", param="tool_choice"
        )
    return found


def _filled(schema: Json, texts: ProductTexts | None, param: str) -> object:
    try:
        return Filler(schema or {"type": "object"}, texts).fill()
    except Unfillable as exc:
        raise ProviderFailed(
            Kind.UNSUPPORTED, f"The built-in provider cannot follow {exc}.", param=param
        ) from exc
    except (TypeError, ValueError, AttributeError, KeyError) as exc:
        message = "The schema is not one of JSON Schema."
        raise ProviderFailed(Kind.BAD_REQUEST, message, param=param) from exc


def _within(text: str, prompt: Prompt) -> tuple[str, Stop]:
    """The text up to a stop sequence and within the limit of tokens."""
    stop = Stop.END
    for sequence in prompt.stop:
        if sequence and sequence in text:
            text, stop = text.partition(sequence)[0], Stop.SEQUENCE
    limit = prompt.max_tokens
    if limit is not None and tokens.count(text) > limit:
        words = text.split(" ")
        while words and tokens.count(" ".join(words)) > limit:
            words.pop()
        text, stop = " ".join(words), Stop.LENGTH
    return text, stop


def _asked(prompt: Prompt) -> int:
    words = [part.text for m in prompt.messages for part in m.parts if isinstance(part, Text)]
    extra = [orjson.dumps(tool.schema).decode() + tool.description for tool in prompt.tools]
    return sum(tokens.count(text) for text in [*words, *extra])


def _size(part: Part) -> int:
    if isinstance(part, ToolUse):
        return tokens.count(part.name) + tokens.count(part.arguments)
    return tokens.count(part.text) if isinstance(part, Text) else 0


def _digest(*texts: str) -> str:
    return hashlib.sha256("\x00".join(texts).encode("utf-8", "replace")).hexdigest()[:24]
