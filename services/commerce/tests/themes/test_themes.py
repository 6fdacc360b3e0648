"""Themes: readable colours, valid blocks, copy about the store."""

import copy

import pytest

from commerce.stores.schemas import Niche
from commerce.themes import service
from commerce.themes.contrast import AA, TEXT_PAIRS, contrast, too_faint
from commerce.themes.schemas import ThemeOut, Tokens
from commerce.themes.service import ThemeInvalid

NAME = 'Kettle {x} & <b>"Crane"</b> {about_text} %s'


def default(niche: str = "home", description: str | None = None) -> dict[str, object]:
    return service.default_theme(name=NAME, niche=niche, description=description)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#FFFFFF") == 1
    # The grey that just passes on white, and its neighbour that does not.
    assert contrast("#767676", "#FFFFFF") >= AA > contrast("#777777", "#FFFFFF")


@pytest.mark.parametrize("palette", ["tokens", "dark_tokens"])
def test_every_text_pair_of_frosted_passes_aa(palette: str) -> None:
    colours = service.preset()[palette]
    for text, ground in TEXT_PAIRS:
        assert contrast(colours[text], colours[ground]) >= AA, (text, ground)
    assert too_faint(Tokens.model_validate(colours)) == []


def test_frosted_has_the_tokens_of_the_design() -> None:
    assert service.preset()["tokens"] == {
        "background": "#F4F7FB", "surface": "#FFFFFF", "surface_muted": "#E8EEF6",
        "text": "#0F1B2D", "text_muted": "#4A5A70", "border": "#D3DDEA", "primary": "#2457D6",
        "on_primary": "#FFFFFF", "accent": "#0B7480", "on_accent": "#FFFFFF", "sale": "#BE2540",
    }  # fmt: skip


def test_a_faint_pair_is_named() -> None:
    tokens = Tokens.model_validate({**service.preset()["tokens"], "text_muted": "#C0C8D0"})
    assert {(pair.text, pair.ground) for pair in too_faint(tokens)} == {
        ("text_muted", "background"), ("text_muted", "surface"), ("text_muted", "surface_muted"),
    }  # fmt: skip


@pytest.mark.parametrize("niche", [niche.value for niche in Niche])
def test_every_niche_has_a_home_page_about_the_store(niche: str) -> None:
    theme = ThemeOut.model_validate(default(niche))
    assert [block.type for block in theme.home] == [
        "hero_banner", "trust_badges", "categories_grid", "featured_products", "custom_text", "faq",
    ]  # fmt: skip
    texts = theme.model_dump_json()
    for key in ("{name}", "{hero_", "{about_heading}", "{faq_"):
        assert key not in texts
    assert theme.home[4].settings["heading"] == f"About {NAME}"
    assert NAME in theme.home[0].settings["text"]
    assert len(theme.home[5].settings["items"]) == 5


def test_niches_differ() -> None:
    headings = {
        ThemeOut.model_validate(default(n.value)).home[0].settings["heading"] for n in Niche
    }
    assert len(headings) == len(Niche)


def test_the_merchants_own_description_is_what_the_page_says_about_the_store() -> None:
    words = "We mend {name} things. <script>alert(1)</script>"
    theme = ThemeOut.model_validate(default(description=words))
    assert theme.home[4].settings["text"] == words


def test_making_a_theme_leaves_the_preset_alone() -> None:
    before = copy.deepcopy(service.preset())
    default()
    assert service.preset() == before
    assert before["home"] == []


@pytest.mark.parametrize(
    "change",
    [
        {"tokens": {**service.preset()["tokens"], "text": "#F4F7FB"}},
        {"dark_tokens": {**service.preset()["dark_tokens"], "text": "#162133"}},
        {"tokens": {**service.preset()["tokens"], "text": "red"}},
        {"home": [{"type": "iframe", "settings": {}}]},
        {"home": [{"type": "hero_banner", "settings": {"headline": "misspelt"}}]},
        {"home": [{"type": "hero_banner", "settings": {"button_link": "javascript:alert(1)"}}]},
        {"home": [{"type": "hero_banner", "settings": {"button_link": "//evil.example"}}]},
        {"home": [{"type": "faq", "settings": {"items": [{"question": "", "answer": "x"}]}}]},
        {"card_style": "wobbly"},
    ],
)
def test_what_cannot_be_published_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ThemeInvalid):
        service.check({**service.preset(), **change})


@pytest.mark.parametrize(
    "link", ["/", "/products", "/products?sort=price", "#faq", "mailto:a@b.de"]
)
def test_links_inside_the_shop_are_fine(link: str) -> None:
    home = [{"type": "hero_banner", "settings": {"button_link": link}}]
    assert service.check({**service.preset(), "home": home}).home[0].settings["button_link"] == link


@pytest.mark.parametrize("name", ["nothing", "../frosted", "Frosted", ""])
def test_an_unknown_preset_is_refused(name: str) -> None:
    with pytest.raises(ThemeInvalid):
        service.preset(name)
