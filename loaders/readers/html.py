"""HTML pages; what on them is the article is for `clean` to find."""

from collections.abc import Iterator

from loaders.readers.record import Blob, Raw


def parse(blob: Blob) -> Iterator[Raw]:
    """The page as one item, its encoding still to be found."""
    yield Raw(blob.given, blob.address, blob.stream.read(), "html", url=blob.url, fetched=blob.url is not None)
