"""What readers hand on: an item as its source holds it, or why there is none."""

import hashlib
import io
from dataclasses import dataclass
from typing import Literal

Media = Literal["text", "html"]


@dataclass(frozen=True, slots=True)
class Raw:
    """One item before cleaning.

    `given`: path or URL as the user knows it, for messages; `address`: its identity unless a URL is known; `body`:
    text, or the bytes of an HTML page whose encoding is still to be found; `fetched`: whether `url` is where it was
    fetched from, so that a page may not claim to be one of another site.
    """

    given: str
    address: str
    body: str | bytes
    media: Media = "text"
    url: str | None = None
    title: str | None = None
    published: str | None = None
    source: str | None = None
    fetched: bool = False

    @property
    def mark(self) -> str:
        """Changes when anything of the item does: tells before it is cleaned whether it is as it was."""
        content = self.body.encode(errors="surrogatepass") if isinstance(self.body, str) else self.body
        told = repr((self.address, self.media, self.url, self.title, self.published, self.source, self.fetched))
        return hashlib.sha256(told.encode() + b"\x1f" + content).hexdigest()


@dataclass(frozen=True, slots=True)
class Link:
    """A page that a feed names and that is still to be fetched; what the feed says of it goes before what the page says.

    `mark` changes when what the feed says does; None where it says nothing that would tell.
    """

    url: str
    title: str | None = None
    published: str | None = None
    source: str | None = None
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """An item that was read and is not for the graph; `reason` is one of a few phrases, to be counted."""

    given: str
    reason: str


@dataclass(frozen=True, slots=True)
class Failure:
    """An item that could not be read or processed, and what to do about it."""

    given: str
    reason: str


Item = Raw | Rejection | Failure


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes from somewhere, of a kind still to be looked at.

    `url`: where they were fetched from; `name`: what the sender or the file system calls their kind (a media type such
    as `text/html`, or a suffix such as `.html`), empty where neither says.
    """

    given: str
    address: str
    stream: io.BufferedReader
    url: str | None = None
    name: str = ""
