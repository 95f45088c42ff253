"""Cleaning: the words of the article stay, nothing around them does, and what is no document says why."""

import textwrap

import pytest

from graph_schema.records import Document
from loaders import plain
from loaders.clean import clean, is_english
from loaders.readers.record import Media, Raw, Rejection

PAGE = """<!doctype html><html lang="en"><head><title>Kardan drops Voxa from its cars | Example Wire</title>
<link rel="canonical" href="https://www.example.com/news/kardan?utm_source=feed&id=7#top">
<meta property="og:site_name" content="Example Wire">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Kardan drops Voxa",
"datePublished":"2025-03-04T23:30:00-08:00"}</script><script>var ad = {"a": 1};</script></head><body>
<div id="cookie-notice"><p>We and our partners use cookies. <button>Accept all</button></p></div>
<nav><a href="/">Home</a> <a href="/tesla">Tesla</a> <a href="/bmw">BMW</a></nav>
<article><h1>Kardan drops Voxa from all its cars</h1><p class="byline">By Ana Example</p>
<time datetime="2025-03-05T08:00:00Z">5 March 2025</time>
<p>Kardan Motors said on Tuesday that it no longer uses Voxa, the assistant of Ostrava Labs, in any of its cars.</p>
<div class="ad">Advertisement</div>
<ul><li>The change reaches <b>400,000</b> vehicles.</li></ul>
<p>Its next system, KardanLink, will be based on Android Automotive OS, its software chief&rsquo;s office said.</p>
<p>Read also: <a href="/x">Renault picks Qualcomm</a></p></article>
<aside><h3>Related</h3><a href="/y">Lucid buys a charging start-up</a></aside>
<section id="comments"><h3>2 comments</h3><p>lars: should have used Linux like Tesla does</p></section>
<footer>&copy; 2025 Example Media. Powered by WordPress</footer></body></html>"""

PAGE_TEXT = """Kardan drops Voxa from all its cars

Kardan Motors said on Tuesday that it no longer uses Voxa, the assistant of Ostrava Labs, in any of its cars.

The change reaches 400,000 vehicles.

Its next system, KardanLink, will be based on Android Automotive OS, its software chief’s office said."""


def cleaned(body: str | bytes, media: Media = "text", **known: str) -> Document:
    document = clean(Raw("given", "file:///given", body, media, **known))  # type: ignore[arg-type]
    assert isinstance(document, Document), document
    return document


def rejected(body: str, media: Media = "text") -> str:
    rejection = clean(Raw("given", "file:///given", body, media))
    assert isinstance(rejection, Rejection), rejection
    assert rejection.given == "given"
    return rejection.reason


def paragraphs(text: str) -> list[str]:
    return cleaned(text).text.split("\n\n")


def test_a_page_gives_its_article_and_what_it_says_of_itself() -> None:
    assert cleaned(PAGE, "html") == Document(
        address="https://www.example.com/news/kardan?id=7",
        text=PAGE_TEXT,
        title="Kardan drops Voxa from all its cars",
        published="2025-03-04",
        source="Example Wire",
        url="https://www.example.com/news/kardan?id=7",
    )


def test_what_the_source_knows_goes_before_what_the_page_says() -> None:
    document = cleaned(
        PAGE, "html", title="A title", url="https://feed.example.org/kardan", published="2025-03-01", source="Feed"
    )
    assert (document.title, document.address) == ("A title", "https://feed.example.org/kardan")
    assert (document.published, document.source) == ("2025-03-01", "Feed")
    assert document.text.startswith("A title\n\n")


@pytest.mark.parametrize(
    ("fetched_from", "address"),
    [
        ("https://example.com/amp/kardan", "https://www.example.com/news/kardan?id=7"),
        ("https://elsewhere.example.org/copy", "https://elsewhere.example.org/copy"),
    ],
    ids=["on its own site", "on another site, whose place no page may take"],
)
def test_canonical_link_of_a_fetched_page(fetched_from: str, address: str) -> None:
    document = clean(Raw(fetched_from, fetched_from, PAGE, "html", url=fetched_from, fetched=True))
    assert isinstance(document, Document)
    assert document.address == address


def test_front_page_as_canonical_link_names_no_article() -> None:
    page = PAGE.replace("https://www.example.com/news/kardan?utm_source=feed&id=7#top", "https://www.example.com/")
    assert cleaned(page, "html").address == "file:///given"


def test_date_of_a_page_keeps_its_precision_whatever_day_it_is() -> None:
    page = PAGE.replace("2025-03-04T23:30:00-08:00", "2025-03").replace(
        '<time datetime="2025-03-05T08:00:00Z">', "<time>"
    )
    assert cleaned(page, "html").published == "2025-03"


@pytest.mark.parametrize(
    ("head", "source"),
    [
        ('<meta property="og:site_name" content="The Wire"><title>x</title>', "The Wire"),
        (
            '<script type="application/ld+json">{"publisher":{"@type":"Organization","name":"The Wire"}}</script>',
            "The Wire",
        ),
        ("<title>Kardan drops Voxa from its cars | The Wire</title>", "The Wire"),
        ("<title>Kardan drops Voxa – what now?</title>", None),
        ("", None),
    ],
)
def test_source_of_a_page(head: str, source: str | None) -> None:
    body = "<h1>Kardan drops Voxa – what now?</h1><p>Kardan Motors no longer uses Voxa in any of its cars.</p>"
    assert cleaned(f"<html><head>{head}</head><body>{body}</body></html>", "html").source == source


def test_source_of_a_page_that_does_not_say_is_its_host() -> None:
    body = "<html><body><p>Kardan Motors no longer uses Voxa in any of its cars.</p></body></html>"
    assert cleaned(body, "html", url="https://www.example.org/a").source == "example.org"


def test_page_in_bytes_is_read_in_the_encoding_that_it_names() -> None:
    page = '<html><head><meta charset="windows-1252"></head><body><p>Škoda uses Laura in its cars.</p></body></html>'
    assert cleaned(page.encode("cp1252"), "html").text == "Škoda uses Laura in its cars."


def test_piece_of_html_as_feeds_have_it() -> None:
    assert (
        cleaned("<p>Ford uses Azure.</p><ul><li>So does GM.</li></ul>", "html").text
        == "Ford uses Azure.\n\nSo does GM."
    )


@pytest.mark.parametrize("heading", ["2 comments", "Comments (2)", "Read also:", "More from Example Wire"])
def test_section_below_a_telling_heading_goes_though_nothing_else_tells(heading: str) -> None:
    story = "".join(
        f"<p>Kardan Motors no longer uses Voxa in any of its cars, as it said in {n}.</p>" for n in "abcdef"
    )
    section = f"<div><h4>{heading}</h4><h5>Related</h5><p>Kjell: first thing they do is raise prices, same as Orange did.</p></div>"
    assert "Kjell" not in cleaned(f"<html><body><div>{story}</div>{section}</body></html>", "html").text


def test_table_that_lays_a_page_out_is_read_and_one_that_holds_figures_is_not() -> None:
    said = "Ford said that it uses Azure in all of its cars."
    table = f"<table><tr><td>{said}</td><td>Menu</td></tr><tr><td>2024</td><td>17</td></tr></table>"
    assert cleaned(table, "html").text == said


SCRIPTS = {
    "variables": ["var slot = window.slot = window.slot || {que:[]};", "slot.que.push(function() {", "});"],
    "branches in curly quotes": [
        "if (slot.config.platform !== “DESKTOP”){",
        "slot.show(“0f7e-3106”);",
        "} else {",
        "slot.show(“8250-3191”);",
        "}",
    ],
    "arguments": ["_box.push({", "mode: 'thumbs-a',", "container: 'below',", "});"],
    "one line": ["(ads = window.ads || []).push({});"],
    "function": ["(function(d, s) {", "d.load(s);", "})(document, 'script');"],
    "style": [".lead{font-weight:600}", ".ad-slot {", "min-height: 250px;", "}"],
    "data": ['"section": "software",', '"paywall": false', "}"],
    "tag": ["<script async src='https://ads.example/x.js'></script>"],
}


@pytest.mark.parametrize("lines", SCRIPTS.values(), ids=SCRIPTS)
def test_scripts_in_a_text_are_left_out(lines: list[str]) -> None:
    before, after = "Ford uses Azure in its cars.", "GM uses Google Cloud."
    assert paragraphs("\n\n".join([before, "\n".join(lines), after])) == [before, after]
    assert paragraphs("\n".join([before, *lines, after])) == [before, after]


@pytest.mark.parametrize(
    "line",
    [
        "Read: Turns out the new boss has run the company for months",
        "Read also: Renault picks Qualcomm",
        "SEE ALSO: Why Mazda dropped its rotary plan",
        "Related: Lucid buys a charging start-up",
        "More: Nio leaves Denmark",
        "- Read more: EVgo opens its 1,000th stall",
        "More from Example Wire",
        "Advertisement",
        "We and our 214 partners use cookies. Accept all Settings",
        "Subscribe to our weekly briefing",
        "Share this article",
        "© 2026 Example Media. All rights reserved.",
        "Photo: company",
        "By .",
        "By Ana Example",
        "By Ana Example and Bo Sample, senior staff writers, 11 February 2026",
        "Posted on July 2, 2021 by Theo · Voice, Cars",
        "Mon 9 May 2022, 08:12 GMT",
        "Filed under: silicon, phones",
        "Text: Ana Example / 15 May 2025 / Picture: press",
        "7 min read",
        "Story continues below advertisement",
    ],
)
def test_lines_around_an_article_are_left_out(line: str) -> None:
    before, after = "Ford uses Azure in its cars.", "GM uses Google Cloud."
    assert paragraphs(f"{before}\n\n{line}\n\n{after}") == [before, after]


@pytest.mark.parametrize(
    "line",
    [
        "By 2027 Ford will have moved to Android Automotive OS.",
        "By Ford’s own account, Azure runs in all of its cars.",
        "More than half of the cars run QNX.",
        "Read the small print and Azure is still there.",
        "Comments from Kia were not available.",
        "Amazon.com (AMZN) said that it will supply Rivian until 2030.",
        "Watch out for Kia: it may buy its chips from Samsung.",
        "Google said it would keep third-party cookies in Chrome after all.",
        "“We use Azure,” a spokesman said.",
        "E.ON (Essen) uses SAP S/4HANA.",
        "On 9 May 2022, Kia chose Azure.",
        "Ford (which owns Lincoln) said: “We are done; nothing more will come.”",
    ],
)
def test_sentences_that_look_a_little_like_clutter_stay(line: str) -> None:
    assert line in paragraphs(f"Ford uses Azure in its cars.\n\n{line}\n\nGM uses Google Cloud.")


def test_titles_below_a_heading_for_other_articles_go_with_it() -> None:
    text = "Ford uses Azure.\n\nRelated stories\n• Kia buys Voxa\n• Nio leaves Denmark\n\nGM also uses Azure."
    assert paragraphs(text) == ["Ford uses Azure.", "GM also uses Azure."]


def test_everything_from_the_comment_form_on_is_left_out() -> None:
    story = ["Ford uses Azure in its cars.", "GM uses Google Cloud."]
    form = ["Leave a Reply", "Your email address will not be published. Required fields are marked *", "Kia is better!"]
    assert paragraphs("\n\n".join(story + form)) == story


def test_link_to_the_comments_above_an_article_ends_nothing() -> None:
    story = ["Ford uses Azure in its cars.", "GM uses Google Cloud in all of its factories and in its cars."]
    assert paragraphs("\n\n".join(["3 comments", *story])) == story


def test_items_of_a_list_keep_their_words() -> None:
    text = "• Voxa is winding down.\n  • Kardan could switch to Android.\n- Ford uses Azure.\n– So does Kia."
    assert paragraphs(text) == [
        "Voxa is winding down.",
        "Kardan could switch to Android.",
        "Ford uses Azure.",
        "So does Kia.",
    ]


def test_headline_stands_first_and_once() -> None:
    document = cleaned("Kardan Drops Voxa\n\nKardan no longer uses Voxa.\n\nKardan Drops Voxa\n\nFord uses Azure.")
    assert document.title == "Kardan Drops Voxa"
    assert document.text == "Kardan Drops Voxa\n\nKardan no longer uses Voxa.\n\nFord uses Azure."


def test_caption_that_repeats_the_headline_makes_it_known() -> None:
    document = cleaned("• Voxa is winding down.\n\nKardan Drops Voxa\n\nFord uses Azure.\n\n Kardan Drops Voxa\n\nBy .")
    assert (document.title, document.text) == (
        "Kardan Drops Voxa",
        "Kardan Drops Voxa\n\nVoxa is winding down.\n\nFord uses Azure.",
    )


def test_text_without_headline_has_no_title() -> None:
    assert cleaned("Kardan no longer uses Voxa. Ford uses Azure.").title == ""


def test_wrapped_lines_are_joined_and_others_are_not() -> None:
    paragraph = (
        "Kardan Motors said on Tuesday that it no longer uses Voxa, the voice assistant of Ostrava Labs, in any of its"
        " cars. The in-house system comes next year, it said, and will be based on Android."
    )
    wrapped = textwrap.fill(paragraph, 63)
    assert "in-\nhouse" in wrapped
    assert paragraphs(f"Kardan leaves Voxa behind\n{wrapped}\n- A list item\n- Another") == [
        "Kardan leaves Voxa behind",
        paragraph,
        "A list item",
        "Another",
    ]


def test_copy_on_one_line_gives_headline_date_and_text() -> None:
    body = "Kardan Motors no longer uses Voxa in any of its cars. " * 5
    document = cleaned(f"Kardan leaves Voxa behind March 04, 2025 {body}")
    assert (document.title, document.published) == ("Kardan leaves Voxa behind", "2025-03-04")
    assert document.text == f"Kardan leaves Voxa behind\n\n{body.strip()}"
    said = f"Kardan said on March 4, 2025 Voxa would go. {body}"
    assert cleaned(said).text == said.strip()


@pytest.mark.parametrize(
    ("top", "published"),
    [
        ("By Ana Example | Retail Review | 18 April 2024", "2024-04-18"),
        ("Posted on July 2, 2021 by Theo", "2021-07-02"),
        ("2025-03-04", "2025-03-04"),
        ("EINDHOVEN, Netherlands – January 14, 2025 – Kardan uses Azure.", "2025-01-14"),
        ("On January 14, 2025, Kardan chose Azure.", None),
        ("Kardan has used Azure since January 14, 2025, it said.", None),
    ],
)
def test_date_of_a_plain_text(top: str, published: str | None) -> None:
    assert cleaned(f"Kardan chooses a cloud\n\n{top}\n\nKardan uses Azure in its cars.").published == published


def test_characters_are_settled_once() -> None:
    body = "Ford\u00a0uses\tAzure\u200b in\u00ad side  its cars.\r\n\r\nZo\u0065\u0308 said so.\u2028Twice.\x07"
    document = cleaned(body)
    assert document.text == "Ford uses Azure in side its cars.\n\nZoë said so.\n\nTwice."
    assert plain.settled(document.text) == document.text


def test_cleaning_a_cleaned_text_changes_nothing() -> None:
    for document in (cleaned(PAGE, "html"), cleaned("Kardan leaves Voxa\n\n• It is gone.\n\nIt was used until 2024.")):
        assert cleaned(document.text).text == document.text


@pytest.mark.parametrize(
    ("body", "media", "reason"),
    [
        ("", "text", "no text"),
        (" \n\n ", "text", "no text"),
        ("<html><body></body></html>", "html", "no text"),
        ("", "html", "no text"),
        ("Read: Renault picks Qualcomm", "text", "no text"),
        ("OK then", "text", "too short"),
        ("Ford uses Azure. " * 60_000, "text", "too long"),
        ("Volkswagen setzt künftig auf Android Automotive OS.", "text", "not in English"),
        ("El fabricante dejará de usar Alexa en sus coches a partir de 2027.", "text", "not in English"),
        ("大众汽车将放弃 Alexa 转而使用 安卓系统。", "text", "not in English"),
    ],
)
def test_what_is_no_document_says_why(body: str, media: Media, reason: str) -> None:
    assert rejected(body, media) == reason


@pytest.mark.parametrize(
    "text",
    [
        "Stellantis dropped Alexa.",
        "Glèbe: a rival of Naïo in Toulouse?",
        "Bayerische Motoren Werke AG and Dr. Ing. h.c. F. Porsche AG signed with Robert Bosch GmbH, Société Générale,"
        " Crédit Agricole and Banque de France in Neuilly-sur-Seine.",
        "Adidas dresses six teams, Nike five, Puma four.",
    ],
)
def test_short_english_full_of_foreign_names_is_english(text: str) -> None:
    assert is_english(text)
