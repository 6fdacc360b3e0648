"""The built-in provider follows schemas, keeps limits, says only what it was told, always alike."""

import html
import re
from typing import Any

import jsonschema_rs
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llm_gateway.failures import Kind, ProviderFailed
from llm_gateway.local.answer import answer_to
from llm_gateway.local.embed import vector
from llm_gateway.local.schema import Filler, Unfillable
from llm_gateway.local.wording import WORDINGS
from llm_gateway.wire.call import Json, Message, Prompt, Role, Text, ToolUse, Wanted
from llm_gateway.wire.openai.request import prompt_of

FACTS: Json = {
    "task": "product_texts",
    "language": "en",
    "title": "Linen Summer Dress with Pockets",
    "vendor": "Nordwind",
    "attributes": {"Material": "100 % linen", "Colour": "sea blue", "Length": "98 cm"},
    "price": "49.90 EUR",
    "keywords": ["summer dress", "linen dress", "blue"],
    "images": [{"id": "img-1", "position": 1}, {"id": "img-2", "position": 2}],
}
PRODUCT: Json = {
    "type": "object",
    "additionalProperties": False,
    "required": ["title", "description", "features", "benefits", "seo_title", "keywords"],
    "properties": {
        "title": {"type": "string", "maxLength": 60},
        "description": {"type": "string", "maxLength": 4000},
        "features": {"type": "array", "items": {"type": "string"}, "minItems": 5, "maxItems": 7},
        "benefits": {"type": "array", "items": {"type": "string"}, "minItems": 3, "maxItems": 5},
        "seo_title": {"type": "string", "maxLength": 60},
        "seo_description": {"type": "string", "maxLength": 155},
        "keywords": {"type": "array", "items": {"type": "string"}, "minItems": 10, "maxItems": 15},
        "alt_texts": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["image_id", "alt"],
                "properties": {
                    "image_id": {"type": "string"},
                    "alt": {"type": "string", "maxLength": 125},
                },
            },
        },
    },
}


def prompt(facts: Json | None, schema: Json | None = None) -> Prompt:
    """A call with facts."""
    said = f"Write. <facts>{orjson.dumps(facts).decode()}</facts>" if facts else "Hello there"
    wanted = Wanted(schema) if schema is not None else None
    return Prompt((Message(Role.USER, (Text(said),)),), wanted=wanted)


def filled(facts: Json, schema: Json = PRODUCT) -> Any:
    """The answer's JSON."""
    part = answer_to(prompt(facts, schema)).parts[0]
    assert isinstance(part, Text)
    return orjson.loads(part.text)


@pytest.mark.parametrize("language", sorted(WORDINGS))
def test_product_texts_keep_their_limits_in_six_languages(language: str) -> None:
    """Lengths and counts of the contract; the same call gives the same answer."""
    facts = FACTS | {"language": language}
    made = filled(facts)
    jsonschema_rs.validator_for(PRODUCT).validate(made)
    assert 3 <= made["description"].count("<p>") <= 4
    assert 5 <= len(made["features"]) <= 7
    assert 10 <= len(made["keywords"]) <= 15
    assert [each["image_id"] for each in made["alt_texts"]] == ["img-1", "img-2"]
    assert len(made["seo_description"]) <= 155
    assert made == filled(facts)
    others = [filled(FACTS | {"language": other}) for other in WORDINGS if other != language]
    assert all(other["description"] != made["description"] for other in others)


@pytest.mark.parametrize("language", sorted(WORDINGS))
def test_nothing_is_said_that_is_not_in_the_facts(language: str) -> None:
    """Every word is a fact's or one of the language's few phrases; no number that is not given.

    Fault it was seen to catch: a phrase with a claim ("free shipping") added to one language.
    """
    made = filled(FACTS | {"language": language})
    texts = [value for value in made.values() if isinstance(value, str)]
    texts += [each for name in ("features", "benefits", "keywords") for each in made[name]]
    texts += [each["alt"] for each in made["alt_texts"]]
    said = set(_words(" ".join(texts)))
    wording = WORDINGS[language]
    known = set(_words(orjson.dumps(FACTS).decode()))
    known |= set(_words(" ".join(getattr(wording, name) for name in wording.__slots__)))
    claims = {"free", "gratis", "best", "quality", "shipping", "versand", "guarantee"}
    assert said - known == set()
    assert not known & claims


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", html.unescape(re.sub(r"</?p>", " ", text)).casefold())


def test_limits_of_the_facts_are_kept_as_well() -> None:
    """`wanted` narrows what the schema allows."""
    wanted = {"title": {"max_length": 12}, "features": {"max_items": 2}, "seo_title": 20}
    schema: Json = {
        "type": "object",
        "properties": {
            "title": {"type": "string"},
            "features": {"type": "array", "items": {"type": "string"}},
            "seo_title": {"type": "string", "maxLength": 60},
        },
    }
    made = filled(FACTS | {"wanted": wanted}, schema)
    assert made["title"] == "Linen Summer"
    assert len(made["features"]) == 2
    assert len(made["seo_title"]) <= 20


def test_markup_in_facts_stays_text() -> None:
    """A title with markup does not become markup of the description."""
    made = filled(FACTS | {"title": "<img src=x onerror=alert(1)>"})
    assert "<img" not in made["description"]
    assert "&lt;img" in made["description"]


def test_a_forced_tool_is_asked_for_with_arguments_that_fit() -> None:
    """The same filler, as a tool's arguments."""
    body: Json = {
        "messages": [{"role": "user", "content": f"<facts>{orjson.dumps(FACTS).decode()}</facts>"}],
        "tools": [{"type": "function", "function": {"name": "save", "parameters": PRODUCT}}],
        "tool_choice": "required",
    }
    part = answer_to(prompt_of(body)).parts[0]
    assert isinstance(part, ToolUse)
    jsonschema_rs.validator_for(PRODUCT).validate(orjson.loads(part.arguments))


def test_without_a_schema_the_answer_is_labelled() -> None:
    """People see that no model spoke."""
    for facts in (None, FACTS):
        part = answer_to(prompt(facts)).parts[0]
        assert isinstance(part, Text)
        assert part.text.startswith("[local] ")


def test_a_schema_that_cannot_be_followed_is_refused() -> None:
    """Never a wrong answer."""
    schemas: list[Json] = [{"not": {}}, {"type": "string", "pattern": "(?=a)b"}, {"enum": []}]
    for schema in schemas:
        with pytest.raises(ProviderFailed) as caught:
            answer_to(prompt(FACTS, schema))
        assert caught.value.kind in {Kind.UNSUPPORTED, Kind.BAD_REQUEST}


def test_vectors_are_units_alike_for_alike_texts() -> None:
    """Deterministic, of length one, nearer for shared words."""
    dress, gown, drill = (
        vector(text) for text in ("blue linen dress", "linen dress blue summer", "cordless drill")
    )
    assert vector("blue linen dress") == dress
    assert sum(value * value for value in dress) == pytest.approx(1)
    assert _dot(dress, gown) > 0.5 > _dot(dress, drill)
    assert len(vector("x", 64)) == 64
    assert vector("") == vector("…")


def _dot(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


# --------------------------------------------------------------------- any schema

NAMES = ["title", "description", "features", "keywords", "alt_texts", "price", "x", "ünïcode"]
PATTERNS = [
    r"^[A-Z]{3}-\d{4}$",
    r"^(foo|bar)+$",
    r"\d+",
    r"^[a-z0-9]+(?:-[a-z0-9]+)*$",
    r"^#[0-9a-fA-F]{6}$",
    r"^\S+@\S+\.\w{2,}$",
    r"^.{3,10}$",
    r"^[^<>]*$",
]


@st.composite
def texts(draw: st.DrawFn) -> Json:
    """A schema of a text."""
    kind = draw(st.sampled_from(["plain", "plain", "pattern", "format", "enum", "const"]))
    if kind == "pattern":
        return {"type": "string", "pattern": draw(st.sampled_from(PATTERNS))}
    if kind == "format":
        formats = ["date", "date-time", "email", "uri", "uuid", "ipv4"]
        return {"type": "string", "format": draw(st.sampled_from(formats))}
    if kind == "enum":
        return {"enum": draw(st.lists(st.text(max_size=5), min_size=1, max_size=4, unique=True))}
    if kind == "const":
        return {"const": draw(st.one_of(st.text(max_size=5), st.integers(), st.none()))}
    low = draw(st.integers(0, 200))
    schema: Json = {"type": "string", "minLength": low}
    if draw(st.booleans()):
        schema["maxLength"] = low + draw(st.integers(0, 100))
    return schema


@st.composite
def numbers(draw: st.DrawFn) -> Json:
    """A schema of a number that exists."""
    low = draw(st.integers(-1000, 1000))
    schema: Json = {"type": draw(st.sampled_from(["integer", "number"]))}
    if draw(st.booleans()):
        schema[draw(st.sampled_from(["minimum", "exclusiveMinimum"]))] = low
    if draw(st.booleans()):
        schema[draw(st.sampled_from(["maximum", "exclusiveMaximum"]))] = low + 50
    if draw(st.booleans()):
        schema["multipleOf"] = draw(st.sampled_from([1, 2, 5, 7]))
    return schema


def lists(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    """A schema of a list."""

    @st.composite
    def made(draw: st.DrawFn) -> Json:
        low = draw(st.integers(0, 4))
        schema: Json = {"type": "array", "items": draw(inner), "minItems": low}
        if draw(st.booleans()):
            schema["maxItems"] = low + draw(st.integers(0, 4))
        return schema

    return made()


def things(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    """A schema of an object."""

    @st.composite
    def made(draw: st.DrawFn) -> Json:
        members = draw(st.dictionaries(st.sampled_from(NAMES), inner, max_size=4))
        required = draw(st.lists(st.sampled_from(NAMES), max_size=3, unique=True))
        schema: Json = {"type": "object", "properties": members, "required": required}
        if all(name in members for name in required) and draw(st.booleans()):
            schema["additionalProperties"] = False
        return schema

    return made()


def choices(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    """A choice of schemas, or null."""
    options = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        options.map(lambda each: {"anyOf": each}),
        inner.map(lambda each: {"anyOf": [{"type": "null"}, each]}),
        inner.map(lambda each: {"allOf": [each, {}]}),
    )


SCHEMAS: st.SearchStrategy[Json] = st.recursive(
    st.one_of(texts(), numbers(), st.just({"type": "boolean"}), st.just({"type": "null"})),
    lambda inner: st.one_of(lists(inner), things(inner), choices(inner)),
    max_leaves=12,
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SCHEMAS)
def test_whatever_it_makes_follows_the_schema(schema: Json) -> None:
    """A value that the schema's validator takes, or a refusal; with facts as without.

    Fault it was seen to catch: texts cut without looking at minLength.
    """
    validator = jsonschema_rs.validator_for(schema, validate_formats=True)
    for facts in (None, FACTS):
        try:
            made = filled(facts, schema) if facts else Filler(schema).fill()
        except (Unfillable, ProviderFailed):
            continue
        validator.validate(made)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(texts(), numbers(), lists(numbers())))
def test_simple_schemas_are_never_refused(schema: Json) -> None:
    """Texts, numbers with room between their limits, and lists of them."""
    if "multipleOf" in schema or "multipleOf" in schema.get("items", {}):
        schema = orjson.loads(orjson.dumps(schema))
    jsonschema_rs.validator_for(schema, validate_formats=True).validate(Filler(schema).fill())


def test_references_and_recursion() -> None:
    """A tree ends where it may."""
    schema: Json = {
        "$ref": "#/$defs/node",
        "$defs": {
            "node": {
                "type": "object",
                "required": ["title"],
                "properties": {
                    "title": {"type": "string", "maxLength": 10},
                    "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
                },
            }
        },
    }
    jsonschema_rs.validator_for(schema).validate(filled(FACTS, schema))
    endless: Json = {
        "$ref": "#/$defs/n",
        "$defs": {
            "n": {"type": "object", "required": ["n"], "properties": {"n": {"$ref": "#/$defs/n"}}}
        },
    }
    with pytest.raises(ProviderFailed):
        filled(FACTS, endless)
