"""The sample documents: what `make up` loads is as its README says, and cleans to the last line."""

import re
from pathlib import Path

import pytest

from graph_schema.records import Document
from loaders.clean import clean
from loaders.readers import Raw, read

SAMPLES = Path(__file__).parents[1] / "samples"
RAW = [item for item in read([str(SAMPLES / "articles")]) if isinstance(item, Raw)]
DOCUMENTS = {raw.given: document for raw in RAW if isinstance(document := clean(raw), Document)}
CLUTTER = (
    "cookie", "advertis", "subscribe", "sign up", "newsletter", "read also", "related stor", " comments", "leave a reply",
    "©", "copyright", "powered by wordpress", "hosted on", "uconnect_victim", "bowtie4ever", "Lexus", "lorem", "](", "**", "<p",
    "window.", "By Ines", "min read", "More from",
)  # fmt: skip


def test_there_are_twelve_and_each_is_listed() -> None:
    assert len(RAW) == len(DOCUMENTS) == 12
    assert len([raw for raw in RAW if raw.media == "html"]) >= 4
    listed = set(re.findall(r"^\| `(.+?)`", (SAMPLES / "README.md").read_text(), re.MULTILINE))
    assert listed == {path.name for path in (SAMPLES / "articles").iterdir()}


@pytest.mark.parametrize("given", DOCUMENTS, ids=lambda given: Path(given).name)
def test_a_sample_is_a_short_dated_article_at_an_address_that_is_nobodys(given: str) -> None:
    document = DOCUMENTS[given]
    assert 150 <= len(document.text.split()) <= 300
    assert document.published
    assert "2022" <= document.published < "2027"
    assert re.match(r"https://[\w.-]+\.example\.(com|org)/", document.url or "")
    assert document.source
    assert document.text.startswith(f"{document.title}\n\n")


@pytest.mark.parametrize("given", DOCUMENTS, ids=lambda given: Path(given).name)
def test_no_clutter_is_left(given: str) -> None:
    text = DOCUMENTS[given].text
    assert not [words for words in CLUTTER if words.casefold() in text.casefold()]
    assert all(re.search(r"[.!?”]$", line) or len(line) < 80 for line in text.split("\n\n"))


@pytest.mark.parametrize("raw", [raw for raw in RAW if raw.media == "html"], ids=lambda raw: Path(raw.given).name)
def test_the_pages_do_carry_clutter(raw: Raw) -> None:
    assert isinstance(raw.body, bytes)
    page = raw.body.decode().casefold()
    assert all(words in page for words in ("cookie", "<script", "<a href", 'rel="canonical"', "comments", "<div class"))


def test_the_story_that_it_starts_from() -> None:
    (text,) = (document.text for document in DOCUMENTS.values() if "smartcockpit-ends" in document.address)
    for fact in (
        "Stellantis continues to use Amazon Web Services",
        "Alexa also remains active in some of the group’s existing vehicles",
        "Stellantis could switch SmartCockpit to Android",
        "Reuters first reported",
    ):
        assert fact in text
