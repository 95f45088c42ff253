"""From a source (path, folder, URL, `-`) to its items: the list of kinds, and how a source finds its own.

A new kind is one file with a generator `parse(blob)`, and one line here.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from graph_schema.errors import BadInput
from loaders.readers import feed, html, jsonl, local, markdown, pdf, text, web
from loaders.readers.record import Blob, Failure, Item, Link, Media, Raw, Rejection

__all__ = [
    "KINDS",
    "Blob",
    "Failure",
    "Item",
    "Link",
    "Media",
    "Raw",
    "Rejection",
    "follow",
    "is_readable",
    "parsed",
    "read",
]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of content and what it goes by. `parse` may raise BadInput or OSError for the blob as a whole."""

    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]
    parse: Callable[[Blob], Iterator[Item | Link]]


TEXT = Kind((".txt", ".text"), ("text/plain",), text.parse)
MARKDOWN = Kind((".md", ".markdown"), ("text/markdown",), markdown.parse)
HTML = Kind((".html", ".htm", ".xhtml"), ("text/html", "application/xhtml+xml"), html.parse)
JSONL = Kind((".jsonl", ".ndjson"), ("application/jsonl", "application/x-ndjson"), jsonl.parse)
FEED = Kind(
    (".rss", ".atom", ".xml"),
    ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml"),
    feed.parse,
)
PDF = Kind((".pdf",), ("application/pdf",), pdf.parse)
KINDS = (TEXT, MARKDOWN, HTML, JSONL, FEED, PDF)

_NAMES = {name: kind for kind in KINDS for name in (*kind.suffixes, *kind.media_types)}
_BEGINNINGS: tuple[tuple[re.Pattern[bytes], Kind], ...] = (
    (re.compile(rb"%PDF-"), PDF),
    (re.compile(rb"(?i)<!doctype html|<html|<head|<body|<article"), HTML),
    (re.compile(rb"(?i)<\?xml[^>]*>\s*(<!--.*?-->\s*)*<(!doctype )?html", re.DOTALL), HTML),
    (re.compile(rb"<\?xml|<rss|<feed|<rdf:RDF"), FEED),
    (re.compile(rb"\{\s*\"|\[\s*\{"), JSONL),
    (re.compile(rb"---\s*\n\w+:"), MARKDOWN),
)


def read(sources: Iterable[str]) -> Iterator[Item]:
    """The items of all sources in their order; whatever cannot be read becomes a Failure and stops nothing."""
    for source in sources:
        if source.startswith(("http://", "https://")):
            yield from _fetched(source)
        elif source == "-":
            yield from _whole(local.standard_input())
        elif Path(source).is_dir():
            yield from _folder(Path(source))
        else:
            yield from _file(Path(source))


def parsed(blob: Blob) -> Iterator[Item | Link]:
    """What is in this blob, links not followed; a Failure where it cannot be read."""
    try:
        yield from _kind(blob).parse(blob)
    except (BadInput, OSError) as error:
        yield Failure(blob.given, str(error))


def follow(link: Link, page: Blob) -> Iterator[Item]:
    """What is on the page that this link led to; what the link says of it goes first."""
    for found in parsed(page):
        if isinstance(found, Raw):
            yield replace(
                found,
                title=link.title or found.title,
                published=link.published or found.published,
                source=link.source or found.source,
            )
        elif isinstance(found, Link):
            yield Failure(found.url, f"is named by a feed at {link.url}, which is itself only named: load that feed")
        else:
            yield found


def is_readable(path: Path) -> bool:
    """Whether this is a kind of file that is read in folders."""
    return path.suffix.lower() in _NAMES


def _fetched(url: str) -> Iterator[Item]:
    try:
        blob = web.fetch(url)
    except BadInput as error:
        yield Failure(url, str(error))
    else:
        yield from _whole(blob)


def _whole(blob: Blob) -> Iterator[Item]:
    for found in parsed(blob):
        if isinstance(found, Link):
            yield from _linked(found)
        else:
            yield found


def _linked(link: Link) -> Iterator[Item]:
    try:
        page = web.fetch(link.url)
    except BadInput as error:
        yield Failure(link.url, str(error))
    else:
        yield from follow(link, page)


def _folder(folder: Path) -> Iterator[Item]:
    unreadable: list[OSError] = []
    for path in local.files(folder, unreadable.append):
        if is_readable(path):
            yield from _file(path)
        else:
            yield Rejection(str(path), "not a kind of file that is read in folders")
    yield from (Failure(str(error.filename), f"cannot be opened: {error.strerror}") for error in unreadable)


def _file(path: Path) -> Iterator[Item]:
    try:
        blob = local.file(path)
    except FileNotFoundError:
        yield Failure(str(path), "no such file or folder")
    except OSError as error:
        yield Failure(str(path), f"cannot be opened: {error.strerror}")
    else:
        with blob.stream:
            yield from _whole(blob)


def _kind(blob: Blob) -> Kind:
    """By what sender or file system call it; where they say nothing, or nothing but `text`, by how it begins."""
    named = _NAMES.get(blob.name)
    if named not in (None, TEXT):
        return named
    beginning = blob.stream.peek(1024)[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((kind for pattern, kind in _BEGINNINGS if pattern.match(beginning)), TEXT)
