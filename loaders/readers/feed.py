"""RSS and Atom feeds."""

from collections.abc import Iterator
from dataclasses import replace

import feedparser
from feedparser import FeedParserDict

from graph_schema.errors import BadInput
from loaders.readers import html, web
from loaders.readers.dates import iso_date
from loaders.readers.record import Blob, Failure, Item, Raw


def parse(blob: Blob) -> Iterator[Item]:
    """One item an entry: the full text where the feed has it, else the page that the entry links to.

    Raises BadInput if it is not a feed.
    """
    feed = feedparser.parse(blob.stream.read(), response_headers={"content-location": blob.url or ""})
    if not feed.entries and not feed.version:
        raise BadInput("not an RSS or Atom feed")
    for number, entry in enumerate(feed.entries, start=1):
        try:
            yield _raw(entry, blob, number, feed.feed.get("title"))
        except BadInput as error:
            yield Failure(entry.get("link") or f"{blob.given}#{number}", str(error))


def _raw(entry: FeedParserDict, blob: Blob, number: int, source: str | None) -> Raw:
    link = entry.get("link")
    link = link if link and link.startswith(("http://", "https://")) else None
    content = max((part.value for part in entry.get("content", ())), key=len, default=None)
    if content or not link:
        raw = Raw(
            link or f"{blob.given}#{number}",
            f"{blob.address}#{entry.get('id') or number}",
            content or entry.get("summary", ""),
            "html",
            url=link,
        )
    else:
        (raw,) = html.parse(web.fetch(link))
    return replace(raw, title=entry.get("title"), published=_published(entry), source=source)


def _published(entry: FeedParserDict) -> str | None:
    """The day as the entry has it; None where it has none that can be read (a feed is not ours to mend)."""
    try:
        return iso_date(entry.get("published") or entry.get("updated"))
    except BadInput:
        return None
