"""Markdown, with or without front matter (`title`, `url`, `published`, `source`)."""

import re
from collections.abc import Iterator

import lxml.html
import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from graph_schema.errors import BadInput
from loaders.readers.dates import iso_date
from loaders.readers.fields import text_field, url_field
from loaders.readers.record import Blob, Raw
from loaders.readers.text import decoded

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_MARKDOWN = MarkdownIt("commonmark")
_SHOWN = {"text": None, "code_inline": None, "softbreak": " ", "hardbreak": "\n"}


def parse(blob: Blob) -> Iterator[Raw]:
    """The whole as one item. Raises BadInput if the front matter cannot be read."""
    text = decoded(blob.stream.read()).replace("\r\n", "\n")
    front = _FRONT.match(text)
    meta = _front_matter(front.group(1)) if front else {}
    yield Raw(
        blob.given,
        blob.address,
        plain(text[front.end() :] if front else text),
        url=url_field(meta) or blob.url,
        title=text_field(meta, "title"),
        published=iso_date(meta.get("published") or meta.get("date")),
        source=text_field(meta, "source"),
        fetched=blob.url is not None,
    )


def _front_matter(text: str) -> dict[str, object]:
    try:
        meta = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        raise BadInput(f"its front matter is not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(meta, dict):
        raise BadInput("its front matter is not a list of `name: value` lines")
    return meta


def plain(markdown: str) -> str:
    """The words without the marks; paragraphs, headings and list items separated by blank lines, code left out."""
    blocks = (_words(token) for token in _MARKDOWN.parse(markdown))
    return "\n\n".join(block for block in blocks if block)


def _words(token: Token) -> str:
    if token.type == "html_block":
        return str(lxml.html.fromstring(f"<div>{token.content}</div>").text_content()).strip()
    if token.type != "inline":
        return ""
    return "".join(_SHOWN[part.type] or part.content for part in token.children or () if part.type in _SHOWN).strip()
