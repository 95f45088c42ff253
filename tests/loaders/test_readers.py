"""Readers: every kind of source gives its items; whatever cannot be read is named and stops nothing."""

import io
import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from graph_schema.errors import BadInput
from loaders.readers import Blob, Failure, Item, Link, Raw, Rejection, parsed, read
from loaders.readers.dates import iso_date
from loaders.readers.local import file

PAGES: dict[str, tuple[int, str, bytes]] = {
    "/story": (200, "text/html; charset=utf-8", b"<html><body><p>Ford uses Azure.</p></body></html>"),
    "/note.txt": (200, "text/plain", b"Ford uses Azure."),
    "/gone": (404, "text/html", b"<html>no</html>"),
    "/huge": (200, "text/plain", b"x" * 21_000_000),
    "/feed": (
        200,
        "application/rss+xml",
        b"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Wire</title>
        <item><title>Linked</title><link>{base}/story</link><pubDate>Thu, 06 Nov 2025 23:30:00 +0900</pubDate></item>
        <item><title>Dead link</title><link>{base}/gone</link></item>
        </channel></rss>""",
    ),
    "/round": (
        200,
        "application/rss+xml",
        b'<rss version="2.0"><channel><item><title>Itself</title><link>{base}/round</link></item></channel></rss>',
    ),
}


class Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/moved":
            self.send_response(301)
            self.send_header("Location", "/story")
            self.end_headers()
            return
        status, kind, body = PAGES[self.path]
        host, port = self.server.server_address[:2]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body.replace(b"{base}", f"http://{host!s}:{port}".encode()))

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the tests' output is for results."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def one(*sources: object) -> Raw:
    (item,) = read(map(str, sources))
    assert isinstance(item, Raw), item
    return item


def failure(*sources: object) -> str:
    (item,) = read(map(str, sources))
    assert isinstance(item, Failure), item
    return item.reason


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_text_is_known_by_its_absolute_file_uri(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.txt", "Ford uses Azure.")
    monkeypatch.chdir(tmp_path)
    assert one("a.txt") == Raw("a.txt", f"file://{tmp_path}/a.txt", "Ford uses Azure.")


@pytest.mark.parametrize(
    "data",
    [
        "Škoda’s Laura".encode(),
        "Škoda’s Laura".encode("utf-8-sig"),
        "Škoda’s Laura".encode("utf-16"),
        "Škoda’s Laura".encode("cp1252"),
    ],
    ids=["utf-8", "with a byte order mark", "utf-16", "windows-1252"],
)
def test_text_in_any_usual_encoding(tmp_path: Path, data: bytes) -> None:
    assert one(write(tmp_path / "a.txt", data)).body == "Škoda’s Laura"


def test_markdown_front_matter_and_words_without_marks(tmp_path: Path) -> None:
    raw = one(
        write(
            tmp_path / "a.md",
            "---\ntitle: Ford moves\nurl: https://example.com/ford\npublished: 2025-11-06\nsource: The Wire\n---\n"
            "# Ford *moves*\n\nFord uses [Azure](https://x.example/)\nin its cars.\n\n- one\n- two\n\n"
            "```\ncode()\n```\n<p>Raw HTML.</p>\n",
        )
    )
    assert raw.body == "Ford moves\n\nFord uses Azure in its cars.\n\none\n\ntwo\n\nRaw HTML."
    assert (raw.title, raw.url, raw.published, raw.source) == (
        "Ford moves",
        "https://example.com/ford",
        "2025-11-06",
        "The Wire",
    )


def test_markdown_without_front_matter(tmp_path: Path) -> None:
    assert one(write(tmp_path / "a.md", "Ford uses Azure.\n\n---\n\nMore.")).body == "Ford uses Azure.\n\nMore."


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("title: [", "front matter is not YAML"),
        ("just words", "not a list of"),
        ("published: yesterday", "not a date: 'yesterday'"),
        ("url: ford.example", '"url" is not a web address'),
        ("title: 7", '"title" is not text but int'),
    ],
)
def test_markdown_with_front_matter_that_cannot_be_used(tmp_path: Path, front: str, reason: str) -> None:
    assert reason in failure(write(tmp_path / "a.md", f"---\n{front}\n---\nFord uses Azure."))


def test_html_keeps_its_bytes(tmp_path: Path) -> None:
    raw = one(write(tmp_path / "a.htm", b"<html><body>\xfc</body></html>"))
    assert (raw.media, raw.body) == ("html", b"<html><body>\xfc</body></html>")


def test_json_lines_one_item_a_line_and_each_bad_line_named(tmp_path: Path) -> None:
    lines = [
        json.dumps(
            {
                "text": "Ford uses Azure.",
                "title": "Ford",
                "url": "https://e.org/1",
                "published": "2025-11",
                "source": "W",
            }
        ),
        '{"text": "broken',
        "",
        json.dumps({"html": "<p>GM uses Azure.</p>"}),
        json.dumps({"title": "no words"}),
        json.dumps(["a list"]),
        json.dumps({"text": "Kia uses Azure.", "published": "soon"}),
    ]
    path = write(tmp_path / "a.jsonl", "\n".join(lines))
    items = list(read([str(path)]))
    assert items[0] == Raw(
        f"{path}#1", f"{path.as_uri()}#1", "Ford uses Azure.", "text", "https://e.org/1", "Ford", "2025-11", "W"
    )
    assert items[2] == Raw(f"{path}#4", f"{path.as_uri()}#4", "<p>GM uses Azure.</p>", "html")
    failures = {item.given: item.reason for item in items if isinstance(item, Failure)}
    assert list(failures) == [f"{path}#{number}" for number in (2, 5, 6, 7)]
    for reason, part in zip(
        failures.values(), ("not a line of JSON", '"text" nor "html"', "list", "'soon'"), strict=True
    ):
        assert part in reason


def test_json_line_whose_text_is_a_page_is_read_as_one(tmp_path: Path) -> None:
    page = "<!DOCTYPE html><html><body><p>Ford uses Azure.</p></body></html>"
    assert one(write(tmp_path / "a.jsonl", json.dumps({"text": page}))).media == "html"


def test_pretty_printed_json_says_what_is_expected(tmp_path: Path) -> None:
    items = list(read([str(write(tmp_path / "a.jsonl", '{\n  "text": "Ford uses Azure."\n}'))]))
    assert all(isinstance(item, Failure) for item in items)
    assert isinstance(items[0], Failure)
    assert "one record a line" in items[0].reason


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Wire</title>
<entry><title>One</title><link href="https://e.org/one"/><published>2025-11-06T01:00:00+09:00</published>
<content type="html">&lt;p&gt;Ford uses Azure.&lt;/p&gt;</content></entry>
<entry><title>Two</title><id>urn:two</id><updated>some day</updated><summary>GM uses Azure.</summary></entry></feed>"""


def test_feed_with_full_text(tmp_path: Path) -> None:
    path = write(tmp_path / "a.atom", ATOM)
    first, second = read([str(path)])
    assert first == Raw(
        "https://e.org/one", f"{path.as_uri()}#1", "<p>Ford uses Azure.</p>", "html",
        "https://e.org/one", "One", "2025-11-06", "The Wire",
    )  # fmt: skip
    assert isinstance(second, Raw)
    assert (second.address, second.body, second.published) == (f"{path.as_uri()}#urn:two", "GM uses Azure.", None)


def test_feed_from_the_web_follows_its_links(site: str) -> None:
    linked, dead = read([f"{site}/feed"])
    assert isinstance(linked, Raw)
    assert linked.body == PAGES["/story"][2]
    assert (linked.url, linked.title, linked.published, linked.source) == (
        f"{site}/story",
        "Linked",
        "2025-11-06",
        "The Wire",
    )
    assert dead == Failure(f"{site}/gone", "the server answers 404 Not Found")


def test_feed_that_only_another_feed_names_is_not_followed(site: str) -> None:
    reason = failure(f"{site}/round")
    assert reason == f"is named by a feed at {site}/round, which is itself only named: load that feed"


def test_mark_of_an_item_changes_with_whatever_changes_in_it() -> None:
    raw = Raw("given", "text:1", "Ford uses Azure.")
    assert raw.mark == Raw("known otherwise", "text:1", "Ford uses Azure.").mark
    others = [
        Raw("given", "text:2", "Ford uses Azure."),
        Raw("given", "text:1", "Ford uses AWS."),
        Raw("given", "text:1", "Ford uses Azure.", "html"),
        Raw("given", "text:1", "Ford uses Azure.", title="Ford"),
        Raw("given", "text:1", "Ford uses Azure.", published="2025"),
        Raw("given", "text:1", "Ford uses Azure.", source="2025"),
    ]
    assert len({raw.mark, *(other.mark for other in others)}) == 7


def test_mark_of_a_link_changes_with_what_the_feed_says_of_it(tmp_path: Path) -> None:
    entry = "<item><title>{}</title><link>https://e.org/1</link><pubDate>{}</pubDate></item>"
    feed = '<rss version="2.0"><channel>{}</channel></rss>'

    def mark(title: str, date: str) -> str | None:
        with file(write(tmp_path / "a.rss", feed.format(entry.format(title, date)))).stream as stream:
            (link,) = parsed(Blob("a.rss", "file:a.rss", stream))
        assert isinstance(link, Link)
        return link.mark

    first = mark("Ford", "Thu, 06 Nov 2025 23:30:00 GMT")
    assert first == mark("Ford", "Thu, 06 Nov 2025 23:30:00 GMT")
    assert len({first, mark("GM", "Thu, 06 Nov 2025 23:30:00 GMT"), mark("Ford", "Thu, 06 Nov 2025 23:31:00 GMT")}) == 3


def test_xml_that_is_no_feed(tmp_path: Path) -> None:
    assert failure(write(tmp_path / "a.xml", "<?xml version='1.0'?><note>Ford</note>")) == "not an RSS or Atom feed"


def test_page_from_the_web_is_known_by_where_it_ended_up(site: str) -> None:
    raw = one(f"{site}/moved")
    assert (raw.given, raw.url, raw.address, raw.fetched) == (f"{site}/moved", f"{site}/story", f"{site}/story", True)
    assert one(f"{site}/note.txt").media == "text"


@pytest.mark.parametrize(
    ("path", "reason"), [("/gone", "the server answers 404 Not Found"), ("/huge", "larger than 20 MB")]
)
def test_page_that_cannot_be_fetched(site: str, path: str, reason: str) -> None:
    assert failure(site + path) == reason


def test_server_that_is_not_there() -> None:
    assert "cannot be fetched" in failure("http://127.0.0.1:9/")


def test_folders_are_read_whole_and_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b/2.txt", "c.txt", "a.md", ".hidden.txt", ".git/x.txt", "logo.png", "b/1.html"):
        write(tmp_path / name, "Ford uses Azure.")
    items = list(read([str(tmp_path)]))
    assert [item.given.removeprefix(f"{tmp_path}/") for item in items] == [
        "a.md",
        "c.txt",
        "logo.png",
        "b/1.html",
        "b/2.txt",
    ]
    assert [type(item) for item in items] == [Raw, Raw, Rejection, Raw, Raw]


def test_folder_that_cannot_be_opened_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("closed", "open"):
        (tmp_path / name).mkdir()
        write(tmp_path / name / "a.txt", "Ford uses Azure.")
    scan = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    items = list(read([str(tmp_path)]))
    assert isinstance(items[0], Raw)
    assert items[1:] == [Failure(str(tmp_path / "closed"), "cannot be opened: Permission denied")]


def test_one_bad_source_stops_nothing(tmp_path: Path) -> None:
    good = write(tmp_path / "good.txt", "Ford uses Azure.")
    binary = write(tmp_path / "bad.txt", b"\x89PNG\r\n\x1a\n\x00\x00")
    items: list[Item] = list(read([str(tmp_path / "missing.txt"), str(binary), str(good)]))
    assert items[:2] == [
        Failure(str(tmp_path / "missing.txt"), "no such file or folder"),
        Failure(str(binary), "not text"),
    ]
    assert isinstance(items[2], Raw)


@pytest.mark.parametrize(
    ("piped", "media", "body"),
    [
        (b"Ford uses Azure.", "text", "Ford uses Azure."),
        (b"\n <!DOCTYPE html><html><p>Ford</p></html>", "html", b"\n <!DOCTYPE html><html><p>Ford</p></html>"),
        (b'{"text": "Ford uses Azure."}\n', "text", "Ford uses Azure."),
        (b"---\ntitle: Ford\n---\nFord *uses* Azure.", "text", "Ford uses Azure."),
        (ATOM.encode().partition(b"<entry><title>Two")[0] + b"</feed>", "html", "<p>Ford uses Azure.</p>"),
    ],
    ids=["text", "HTML", "JSON Lines", "Markdown", "feed"],
)
def test_standard_input_is_what_it_looks_like(
    monkeypatch: pytest.MonkeyPatch, piped: bytes, media: str, body: str | bytes
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(piped)))
    raw = one("-")
    assert (raw.media, raw.body) == (media, body)
    assert raw.address.startswith("text:")


def pdf_saying(words: str) -> bytes:
    """The smallest PDF that shows some words."""
    stream = f"BT /F1 12 Tf 72 700 Td ({words}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + end


def test_pdf(tmp_path: Path) -> None:
    body = one(write(tmp_path / "a.pdf", pdf_saying("Ford uses Azure."))).body
    assert isinstance(body, str)
    assert body.strip() == "Ford uses Azure."
    assert "not a PDF that can be read" in failure(write(tmp_path / "b.pdf", b"%PDF-1.4 torn"))


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2025-11-06T23:30:00-08:00", "2025-11-06"),
        ("2025-11", "2025-11"),
        (2025, "2025"),
        ("6 November 2025", "2025-11-06"),
        ("Sept. 3, 2025", "2025-09-03"),
        ("Thu, 06 Nov 2025 23:30:00 +0900", "2025-11-06"),
        ("", None),
        (None, None),
    ],
)
def test_dates_keep_their_precision_and_their_day(written: object, date: str | None) -> None:
    assert iso_date(written) == date


@pytest.mark.parametrize("written", ["2025-13-01", "last week", "20251106", "06/11/2025"])
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(BadInput, match="not a date"):
        iso_date(written)
