"""`sources.toml`: what it may say, and what is said of a slip."""

from pathlib import Path

import pytest

from graph_schema.errors import BadInput
from loaders.nightly.sources import Feed, Folder, Jsonl, Sitemap, Urls, read

GOOD = """
contact = "team@example.org"

[[source]]
name = "wire"
kind = "feed"
url = "https://example.org/feed.xml"
delay_s = 2.5
max_items = 50

[[source]]
name = "archive"
kind = "sitemap"
url = "https://example.org/sitemap.xml"
include = ["https://example.org/news/*"]

[[source]]
name = "pages"
kind = "urls"
file = "urls.txt"

[[source]]
name = "notes"
kind = "folder"
path = "/srv/notes"

[[source]]
name = "drop"
kind = "jsonl"
path = "~/drop"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "sources.toml"
    path.write_text(text)
    return path


def test_every_kind_with_its_limits(tmp_path: Path) -> None:
    sources = read(written(tmp_path, GOOD))
    assert [type(source) for source in sources.source] == [Feed, Sitemap, Urls, Folder, Jsonl]
    wire, archive, pages, notes, drop = sources.source
    assert isinstance(wire, Feed)
    assert (wire.url, wire.delay_s, wire.max_items) == ("https://example.org/feed.xml", 2.5, 50)
    assert isinstance(archive, Sitemap)
    assert archive.include == ("https://example.org/news/*",)
    assert isinstance(pages, Urls)
    assert pages.file == tmp_path / "urls.txt", "relative to the file itself"
    assert isinstance(notes, Folder)
    assert notes.path == Path("/srv/notes")
    assert isinstance(drop, Jsonl)
    assert drop.path == Path.home() / "drop"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("delay_s", "dealy_s"), "source wire: dealy_s: Extra inputs are not permitted"),
        (("2.5", "-1"), "source wire: delay_s: Input should be greater than or equal to 0"),
        (("50", "0"), "source wire: max_items: Input should be greater than 0"),
        (('"https://example.org/feed.xml"', '"example.org"'), "source wire: url: 'example.org' is no web address"),
        (('"wire"', '"The Wire"'), "source The Wire: name: String should match pattern"),
        (('kind = "feed"', 'kind = "fead"'), "source wire: Input tag 'fead'"),
        (('kind = "feed"', ""), "source wire: Unable to extract tag using discriminator 'kind'"),
        (('name = "notes"\n', ""), "source 4: name: Field required"),
        (('"notes"', '"wire"'), "two sources have the name wire"),
        (('contact = "team@example.org"', ""), 'say who is fetching: contact = "mail or web address"'),
        (('"team@example.org"', '"us"'), "contact: String should match pattern"),
        (("[[source]]", "[[sorce]]"), "sorce: Extra inputs are not permitted"),
        (('["https://example.org/news/*"]', "[]"), "source archive: include: Tuple should have at least 1 item"),
        (("contact =", "contact"), "is not TOML"),
    ],
)
def test_a_slip_is_named_with_its_place(tmp_path: Path, change: tuple[str, str], reason: str) -> None:
    assert GOOD.replace(*change) != GOOD
    with pytest.raises(BadInput) as caught:
        read(written(tmp_path, GOOD.replace(*change)))
    assert reason in str(caught.value)
    assert str(tmp_path / "sources.toml") in str(caught.value)
    assert "\n" not in str(caught.value)


def test_every_key_is_documented_with_its_default() -> None:
    text = (Path(__file__).parents[3] / "docs" / "nightly.md").read_text()
    for kind in (Feed, Sitemap, Urls, Folder, Jsonl):
        for name, field in kind.model_fields.items():
            default = str(field.default).lower()
            is_limit = not field.is_required() and name != "include"
            assert f"| `{name}` | `{default}` | {field.description} |" in text if is_limit else f"`{name}`" in text


def test_folders_and_drops_alone_need_no_contact(tmp_path: Path) -> None:
    text = '[[source]]\nname = "notes"\nkind = "folder"\npath = "notes"\n'
    assert read(written(tmp_path, text)).contact is None


@pytest.mark.parametrize("text", ["", 'contact = "team@example.org"'])
def test_no_source_at_all(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput, match="source: Field required"):
        read(written(tmp_path, text))


def test_file_that_is_not_there_or_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no file .*sources\.toml: write it .* or say --sources FILE"):
        read(tmp_path / "sources.toml")
    with pytest.raises(BadInput, match="cannot be opened: Is a directory"):
        read(tmp_path)
    (tmp_path / "sources.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match="is not TOML"):
        read(tmp_path / "sources.toml")
