"""Sitemaps, and indexes of sitemaps: the pages that a site names."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from lxml import etree

from graph_schema.errors import BadInput

_GZIP = b"\x1f\x8b"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)


@dataclass(frozen=True, slots=True)
class Named:
    """An address in a sitemap; `changed`: when the site says that it last changed, as it writes it."""

    url: str
    changed: str | None


@dataclass(frozen=True, slots=True)
class Page(Named):
    """A page."""


@dataclass(frozen=True, slots=True)
class Map(Named):
    """A further sitemap."""


def parse(body: bytes, limit_bytes: int) -> list[Page | Map]:
    """What this sitemap names, the newest first; what is undated comes last.

    Raises BadInput where it is no sitemap, or larger than that unpacked.
    """
    try:
        root = etree.fromstring(_unpacked(body, limit_bytes), _PARSER)
    except etree.XMLSyntaxError:
        root = None
    if root is None or etree.QName(root).localname not in ("urlset", "sitemapindex"):
        raise BadInput("not a sitemap")
    found = dict.fromkeys(_named(root))
    return sorted(found, key=lambda named: named.changed or "", reverse=True)


def is_included(url: str, patterns: tuple[str, ...]) -> bool:
    """Whether an address is like one of these."""
    return any(fnmatchcase(url, pattern) for pattern in patterns)


def _unpacked(body: bytes, limit_bytes: int) -> bytes:
    if not body.startswith(_GZIP):
        return body
    unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        data = unpacking.decompress(body, limit_bytes)
    except zlib.error as error:
        raise BadInput(f"packed, and cannot be unpacked: {error}") from error
    if unpacking.unconsumed_tail:
        raise BadInput(f"larger than {limit_bytes / 1_000_000:g} MB once it is unpacked")
    return data


def _named(root: etree._Element) -> Iterator[Page | Map]:
    kinds: dict[str, type[Page] | type[Map]] = {"url": Page, "sitemap": Map}
    for element in root.iterchildren("{*}url", "{*}sitemap"):
        address = (element.findtext("{*}loc") or "").strip()
        changed = (element.findtext("{*}lastmod") or "").strip() or None
        if address.startswith(("http://", "https://")):
            yield kinds[etree.QName(element).localname](address, changed)
