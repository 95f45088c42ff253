"""Plain text."""

from collections.abc import Iterator

from graph_schema.errors import BadInput
from loaders.readers.record import Blob, Raw

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def parse(blob: Blob) -> Iterator[Raw]:
    """The whole as one item. Raises BadInput if it is not text."""
    yield Raw(blob.given, blob.address, decoded(blob.stream.read()), url=blob.url, fetched=blob.url is not None)


def decoded(data: bytes) -> str:
    """Text of these bytes: by their byte order mark, else UTF-8, else Windows-1252, as old Western pages are.

    Raises BadInput if they are not text.
    """
    marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadInput("not text")
