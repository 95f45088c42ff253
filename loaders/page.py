"""An HTML page to its article: text, headline, date, site, address. Finding the article is trafilatura's work."""

import re
from dataclasses import dataclass

import lxml.html
import trafilatura
from rapidfuzz import fuzz, utils
from trafilatura.metadata import Document as Found

from graph_schema.errors import BadInput
from loaders.clutter import is_comment_form, is_teaser_heading
from loaders.readers.dates import iso_date

_DATE_FIELDS = (
    "article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
)
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]+)"')
_JSON_PUBLISHER = re.compile(r'"publisher"\s*:\s*\{[^{}]*"name"\s*:\s*"([^"]+)"')
_AFTER_TITLE = re.compile(r".{10,}\s(?:[|·»–—]|-)\s(?P<source>\S{2,}(?:\s\S+){0,3})\s*")
_SAME_HEADLINE = 75
"""Least likeness, out of 100, of a heading on the page to the title in its head."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says of itself. `headline`: as it stands above the article; `title`: that, or the one in its head."""

    lines: tuple[str, ...]
    headline: str | None
    title: str | None
    published: str | None
    source: str | None
    url: str | None


def article(html: str | bytes) -> Page | None:
    """The article of a page or of a piece of HTML; None where there is none."""
    tree = trafilatura.load_html(_whole(html))
    if tree is None:
        return None
    dated, title = _published(tree), " ".join(tree.findtext(".//title", "").split())
    named = _source(tree)
    headings = [(heading.tag, " ".join(heading.text_content().split())) for heading in tree.iter("h1", "h2", "h3")]
    _prune(tree)
    found = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=True)
    if not isinstance(found, Found) or not found.text:
        return None
    headline = _headline(headings, found.title)
    lines = tuple(cell for line in found.text.split("\n") for cell in _cells(line))
    source = named or _behind(title, headline) or found.sitename
    return Page(lines, headline, headline or found.title, dated, source, found.url)


def _whole(html: str | bytes) -> str | bytes:
    """A piece of HTML, as feeds have it, made a page."""
    if isinstance(html, bytes) or re.search(r"<(?:html|body)\b", html, re.IGNORECASE):
        return html
    return f"<html><body><article>{html}</article></body></html>"


def _prune(tree: lxml.html.HtmlElement) -> None:
    """Take out the small sections that a heading calls other articles, or comments: with these all that follows."""
    half = len(tree.text_content()) / 2
    for heading in list(tree.iter("h2", "h3", "h4", "h5", "h6")):
        text, section = " ".join(heading.text_content().split()), heading.getparent()
        if section is None or section.getparent() is None or not (is_comment_form(text) or is_teaser_heading(text)):
            continue  # no such heading, or one that went with another
        following = section.itersiblings() if is_comment_form(text) else ()
        sections = [section, *following]
        if sum(len(each.text_content()) for each in sections) < half:
            for each in sections:
                each.drop_tree()


def _headline(headings: list[tuple[str, str]], title: str | None) -> str | None:
    """The heading that the title in the head repeats, in its own words perhaps; else the only `h1` that there is."""
    headings = [(tag, text) for tag, text in headings if len(text.split()) >= 3]
    main = [text for tag, text in headings if tag == "h1"]
    alike = (
        text
        for text in main + [text for tag, text in headings if tag != "h1"]
        if title and fuzz.token_set_ratio(text, title, processor=utils.default_process) >= _SAME_HEADLINE
    )
    return next(alike, main[0] if len(main) == 1 else None)


def _published(tree: lxml.html.HtmlElement) -> str | None:
    """The day in the page's own metadata.

    Read here and not by htmldate, which completes `2025-11` with the day of today: what is stored must not depend on
    the day of the load.
    """
    metas = {
        (meta.get("property") or meta.get("name") or "").lower(): meta.get("content") for meta in tree.iter("meta")
    }
    candidates = [
        *_JSON_DATE.findall(_json(tree)),
        *(metas[name] for name in _DATE_FIELDS if name in metas),
        *tree.xpath("//meta[@itemprop='datePublished']/@content"),
        *tree.xpath("(//article | //main)//time/@datetime"),
    ]
    for candidate in candidates:
        try:
            if date := iso_date(candidate):
                return date
        except BadInput:
            continue
    return None


def _source(tree: lxml.html.HtmlElement) -> str | None:
    """The name of the site in the page's own metadata."""
    named = [*tree.xpath("//meta[@property='og:site_name']/@content"), *_JSON_PUBLISHER.findall(_json(tree))]
    return next((name for each in named if (name := str(each).strip())), None)


def _behind(title: str, headline: str | None) -> str | None:
    """The name of the site where it stands behind the title: "Ford moves | The Wire"."""
    found = _AFTER_TITLE.fullmatch(title)
    return found["source"] if found and found["source"] not in (headline or "") else None


def _json(tree: lxml.html.HtmlElement) -> str:
    """What the page says of itself as JSON-LD, unparsed: on many pages it would not parse."""
    return " ".join(tree.xpath("//script[@type='application/ld+json']/text()"))


def _cells(line: str) -> list[str]:
    """Of a table's row only the cells that hold sentences: some pages are laid out as tables."""
    if not line.startswith("|"):
        return [line]
    return [cell.strip() for cell in line.split("|") if cell.strip().endswith((".", "!", "?", "”"))]
