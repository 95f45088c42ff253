"""A night: what is new is loaded, what is as it was is passed over, what fails is kept, and the report adds up."""

import json
from typing import Any

import pytest

from graph_schema.errors import StoreUnavailable
from loaders import writer
from loaders.nightly.offers import MOST_MAPS
from loaders.nightly.run import Desk, look
from tests.loaders.fake import ByHand
from tests.loaders.nightly.conftest import Night, Page, Site, counts

FOLDER = {"kind": "folder", "path": "docs"}
JSONL = {"kind": "jsonl", "path": "drop"}


def feed(*items: str) -> str:
    return f'<rss version="2.0"><channel><title>The Wire</title>{"".join(items)}</channel></rss>'


def entry(path: str, date: str = "06 Nov 2025", text: str = "") -> str:
    content = f"<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>{text}</content:encoded>"
    return (
        f"<item><title>News of {path}</title><link>{{site}}/{path}</link>"
        f"<pubDate>Thu, {date} 10:00:00 GMT</pubDate>{content if text else ''}</item>"
    )


def sitemap(kind: str, *places: tuple[str, str]) -> str:
    tag = {"urlset": "url", "sitemapindex": "sitemap"}[kind]
    listed = "".join(
        f"<{tag}><loc>{{site}}/{path}</loc>{f'<lastmod>{date}</lastmod>' if date else ''}</{tag}>"
        for path, date in places
    )
    return f'<?xml version="1.0"?><{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</{kind}>'


def html(words: str) -> str:
    return f"<html><body><article><p>{words}</p></article></body></html>"


def fetched(site: Site) -> list[tuple[str, int]]:
    """What was asked for since the last look, robots.txt aside."""
    log = [each for each in site.log if each[0] != "/robots.txt"]
    site.log.clear()
    return log


def test_first_run_loads_and_the_second_is_a_no_op(night: Night) -> None:
    night.write("docs/a.txt", "Ford uses Azure.")
    night.write("docs/b/c.txt", "Kia uses Alexa.")
    night.write("docs/logo.png", "no text")
    night.write("drop/a.jsonl", "\n".join(json.dumps({"text": f"GM uses Cloud{n}."}) for n in range(3)))
    first = night.run(FOLDER, JSONL)
    assert counts(first) == {"fetched": 6, "loaded": 5, "rejected": 1}
    assert counts(first, "jsonl") == {"fetched": 3, "loaded": 3}
    before = night.store.read("MATCH (n) RETURN properties(n) AS properties ORDER BY elementId(n)")
    second = night.run(FOLDER, JSONL)
    assert counts(second) == {"fetched": 6, "unchanged": 6}
    assert (night.extractor.calls, night.opened) == (5, 1)
    assert night.store.read("MATCH (n) RETURN properties(n) AS properties ORDER BY elementId(n)") == before
    assert second["facts"] == []


def test_only_what_changed_is_loaded(night: Night) -> None:
    night.write("docs/a.txt", "Ford uses Azure.")
    night.write("docs/b.txt", "Kia uses Alexa.")
    lines = [json.dumps({"text": f"GM uses Cloud{n}."}) for n in range(3)]
    drop = night.write("drop/a.jsonl", "\n".join(lines))
    night.run(FOLDER, JSONL)
    night.write("docs/b.txt", "Kia no longer uses Alexa.")
    drop.write_text("\n".join([*lines, json.dumps({"text": "GM uses Azure."})]))
    report = night.run(FOLDER, JSONL)
    assert counts(report, "folder") == {"fetched": 2, "loaded": 1, "unchanged": 1}
    assert counts(report, "jsonl") == {"fetched": 4, "loaded": 1, "unchanged": 3}
    assert night.sentences() == [
        "Ford uses Azure.", "GM uses Azure.", "GM uses Cloud0.", "GM uses Cloud1.", "GM uses Cloud2.",
        "Kia no longer uses Alexa.",
    ]  # fmt: skip


def test_report_tells_what_changed_in_the_graph(night: Night) -> None:
    night.write("docs/a.txt", "Ford uses Azure. Kia uses Alexa.")
    facts = [
        (each["subject"], each["type"], each["object"], each["was"], each["now"]) for each in night.run(FOLDER)["facts"]
    ]
    assert facts == [("Ford", "USES", "Azure", None, True), ("Kia", "USES", "Alexa", None, True)]
    night.write("docs/a.txt", "Ford uses Azure.")
    night.write("docs/b.txt", "Ford no longer uses Azure.")
    report = night.run(FOLDER)
    facts = [(each["subject"], each["type"], each["object"], each["was"], each["now"]) for each in report["facts"]]
    assert facts == [
        ("Ford", "DROPPED", "Azure", None, True),
        ("Ford", "USES", "Azure", True, False),
        ("company:kia", "USES", "platform:alexa", True, None),
    ]
    text = (Desk(night.settings.home).reports / f"{report['run']}.txt").read_text()
    assert (
        "  Ford DROPPED Azure: new, holds now (support as new as any (undated), and ended outweighs current)\n" in text
    )
    assert "  Ford USES Azure: does not hold now (DROPPED is as new (undated), and ended outweighs current)\n" in text
    assert "  company:kia USES platform:alexa: gone\n" in text


def test_feed_its_full_texts_and_its_pages(night: Night, site: Site) -> None:
    site.put("/one", html("Ford uses Azure."), "text/html")
    site.put("/feed", feed(entry("one"), entry("two", text="Kia uses Alexa.")), "application/rss+xml")
    source = {"kind": "feed", "url": f"{site.url}/feed"}
    assert counts(night.run(source)) == {"fetched": 2, "loaded": 2}
    assert fetched(site) == [("/feed", 200), ("/one", 200)]
    assert (
        night.store.read("MATCH (d:Document) RETURN d.published AS day, d.source AS source ORDER BY d.url")
        == [{"day": "2025-11-06", "source": "The Wire"}] * 2
    )
    assert counts(night.run(source)) == {"fetched": 2, "unchanged": 2}
    assert fetched(site) == [("/feed", 304)]


def test_of_a_changed_feed_only_what_is_new_is_fetched(night: Night, site: Site) -> None:
    source = {"kind": "feed", "url": f"{site.url}/feed"}
    for name, words in (("one", "Ford uses Azure."), ("two", "Kia uses Alexa."), ("three", "GM uses Azure.")):
        site.put(f"/{name}", html(words), "text/html")
    site.put("/feed", feed(entry("one"), entry("two")), "application/rss+xml")
    night.run(source)
    fetched(site)
    site.put("/one", html("Ford no longer uses Azure."), "text/html")
    site.put("/feed", feed(entry("three"), entry("one", "07 Nov 2025"), entry("two")), "application/rss+xml")
    assert counts(night.run(source)) == {"fetched": 3, "loaded": 2, "unchanged": 1}
    assert fetched(site) == [("/feed", 200), ("/three", 200), ("/one", 200)]
    assert night.sentences() == ["Ford no longer uses Azure.", "GM uses Azure.", "Kia uses Alexa."]


def test_sitemaps_by_their_dates_and_patterns(night: Night, site: Site) -> None:
    for name, words in (("news/1", "Ford uses Azure."), ("news/2", "Kia uses Alexa."), ("shop/1", "GM uses Azure.")):
        site.put(f"/{name}", html(words), "text/html")
    site.put("/index.xml", sitemap("sitemapindex", ("news.xml", "2025-11-06"), ("news.xml", ""), ("index.xml", "")))
    site.put(
        "/news.xml", sitemap("urlset", ("news/1", "2025-11-05"), ("shop/1", "2025-11-05"), ("news/2", "2025-11-06"))
    )
    source = {"kind": "sitemap", "url": f"{site.url}/index.xml", "include": ["*/news/*"]}
    assert counts(night.run(source)) == {"fetched": 2, "loaded": 2}
    assert fetched(site) == [("/index.xml", 200), ("/news.xml", 200), ("/news/2", 200), ("/news/1", 200)]
    assert counts(night.run(source)) == {"fetched": 2, "unchanged": 2}
    assert fetched(site) == [("/index.xml", 304), ("/news.xml", 304)]
    site.put("/news/1", html("Ford no longer uses Azure."), "text/html")
    site.put("/news.xml", sitemap("urlset", ("news/1", "2025-11-07"), ("news/2", "2025-11-06")))
    assert counts(night.run(source)) == {"fetched": 2, "loaded": 1, "unchanged": 1}
    assert fetched(site) == [("/index.xml", 304), ("/news.xml", 200), ("/news/1", 200)]


def test_list_of_urls_by_conditional_requests(night: Night, site: Site) -> None:
    urls = [site.put("/one", html("Ford uses Azure."), "text/html"), site.put("/two", "Kia uses Alexa.")]
    night.write("urls.txt", "\n".join(["# two pages", "", *urls, urls[0]]))
    source = {"kind": "urls", "file": "urls.txt"}
    assert counts(night.run(source)) == {"fetched": 2, "loaded": 2}
    fetched(site)
    assert counts(night.run(source)) == {"fetched": 2, "unchanged": 2}
    assert fetched(site) == [("/one", 304), ("/two", 304)]
    site.put("/two", "Kia no longer uses Alexa.")
    assert counts(night.run(source)) == {"fetched": 2, "loaded": 1, "unchanged": 1}
    assert fetched(site) == [("/one", 304), ("/two", 200)]


def test_page_that_only_looks_new_is_not_extracted(night: Night, site: Site) -> None:
    """A server without ETag sends it again: its digest tells; and where a banner changes, its cleaned text does."""
    night.write("urls.txt", site.put("/a", html("Ford uses Azure.") + "<!-- 1 -->", "text/html", ETag=""))
    source = {"kind": "urls", "file": "urls.txt"}
    night.run(source)
    assert counts(night.run(source)) == {"fetched": 1, "unchanged": 1}
    assert night.opened == 1
    site.put("/a", html("Ford uses Azure.") + "<!-- 2 -->", "text/html", ETag="")
    assert counts(night.run(source)) == {"fetched": 1, "unchanged": 1}
    assert (night.opened, night.extractor.calls) == (2, 1)


def test_failure_that_may_pass_is_tried_again_by_the_next_run(night: Night, site: Site) -> None:
    site.pages["/one"] = Page(status=503)
    site.put("/feed", feed(entry("one")), "application/rss+xml")
    source = {"kind": "feed", "url": f"{site.url}/feed"}
    report = night.run(source)
    assert counts(report) == {"fetched": 1, "failed": 1}
    url = f"{site.url}/one"
    assert report["failures"] == [
        {
            "source": "feed",
            "item": url,
            "reason": "the server answers 503 Service Unavailable",
            "next": "tried again by the next run",
        }
    ]
    night.run(source)
    assert night.letters()[url].times == 2
    site.put("/one", html("Ford uses Azure."), "text/html")
    site.put("/feed", feed(), "application/rss+xml")
    assert counts(night.run(source)) == {"fetched": 1, "loaded": 1}, "even if its source no longer names it"
    assert night.letters() == {}
    (row,) = night.store.read("MATCH (d:Document) RETURN d.title AS title, d.published AS published")
    assert row == {"title": "News of one", "published": "2025-11-06"}


def test_failure_that_will_not_pass_is_put_aside_until_it_changes(night: Night, site: Site) -> None:
    site.put("/feed", feed(entry("gone"), entry("hard", text="This will break it.")), "application/rss+xml")
    source = {"kind": "feed", "url": f"{site.url}/feed"}
    report = night.run(source)
    assert counts(report) == {"fetched": 2, "failed": 2}
    assert {each["next"] for each in report["failures"]} == {"put aside"}
    assert report["sources"]["feed"]["put_aside"] == 2
    again = night.run(source)
    assert (counts(again), again["sources"]["feed"]["put_aside"]) == ({}, 2)
    assert site.asked("/gone") == [404]
    site.put("/gone", html("Ford uses Azure."), "text/html")
    changed = feed(entry("gone", "07 Nov 2025"), entry("hard", text="Kia uses Alexa."))
    site.put("/feed", changed, "application/rss+xml")
    assert counts(night.run(source)) == {"fetched": 2, "loaded": 2}
    assert night.letters() == {}


def test_bad_line_is_put_aside_and_the_good_ones_are_loaded(night: Night) -> None:
    path = night.write("drop/a.jsonl", '{"text": "Ford uses Azure."}\n{torn\n{"text": "Kia uses Alexa."}')
    assert counts(night.run(JSONL)) == {"fetched": 3, "loaded": 2, "failed": 1}
    assert list(night.letters()) == [f"{path}#2"]
    assert counts(night.run(JSONL)) == {"fetched": 2, "unchanged": 2}
    path.write_text('{"text": "Ford uses Azure."}\n{"text": "GM uses Azure."}\n{"text": "Kia uses Alexa."}')
    assert counts(night.run(JSONL)) == {"fetched": 3, "loaded": 1, "unchanged": 2}
    assert night.letters() == {}


def test_source_that_cannot_be_opened_is_tried_every_night(night: Night, site: Site) -> None:
    sources = [{"kind": "feed", "url": f"{site.url}/feed"}, FOLDER, JSONL, {"kind": "urls", "file": "urls.txt"}]
    report = night.run(*sources)
    assert {name: of["failed"] for name, of in report["sources"].items()} == dict.fromkeys(
        ("feed", "folder", "jsonl", "urls"), 1
    )
    assert counts(night.run(*sources))["failed"] == 4
    site.put("/feed", feed(), "application/rss+xml")
    night.write("docs/a.txt", "Ford uses Azure.")
    night.write("drop/a.jsonl", '{"text": "Kia uses Alexa."}')
    night.write("urls.txt", "# none yet")
    assert counts(night.run(*sources)) == {"fetched": 2, "loaded": 2}
    assert night.letters() == {}


def test_one_source_that_fails_stops_no_other(night: Night, site: Site) -> None:
    site.put("/feed", "<html>no feed</html>", "application/rss+xml")
    night.write("docs/a.txt", "Ford uses Azure.")
    report = night.run({"kind": "feed", "url": f"{site.url}/feed"}, FOLDER)
    assert counts(report) == {"fetched": 2, "loaded": 1, "failed": 1}
    assert report["failures"][0]["reason"] == "not an RSS or Atom feed"


def test_max_items_leaves_the_rest_for_the_next_night(night: Night, site: Site) -> None:
    night.write("drop/a.jsonl", "\n".join(json.dumps({"text": f"GM uses Cloud{n}."}) for n in range(5)))
    site.put("/map.xml", sitemap("urlset", *((f"p{n}", f"2025-11-0{n}") for n in range(1, 6))))
    for n in range(1, 6):
        site.put(f"/p{n}", html(f"Kia uses Stack{n}."), "text/html")
    sources = [JSONL | {"max_items": 2}, {"kind": "sitemap", "url": f"{site.url}/map.xml", "max_items": 2}]
    first = night.run(*sources)
    assert counts(first, "jsonl") == {"fetched": 2, "loaded": 2, "postponed": 3}
    assert counts(first, "sitemap") == {"fetched": 2, "loaded": 2, "postponed": 3}
    assert [path for path, _ in fetched(site)] == ["/map.xml", "/p5", "/p4"]
    second = night.run(*sources)
    assert counts(second, "jsonl") == {"fetched": 4, "loaded": 2, "unchanged": 2, "postponed": 1}
    assert counts(night.run(*sources)) == {"fetched": 10, "loaded": 2, "unchanged": 8}
    assert counts(night.run(*sources)) == {"fetched": 10, "unchanged": 10}


def test_feed_in_a_folder_is_followed_politely(night: Night, site: Site) -> None:
    site.put("/one", html("Ford uses Azure."), "text/html")
    site.put("/private/two", html("Kia uses Alexa."), "text/html")
    night.write("docs/a.rss", feed(entry("one"), entry("private/two")).replace("{site}", site.url))
    assert counts(night.run(FOLDER)) == {"fetched": 2, "loaded": 1, "failed": 1}
    assert night.letters()[f"{site.url}/private/two"].reason == "robots.txt of the host does not allow it"
    assert counts(night.run(FOLDER)) == {"fetched": 1, "unchanged": 1}


def test_private_addresses_are_for_those_who_allow_them(night: Night, site: Site) -> None:
    report = night.run({"kind": "feed", "url": f"{site.url}/feed", "allow_private": False})
    assert "private network" in report["failures"][0]["reason"]
    assert site.log == []


def test_index_of_sitemaps_without_end(night: Night, site: Site) -> None:
    site.put("/0.xml", sitemap("sitemapindex", *((f"{n}.xml", "") for n in range(MOST_MAPS + 50))))
    for n in range(1, MOST_MAPS + 50):
        site.put(f"/{n}.xml", sitemap("urlset"))
    assert counts(night.run({"kind": "sitemap", "url": f"{site.url}/0.xml"})) == {}
    assert len(fetched(site)) == MOST_MAPS


def test_new_extractor_or_graph_has_everything_read_again(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    night.write("docs/a.txt", "Ford uses Azure.")
    night.write("docs/b.txt", "This will break it.")
    night.run(FOLDER)
    night.extractor = ByHand("hand-2")
    assert counts(night.run(FOLDER)) == {"fetched": 1, "unchanged": 1}
    monkeypatch.setattr("loaders.nightly.basis._code", lambda: "another version")
    assert counts(night.run(FOLDER)) == {"fetched": 2, "loaded": 1, "failed": 1}, (
        "what was put aside has its chance too"
    )
    night.store.write(lambda transaction: transaction.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n"))
    (night.settings.home / "embedded/databases/stackgraph/nightly.token").unlink()
    assert counts(night.run(FOLDER)) == {"fetched": 2, "loaded": 1, "failed": 1}


def test_what_was_retracted_stays_out_until_it_changes(night: Night) -> None:
    night.write("docs/a.txt", "Ford uses Azure.")
    night.run(FOLDER)
    (row,) = night.store.read("MATCH (d:Document) RETURN d.id AS id")
    writer.remove(night.store, [row["id"]])
    assert counts(night.run(FOLDER)) == {"fetched": 1, "unchanged": 1}
    night.write("docs/a.txt", "Ford no longer uses Azure.")
    assert counts(night.run(FOLDER)) == {"fetched": 1, "loaded": 1}


def test_look_tells_what_would_be_done_and_leaves_no_trace(night: Night, site: Site) -> None:
    night.write("docs/a.txt", "Ford uses Azure.")
    night.run(FOLDER)
    before = Desk(night.settings.home).state.read_bytes()
    night.write("docs/b.txt", "Kia uses Alexa.")
    site.put("/feed", feed(entry("one"), entry("two", text="Kia uses Alexa.")), "application/rss+xml")
    sources = night.sources(FOLDER, {"kind": "feed", "url": f"{site.url}/feed"})
    seen = look(night.settings, sources, lambda *_: None)
    assert {name: (tally.counts["unchanged"], tally.counts["postponed"]) for name, tally in seen.items()} == {
        "folder": (1, 1),
        "feed": (0, 2),
    }
    assert fetched(site) == [("/feed", 200)]
    assert Desk(night.settings.home).state.read_bytes() == before
    assert night.sentences() == ["Ford uses Azure."]


def test_database_that_goes_away_ends_the_run_and_the_next_one_goes_on(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(70):
        night.write(f"docs/{n:02}.txt", f"GM uses Cloud{n}.")
    real = writer.write
    written: list[Any] = []

    def away(*arguments: Any) -> Any:
        if len(written) == 1:
            raise StoreUnavailable("the database is away")
        written.append(arguments)
        return real(*arguments)

    monkeypatch.setattr(writer, "write", away)
    with pytest.raises(StoreUnavailable):
        night.run(FOLDER)
    (path,) = Desk(night.settings.home).reports.glob("*.json")
    interrupted = json.loads(path.read_text())
    assert (interrupted["state"], interrupted["ended"]) == ("interrupted", None)
    assert counts(interrupted) == {"fetched": 32, "loaded": 32}
    monkeypatch.setattr(writer, "write", real)
    report = night.run(FOLDER)
    assert report["goes_on_with"] == [interrupted["run"]]
    assert counts(report) == {"fetched": 70, "loaded": 38, "unchanged": 32}
    assert night.run(FOLDER)["goes_on_with"] == []


def test_page_that_an_interrupted_run_has_looked_at_is_not_asked_for_again(
    night: Night, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    night.write("urls.txt", "\n".join(site.put(f"/{n}", f"GM uses Cloud{n}.") for n in range(40)))
    source = {"kind": "urls", "file": "urls.txt"}
    night.run(source)
    fetched(site)
    site.pages["/35"] = Page(b"GM no longer uses Cloud35.")
    with monkeypatch.context() as patch:
        patch.setattr(writer, "write", lambda *_: (_ for _ in ()).throw(StoreUnavailable("away")))
        with pytest.raises(StoreUnavailable):
            night.run(source)
    assert len(fetched(site)) == 40
    assert counts(night.run(source)) == {"fetched": 40, "loaded": 1, "unchanged": 39}
    assert [path for path, _ in fetched(site)] == [f"/{n}" for n in range(32, 40)]
