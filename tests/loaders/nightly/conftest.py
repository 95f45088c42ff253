"""A web site on this machine, run by a test, and nightly loads that may fetch from it."""

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from graph_schema.settings import Settings
from graph_schema.store import Store
from loaders.nightly import basis
from loaders.nightly.failures import DeadLetter, Failures
from loaders.nightly.run import Desk, run
from loaders.nightly.sources import Sources
from loaders.nightly.state import State
from loaders.pipeline import Pipeline
from tests.loaders.fake import ByHand

ROBOTS = "User-agent: *\nDisallow: /private/\n"


@dataclass
class Page:
    """What the site answers at one path. `slow_s`: how long it waits before the last byte."""

    body: bytes = b""
    kind: str = "text/plain"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    slow_s: float = 0.0

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:8]}"'


class Site:
    """Pages by path, and a log of what was asked for and how it was answered."""

    def __init__(self) -> None:
        self.pages: dict[str, Page | list[Page]] = {"/robots.txt": Page(ROBOTS.encode())}
        self.log: list[tuple[str, int]] = []
        self.headers: list[dict[str, str]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site._answer(self)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing: the tests' output is for results."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._stop = threading.Event()
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def put(self, path: str, body: str, kind: str = "text/plain", **headers: str) -> str:
        """A page; its address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = Page(body.replace("{site}", self.url).encode(), kind, headers=named)
        return self.url + path

    def asked(self, path: str) -> list[int]:
        """How requests for this path were answered."""
        return [status for asked, status in self.log if asked == path]

    def close(self) -> None:
        self._stop.set()
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        page = self.pages.get(request.path, Page(b"no such page", status=404))
        if isinstance(page, list):
            page = page.pop(0) if len(page) > 1 else page[0]
        is_same = page.status == 200 and request.headers.get("If-None-Match") == page.etag
        status = 304 if is_same else page.status
        self.log.append((request.path, status))
        self.headers.append(dict(request.headers))
        request.send_response(status)
        for name, value in {"ETag": page.etag, "Content-Type": page.kind, **page.headers}.items():
            request.send_header(name, value)
        request.end_headers()
        if not is_same:
            request.wfile.write(page.body[:-1])
            self._stop.wait(page.slow_s)
            request.wfile.write(page.body[-1:])


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


class Night:
    """Nightly loads of one home, on the embedded database that all tests share, with an extractor made by hand."""

    def __init__(self, folder: Path, settings: Settings, store: Store) -> None:
        self.folder = folder
        self.settings = settings
        self.store = store
        self.extractor = ByHand()
        self.opened = 0

    def open_pipeline(self, _: Settings) -> ByHand:
        self.opened += 1
        return self.extractor

    def sources(self, *sources: dict[str, object]) -> Sources:
        """Sources without a pause, which may be on this machine; names are their kinds where none is given."""
        listed = [
            {"name": source["kind"]}
            | ({} if source["kind"] == "jsonl" else {"delay_s": 0, "retries": 0, "allow_private": True})
            | source
            for source in sources
        ]
        data = {"contact": "team@example.org", "source": listed}
        return Sources.model_validate(data, context={"folder": self.folder})

    def run(self, *sources: dict[str, object], **options: Any) -> dict[str, Any]:
        """One nightly load; its report."""
        report = run(self.settings, self.sources(*sources), lambda *_: None, **options).as_dict()
        for counts in (report["balance"], *report["sources"].values()):
            assert counts["fetched"] == sum(counts[name] for name in BALANCE), counts
        for name in (*BALANCE, "fetched", "claims", "postponed"):
            assert report["balance"][name] == sum(counts[name] for counts in report["sources"].values())
        return report

    def letters(self) -> dict[str, DeadLetter]:
        """The dead letters by their keys."""
        with State(Desk(self.settings.home).state) as state:
            return {letter.key: letter for letter in Failures(state).all()}

    def sentences(self) -> list[str]:
        """What the graph holds, as the documents say it."""
        rows = self.store.read("MATCH (c:Claim) RETURN c.sentence AS sentence")
        return sorted(row["sentence"] for row in rows)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path


BALANCE = ("loaded", "unchanged", "duplicate", "rejected", "failed")


def counts(report: dict[str, Any], source: str | None = None) -> dict[str, int]:
    """The counts of a report, or of one source in it, that are not 0."""
    of = report["sources"][source] if source else report["balance"]
    return {name: of[name] for name in ("fetched", *BALANCE, "postponed") if of[name]}


@pytest.fixture
def night(tmp_path: Path, embedded_settings: Settings, embedded_store: Store, monkeypatch: pytest.MonkeyPatch) -> Night:
    """Nightly loads into the empty embedded database."""
    settings = Settings(home=tmp_path / "home", _env_file=None)
    settings.home.mkdir()
    # A home of its own, since the state is kept there, with the database of all tests, since starting one takes seconds.
    (settings.home / "embedded").symlink_to(embedded_settings.home.resolve() / "embedded")
    night = Night(tmp_path, settings, embedded_store)
    monkeypatch.setattr(Pipeline, "open", night.open_pipeline)
    monkeypatch.setattr(basis, "_code", lambda: "this version")  # the real one changes while somebody edits the code
    return night
