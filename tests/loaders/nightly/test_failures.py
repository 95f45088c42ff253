"""What failed: listed, tried again, dropped."""

import json
from pathlib import Path

import pytest

from loaders.nightly.failures import DeadLetter, Failures
from loaders.nightly.run import Desk
from loaders.nightly.state import State
from tests.loaders.nightly.conftest import Night, Page, Site, counts
from tests.loaders.nightly.test_run import entry, feed, html

FOLDER = {"kind": "folder", "path": "docs"}
JSONL = {"kind": "jsonl", "path": "drop"}


def letters(night: Night, *keys: object) -> tuple[DeadLetter, ...]:
    found = night.letters()
    return tuple(found[str(key)] for key in keys) if keys else tuple(found.values())


def drop(night: Night, *chosen: DeadLetter) -> None:
    with State(Desk(night.settings.home).state) as state:
        Failures(state).drop(chosen)


def test_retry_tries_exactly_what_it_is_told_to(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = (night.write(f"docs/{name}.txt", f"This will break it. {name} uses Azure.") for name in ("Ford", "Kia"))
    night.write("docs/new.txt", "GM uses Azure.")
    night.run(FOLDER)
    night.write("docs/newer.txt", "BMW uses Azure.")
    monkeypatch.setattr(night.extractor, "breaks_at", "nothing")
    report = night.run(FOLDER, retry=letters(night, one))
    assert counts(report) == {"fetched": 1, "loaded": 1}
    assert list(night.letters()) == [str(two)]
    assert night.sentences() == ["Ford uses Azure.", "GM uses Azure."]
    assert counts(night.run(FOLDER)) == {"fetched": 3, "loaded": 1, "unchanged": 2}


def test_retry_of_a_line_leaves_the_other_lines_alone(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [json.dumps({"text": text}) for text in ("Ford uses Azure.", "This will break it. Kia uses Azure.")]
    path = night.write("drop/a.jsonl", "\n".join([*lines, "{torn"]))
    night.run(JSONL)
    monkeypatch.setattr(night.extractor, "breaks_at", "nothing")
    assert counts(night.run(JSONL, retry=letters(night, f"{path}#2"))) == {"fetched": 1, "loaded": 1}
    assert list(night.letters()) == [f"{path}#3"]
    assert counts(night.run(JSONL)) == {"fetched": 2, "unchanged": 2}


def test_retry_that_fails_again_counts_and_stays(night: Night) -> None:
    path = night.write("docs/a.txt", "This will break it.")
    night.run(FOLDER)
    first = night.letters()[str(path)]
    assert counts(night.run(FOLDER, retry=(first,))) == {"fetched": 1, "failed": 1}
    again = night.letters()[str(path)]
    assert (again.times, again.first, again.passing) == (2, first.first, False)
    assert again.last > first.last
    assert counts(night.run(FOLDER)) == {}, "and is put aside again"


def test_retry_of_a_page_that_its_feed_no_longer_names(night: Night, site: Site) -> None:
    site.put("/feed", feed(entry("gone"), entry("hard", text="This will break it.")), "application/rss+xml")
    source = {"kind": "feed", "url": f"{site.url}/feed"}
    night.run(source)
    site.put("/feed", feed(), "application/rss+xml")
    site.put("/gone", html("Ford uses Azure."), "text/html")
    report = night.run(source, retry=letters(night))
    assert counts(report) == {"fetched": 2, "loaded": 1, "failed": 1}
    (left,) = letters(night)
    assert (left.key, left.reason) == (f"{site.url}/hard", "its source no longer offers it")


def test_retry_while_the_source_itself_is_down_loses_nothing(night: Night, site: Site) -> None:
    site.put("/feed", feed(entry("hard", text="This will break it.")), "application/rss+xml")
    source = {"kind": "feed", "url": f"{site.url}/feed"}
    night.run(source)
    site.pages["/feed"] = Page(status=503)
    report = night.run(source, retry=letters(night))
    assert counts(report) == {"fetched": 1, "failed": 1}
    assert night.letters()[f"{site.url}/hard"].reason == "extraction failed: ValueError: a text that breaks it"


def test_dropped_failure_comes_back_only_if_it_changes(night: Night) -> None:
    path = night.write("docs/a.txt", "This will break it.")
    night.run(FOLDER)
    drop(night, *letters(night))
    assert night.letters() == {}
    assert counts(night.run(FOLDER)) == {}
    path.write_text("This will break it again.")
    assert counts(night.run(FOLDER)) == {"fetched": 1, "failed": 1}
    assert list(night.letters()) == [str(path)]


def test_dropped_failure_of_a_source_comes_back_with_the_next_failure(night: Night, site: Site) -> None:
    source = {"kind": "feed", "url": f"{site.url}/feed"}
    night.run(source)
    drop(night, *letters(night))
    assert counts(night.run(source)) == {"fetched": 1, "failed": 1}
    assert len(night.letters()) == 1


def test_names_are_short_and_stay(night: Night) -> None:
    night.write("docs/a.txt", "This will break it.")
    night.write("docs/b.txt", "This will break it too.")
    night.run(FOLDER)
    names = {letter.id for letter in letters(night)}
    night.run(FOLDER, retry=letters(night))
    assert {letter.id for letter in letters(night)} == names
    assert [len(name) for name in names] == [8, 8]


def test_torn_state_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    path.write_bytes(b"this is no database" * 100)
    with pytest.raises(Exception, match=r"state\.sqlite cannot be used .* the next run reads everything again"):
        State(path)
