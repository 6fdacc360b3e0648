"""Markdown to a mail's two parts: HTML as mail programs need it, and text to read as it is.

Style sheets are lost in many mail programs: the light look is written into each element; classes
let those that know `prefers-color-scheme` have the dark one. Raw HTML in the source is text.
"""

import html
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_WIDTH: Final = 72
_SCHEMES: Final = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_SPACES: Final = re.compile(r"[ \n]+")
_IMAGES: Final = re.compile(r"https?://", re.IGNORECASE)
BUTTON: Final = "button"
"""A link with this title, alone in its paragraph, is drawn as a button."""
BOX: Final = 4
"""A heading of this level (`####`) is drawn as a box, for a code to copy."""

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_markdown.disable(["html_block", "html_inline", "reference", "code", "fence", "backticks"])


@dataclass(frozen=True, slots=True)
class Drawn:
    """The content of a mail's parts, without the frame around it, and its first words."""

    html: str
    text: str
    lead: str


def draw(source: str, style: Mapping[str, str]) -> Drawn:
    """`style` has the colours `ink`, `muted`, `line`, `accent`, `on_accent`, `link`, `sunken`."""
    root = SyntaxTreeNode(_markdown.parse(source))
    blocks = root.children
    page = _Html(style)
    words = _Text()
    lead = next((words.inline(b.children) for b in blocks if b.type == "paragraph"), "")
    return Drawn(
        html="\n".join(page.block(block) for block in blocks),
        text="\n\n".join(filter(None, (words.block(block) for block in blocks))),
        lead=_SPACES.sub(" ", lead)[:150],
    )


class _Html:
    def __init__(self, style: Mapping[str, str]) -> None:
        self._style = style
        self._blocks: dict[str, Callable[[SyntaxTreeNode], str]] = {
            "heading": self._heading,
            "paragraph": self._paragraph,
            "bullet_list": self._list,
            "ordered_list": self._list,
            "blockquote": self._quote,
            "table": self._table,
            "hr": self._rule,
        }

    def block(self, node: SyntaxTreeNode) -> str:
        drawn = self._blocks.get(node.type)
        return drawn(node) if drawn else ""

    def _heading(self, node: SyntaxTreeNode) -> str:
        level = int(node.tag[1])
        if level >= BOX:
            return self._box(node)
        size, gap = {1: ("24px", "0 0 12px"), 2: ("18px", "28px 0 8px")}.get(
            level, ("15px", "24px 0 4px")
        )
        text = self.inline(node.children)
        return (
            f'<h{level} class="ink" style="margin:{gap};font-size:{size};line-height:1.3;'
            f'font-weight:600;color:{self._style["ink"]};">{text}</h{level}>'
        )

    def _paragraph(self, node: SyntaxTreeNode) -> str:
        button = _button(node)
        if button is not None:
            return self._button(button)
        return (
            f'<p class="muted" style="margin:0 0 20px;font-size:16px;line-height:1.6;'
            f'color:{self._style["muted"]};">{self.inline(node.children)}</p>'
        )

    def _button(self, link: SyntaxTreeNode) -> str:
        label = self.inline(link.children)
        url = _link(link)
        if url is None:
            return f"<p>{label}</p>"
        style = self._style
        return (
            '<table role="presentation" cellpadding="0" cellspacing="0" style="margin:4px 0 28px;">'
            f'<tr><td class="button" style="background:{style["accent"]};border-radius:8px;">'
            f'<a class="button" href="{url}" style="display:inline-block;padding:12px 22px;'
            f'color:{style["on_accent"]};font-size:15px;font-weight:600;text-decoration:none;">'
            f"{label}</a></td></tr></table>"
        )

    def _list(self, node: SyntaxTreeNode) -> str:
        tag = "ol" if node.type == "ordered_list" else "ul"
        items = "".join(
            f'<li style="margin:0 0 6px;">{self._tight(item)}</li>' for item in node.children
        )
        return (
            f'<{tag} class="muted" style="margin:0 0 20px;padding-left:22px;font-size:16px;'
            f'line-height:1.6;color:{self._style["muted"]};">{items}</{tag}>'
        )

    def _tight(self, item: SyntaxTreeNode) -> str:
        return "".join(
            self.inline(child.children) if child.type == "paragraph" else self.block(child)
            for child in item.children
        )

    def _quote(self, node: SyntaxTreeNode) -> str:
        inner = "".join(self.block(child) for child in node.children)
        return (
            f'<div class="line" style="margin:0 0 20px;padding:2px 0 2px 16px;'
            f'border-left:3px solid {self._style["line"]};">{inner}</div>'
        )

    def _rule(self, _node: SyntaxTreeNode) -> str:
        return (
            f'<hr class="line" style="margin:24px 0;border:0;'
            f'border-top:1px solid {self._style["line"]};">'
        )

    def _box(self, node: SyntaxTreeNode) -> str:
        style = self._style
        return (
            f'<p class="sunken ink" style="margin:0 0 20px;padding:16px;border-radius:8px;'
            f"background:{style['sunken']};color:{style['ink']};text-align:center;"
            'font-family:Menlo,Consolas,monospace;font-size:20px;letter-spacing:1px;">'
            f"{self.inline(node.children)}</p>"
        )

    def _table(self, node: SyntaxTreeNode) -> str:
        rows = [row for part in node.children for row in part.children if _has_content(row)]
        drawn = "".join(self._row(row, first=place == 0) for place, row in enumerate(rows))
        return (
            '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" '
            f'style="margin:0 0 20px;">{drawn}</table>'
        )

    def _row(self, row: SyntaxTreeNode, *, first: bool) -> str:
        style = self._style
        border = "0" if first else f"1px solid {style['line']}"
        cells = []
        for place, cell in enumerate(row.children):
            end = "right" in str(cell.attrs.get("style", ""))
            head = cell.type == "th"
            look = (
                f"padding:10px {'0' if end else '12px'} 10px 0;border-top:{border};"
                f"font-size:15px;line-height:1.45;color:{style['muted' if head else 'ink']};"
                + ("white-space:nowrap;" if end else "")
            )
            kind = "muted line" if head else "ink line"
            where = ' align="right"' if end else ""
            text = self.inline(cell.children, small=True)
            width = ' width="100%"' if place == 0 and len(row.children) > 1 else ""
            cells.append(
                f'<td class="{kind}" valign="top"{where}{width} style="{look}">{text}</td>'
            )
        return f"<tr>{''.join(cells)}</tr>"

    def inline(self, nodes: Sequence[SyntaxTreeNode], *, small: bool = False) -> str:
        return "".join(self._inline(node, small) for node in nodes)

    def _inline(self, node: SyntaxTreeNode, small: bool) -> str:  # noqa: PLR0911 - one case each
        match node.type:
            case "text":
                return html.escape(node.content)
            case "softbreak":
                return "\n"
            case "hardbreak":
                return "<br>"
            case "strong":
                style = f"font-weight:600;color:{self._style['ink']};"
                return f'<strong class="ink" style="{style}">{self._inside(node, small)}</strong>'
            case "em" if small:
                style = f"font-size:13px;color:{self._style['muted']};"
                return f'<br><span class="muted" style="{style}">{self._inside(node, small)}</span>'
            case "em":
                return f"<em>{self._inside(node, small)}</em>"
            case "link":
                url = _link(node)
                if url is None:
                    return self._inside(node, small)
                style = f"color:{self._style['link']};text-decoration:underline;"
                return (
                    f'<a class="link" href="{url}" style="{style}">{self._inside(node, small)}</a>'
                )
            case "image":
                return _image(node)
            case _:
                return self._inside(node, small)

    def _inside(self, node: SyntaxTreeNode, small: bool) -> str:
        return self.inline(node.children, small=small)


class _Text:
    def block(self, node: SyntaxTreeNode) -> str:  # noqa: PLR0911 - one case each
        match node.type:
            case "heading":
                text = self.inline(node.children)
                return f"    {text}" if int(node.tag[1]) >= BOX else text
            case "paragraph":
                button = _button(node)
                if button is not None:
                    return f"{self.inline(button.children)}:\n{_address(button)}"
                return _wrapped(self.inline(node.children))
            case "bullet_list" | "ordered_list":
                return "\n".join(self._item(node, place) for place in range(len(node.children)))
            case "blockquote":
                inner = "\n\n".join(filter(None, (self.block(child) for child in node.children)))
                return textwrap.indent(inner, "> ", lambda _: True)
            case "table":
                rows = [row for part in node.children for row in part.children]
                return "\n".join(self._row(row) for row in rows if _has_content(row))
            case "hr":
                return "-" * 24
            case _:
                return ""

    def _item(self, node: SyntaxTreeNode, place: int) -> str:
        mark = f"{place + 1}. " if node.type == "ordered_list" else "- "
        inner = "\n".join(
            filter(None, (self.block(child) for child in node.children[place].children))
        )
        return mark + textwrap.indent(inner, " " * len(mark)).lstrip()

    def _row(self, row: SyntaxTreeNode) -> str:
        cells = [self.inline(cell.children, small=True) for cell in row.children]
        kept = [_SPACES.sub(" ", cell).strip() for cell in cells if cell]
        return kept[0] if len(kept) == 1 else f"{', '.join(kept[:-1])}: {kept[-1]}"

    def inline(self, nodes: Sequence[SyntaxTreeNode], *, small: bool = False) -> str:
        return "".join(self._inline(node, small) for node in nodes).strip()

    def _inline(self, node: SyntaxTreeNode, small: bool) -> str:  # noqa: PLR0911 - one case each
        match node.type:
            case "text":
                return node.content
            case "softbreak":
                return " "
            case "hardbreak":
                return "\n"
            case "image":
                return node.content
            case "em" if small:
                return f" ({self._inside(node, small)})"
            case "link":
                inside = self._inside(node, small)
                url = _address(node)
                return inside if not url or url == inside else f"{inside} ({url})"
            case _:
                return self._inside(node, small)

    def _inside(self, node: SyntaxTreeNode, small: bool) -> str:
        return "".join(self._inline(child, small) for child in node.children)


def _button(node: SyntaxTreeNode) -> SyntaxTreeNode | None:
    inline = node.children[0].children if node.children else []
    if len(inline) == 1 and inline[0].type == "link" and inline[0].attrs.get("title") == BUTTON:
        return inline[0]
    return None


def _address(link: SyntaxTreeNode) -> str:
    url = str(link.attrs.get("href", ""))
    return url if _SCHEMES.match(url) else ""


def _link(link: SyntaxTreeNode) -> str | None:
    url = _address(link)
    return html.escape(url, quote=True) if url else None


def _image(node: SyntaxTreeNode) -> str:
    url = str(node.attrs.get("src", ""))
    alt = html.escape(node.content, quote=True)
    if not _IMAGES.match(url):
        return alt
    return (
        f'<img src="{html.escape(url, quote=True)}" alt="{alt}" '
        'style="max-width:100%;height:auto;border:0;border-radius:8px;">'
    )


def _has_content(row: SyntaxTreeNode) -> bool:
    return any(cell.children and cell.children[0].children for cell in row.children)


def _wrapped(text: str) -> str:
    return "\n".join(
        textwrap.fill(line, _WIDTH, break_long_words=False, break_on_hyphens=False)
        for line in text.split("\n")
    )
