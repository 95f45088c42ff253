"""What a source offers tonight: files, links to pages, and items that stand in a feed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graph_schema.errors import BadInput
from loaders.nightly import sitemap
from loaders.nightly.fetch import Answer
from loaders.nightly.sources import Feed, Folder, Jsonl, Sitemap, Source, Urls
from loaders.readers import Failure, Item, Link, Rejection, is_readable, local, parsed

MOST_MAPS = 100
"""Sitemaps that an index may lead to in one night; beyond that something goes round in circles."""
JSONL = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class File:
    """A file, to be read as what its name says, or as `kind` (a suffix)."""

    path: Path
    kind: str | None = None


Offer = File | Link | Item
Listing = Callable[[str], Answer]
"""How a feed or a sitemap is had: from its server, or as it was where it has not changed. Raises BadInput."""


def of(source: Source, listing: Listing) -> Iterator[Offer]:
    """The offers of a source; what keeps it from offering anything is a Failure."""
    try:
        match source:
            case Feed():
                yield from parsed(listing(source.url).blob)
            case Sitemap():
                yield from _pages(source, listing)
            case Urls():
                yield from _addresses(source)
            case Folder():
                yield from _folder(source)
            case Jsonl():
                yield from _drops(source)
    except BadInput as error:
        yield Failure(source.url if isinstance(source, Feed | Sitemap) else source.name, str(error))


def _pages(source: Sitemap, listing: Listing) -> Iterator[Link | Failure]:
    """Pages of the sitemap and of those that it leads to, the newest first within each."""
    limit = int(source.max_mb * 1_000_000)
    maps, seen = [source.url], {source.url}
    while maps:
        url = maps.pop(0)
        try:
            found = sitemap.parse(listing(url).body, limit)
        except BadInput as error:
            yield Failure(url, str(error))
            continue
        for named in found:
            if isinstance(named, sitemap.Page):
                if sitemap.is_included(named.url, source.include):
                    yield Link(named.url, mark=named.changed)
            elif named.url not in seen and len(seen) < MOST_MAPS:
                seen.add(named.url)
                maps.append(named.url)


def _addresses(source: Urls) -> Iterator[Link | Failure]:
    try:
        lines = source.file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{source.file} cannot be read: {error}") from error
    for number, line in enumerate(map(str.strip, lines), start=1):
        if line.startswith(("http://", "https://")):
            yield Link(line)
        elif line and not line.startswith("#"):
            yield Failure(f"{source.file}#{number}", f"not a web address: {line[:100]}")


def _folder(source: Folder) -> Iterator[File | Failure | Rejection]:
    if not source.path.is_dir():
        raise BadInput(f"no folder {source.path}")
    for found in _files(source.path):
        if isinstance(found, Failure):
            yield found
        elif is_readable(found):
            yield File(found)
        else:
            yield Rejection(str(found), "not a kind of file that is read in folders")


def _drops(source: Jsonl) -> Iterator[File | Failure]:
    if not source.path.is_dir():
        yield File(source.path, JSONL[0])
        return
    for found in _files(source.path):
        if isinstance(found, Failure):
            yield found
        elif found.suffix.lower() in JSONL:
            yield File(found)


def _files(folder: Path) -> Iterator[Path | Failure]:
    unreadable: list[OSError] = []
    yield from local.files(folder, unreadable.append)
    yield from (Failure(str(error.filename), f"cannot be opened: {error.strerror}") for error in unreadable)
