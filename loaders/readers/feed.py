"""RSS and Atom feeds."""

from collections.abc import Iterator

import feedparser
from feedparser import FeedParserDict

from graph_schema.errors import BadInput
from graph_schema.names import digest
from loaders.readers.dates import iso_date
from loaders.readers.record import Blob, Link, Raw


def parse(blob: Blob) -> Iterator[Raw | Link]:
    """One item an entry: the full text where the feed has it, else the link to its page.

    Raises BadInput if it is not a feed.
    """
    feed = feedparser.parse(blob.stream.read(), response_headers={"content-location": blob.url or ""})
    if not feed.entries and not feed.version:
        raise BadInput("not an RSS or Atom feed")
    for number, entry in enumerate(feed.entries, start=1):
        yield _item(entry, blob, number, feed.feed.get("title"))


def _item(entry: FeedParserDict, blob: Blob, number: int, source: str | None) -> Raw | Link:
    link = entry.get("link")
    link = link if link and link.startswith(("http://", "https://")) else None
    title, published = entry.get("title"), _published(entry)
    content = max((part.value for part in entry.get("content", ())), key=len, default=None)
    if link and not content:
        # Of a plain dictionary: feedparser's own `get` takes the one date for the other.
        said = (dict.get(entry, name) for name in ("title", "published", "updated", "summary"))
        return Link(link, title, published, source, mark=digest(source, *said))
    return Raw(
        link or f"{blob.given}#{number}",
        f"{blob.address}#{entry.get('id') or number}",
        content or entry.get("summary", ""),
        "html",
        url=link,
        title=title,
        published=published,
        source=source,
    )


def _published(entry: FeedParserDict) -> str | None:
    """The day as the entry has it; None where it has none that can be read (a feed is not ours to mend)."""
    try:
        return iso_date(entry.get("published") or entry.get("updated"))
    except BadInput:
        return None
