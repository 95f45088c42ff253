"""Sitemaps as sites write them, and what only looks like one."""

import gzip

import pytest

from graph_schema.errors import BadInput
from loaders.nightly.sitemap import Map, Page, is_included, parse

URLSET = b"""<?xml version="1.0" encoding="UTF-8"?>
<!-- made by a machine -->
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
  <url><loc> https://e.org/old </loc><lastmod>2025-01-02</lastmod></url>
  <url><loc>https://e.org/undated</loc></url>
  <url><loc>https://e.org/new?a=1&amp;b=2</loc><lastmod>2025-11-06T10:00:00Z</lastmod>
    <news:news><news:title>News</news:title></news:news></url>
  <url><loc>ftp://e.org/other</loc></url>
  <url><lastmod>2025-11-06</lastmod></url>
  <url><loc>https://e.org/old</loc><lastmod>2025-01-02</lastmod></url>
</urlset>"""
PAGES = [
    Page("https://e.org/new?a=1&b=2", "2025-11-06T10:00:00Z"),
    Page("https://e.org/old", "2025-01-02"),
    Page("https://e.org/undated", None),
]


def test_pages_the_newest_first_each_once() -> None:
    assert parse(URLSET, 10_000) == PAGES


def test_packed_sitemap() -> None:
    assert parse(gzip.compress(URLSET), 10_000) == PAGES


def test_index() -> None:
    index = b"<sitemapindex><sitemap><loc>https://e.org/1.xml</loc></sitemap></sitemapindex>"
    assert parse(index, 10_000) == [Map("https://e.org/1.xml", None)]


def test_torn_sitemap_gives_what_is_left_of_it() -> None:
    assert Page("https://e.org/old", "2025-01-02") in parse(URLSET[:400], 10_000)


@pytest.mark.parametrize("body", [b"", b"no xml", b"<html><body/></html>", b'<rss version="2.0"><channel/></rss>'])
def test_what_is_no_sitemap(body: bytes) -> None:
    with pytest.raises(BadInput, match="not a sitemap"):
        parse(body, 10_000)


def test_packed_too_well_or_not_at_all() -> None:
    with pytest.raises(BadInput, match=r"larger than 0\.01 MB once it is unpacked"):
        parse(gzip.compress(b"<urlset>" + b" " * 1_000_000 + b"</urlset>"), 10_000)
    with pytest.raises(BadInput, match="cannot be unpacked"):
        parse(b"\x1f\x8b\x08 torn", 10_000)


def test_entities_are_not_expanded() -> None:
    bomb = (
        b'<!DOCTYPE urlset [<!ENTITY a "https://e.org/x"><!ENTITY file SYSTEM "file:///etc/passwd">]>'
        b"<urlset><url><loc>&a;</loc></url><url><loc>https://e.org/&file;</loc></url></urlset>"
    )
    assert not any("root" in named.url for named in parse(bomb, 10_000))


@pytest.mark.parametrize(
    ("url", "included"),
    [("https://e.org/news/1", True), ("https://e.org/shop/1", False), ("https://e.org/news", False)],
)
def test_patterns(url: str, included: bool) -> None:
    assert is_included(url, ("*/news/*", "https://other.org/*")) is included
