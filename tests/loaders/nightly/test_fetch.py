"""Fetching from a real server: politely, within limits, and never where a page must not lead us."""

import gzip
import socket
import time
from collections.abc import Iterator

import pytest

from graph_schema.errors import BadInput
from loaders.nightly import fetch, guard
from loaders.nightly.fetch import Fetcher, Passing, Refused, Validators
from loaders.nightly.hosts import IN_VAIN, LONGEST_PAUSE_S
from loaders.nightly.sources import Urls
from tests.loaders.nightly.conftest import Page, Site


def web(**limits: object) -> Urls:
    limits = {"delay_s": 0.0, "timeout_s": 5.0, "retries": 0, "allow_private": True} | limits
    return Urls.model_validate({"name": "test", "kind": "urls", "file": "urls.txt"} | limits, context={"folder": "/"})


@pytest.fixture
def slept() -> list[float]:
    """Pauses that were asked for; none is made."""
    return []


@pytest.fixture
def fetcher(slept: list[float]) -> Iterator[Fetcher]:
    with Fetcher("mailto:team@example.org", "1.2", slept.append) as fetcher:
        yield fetcher


def body(fetcher: Fetcher, url: str, **limits: object) -> bytes:
    answer = fetcher.get(url, web(**limits))
    assert answer is not None
    return answer.body


def test_says_who_is_asking(site: Site, fetcher: Fetcher) -> None:
    body(fetcher, site.put("/a", "Ford uses Azure."))
    assert {headers["User-Agent"] for headers in site.headers} == {"stackgraph/1.2 (+mailto:team@example.org)"}


def test_asks_robots_txt_once_and_keeps_to_it(site: Site, fetcher: Fetcher) -> None:
    for path in ("/a", "/b", "/private/c"):
        site.put(path, "Ford uses Azure.")
    body(fetcher, site.url + "/a")
    body(fetcher, site.url + "/b")
    with pytest.raises(BadInput, match=r"robots\.txt of the host does not allow it"):
        fetcher.get(site.url + "/private/c", web())
    assert site.log == [("/robots.txt", 200), ("/a", 200), ("/b", 200)]


def test_robots_txt_that_names_us_counts(site: Site, fetcher: Fetcher) -> None:
    site.pages["/robots.txt"] = Page(b"User-agent: stackgraph\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
    with pytest.raises(BadInput, match="does not allow"):
        fetcher.get(site.put("/a", "Ford"), web())


def test_without_robots_txt_everything_is_allowed(site: Site, fetcher: Fetcher) -> None:
    del site.pages["/robots.txt"]
    assert body(fetcher, site.put("/private/c", "Ford")) == b"Ford"


def test_robots_txt_that_cannot_be_had_allows_nothing_for_now(site: Site, fetcher: Fetcher) -> None:
    site.pages["/robots.txt"] = Page(status=503)
    with pytest.raises(Passing, match=r"robots\.txt of the host cannot be had: the server answers 503"):
        fetcher.get(site.put("/a", "Ford"), web())
    assert site.asked("/a") == []


def test_redirect_to_a_page_that_robots_txt_keeps_is_not_followed(site: Site, fetcher: Fetcher) -> None:
    site.pages["/a"] = Page(status=302, headers={"Location": "/private/c"})
    with pytest.raises(BadInput, match="does not allow"):
        fetcher.get(site.url + "/a", web())
    assert site.asked("/private/c") == []


def test_what_has_not_changed_is_not_sent_again(site: Site, fetcher: Fetcher) -> None:
    url = site.put("/a", "Ford uses Azure.")
    first = fetcher.get(url, web())
    assert first is not None
    assert fetcher.get(url, web(), first.validators) is None
    site.put("/a", "Ford uses AWS.")
    second = fetcher.get(url, web(), first.validators)
    assert second is not None
    assert (second.body, site.asked("/a")) == (b"Ford uses AWS.", [200, 304, 200])


def test_last_modified_is_handed_back(site: Site, fetcher: Fetcher) -> None:
    date = "Thu, 06 Nov 2025 23:30:00 GMT"
    answer = fetcher.get(site.put("/a", "Ford", Last_Modified=date), web())
    assert answer is not None
    fetcher.get(site.url + "/a", web(), Validators(modified=answer.validators.modified))
    assert site.headers[-1]["If-Modified-Since"] == date


def test_not_modified_without_having_asked_is_no_answer(site: Site, fetcher: Fetcher) -> None:
    site.pages["/a"] = Page(status=304)
    with pytest.raises(Refused, match="304"):
        fetcher.get(site.url + "/a", web())


def test_redirects_are_followed_within_bounds(site: Site, fetcher: Fetcher) -> None:
    for number in range(3):
        site.pages[f"/{number}"] = Page(status=301, headers={"Location": f"{site.url}/{number + 1}"})
    site.put("/3", "Ford")
    answer = fetcher.get(site.url + "/0", web(max_redirects=3))
    assert answer is not None
    assert (answer.given, answer.url, answer.body) == (f"{site.url}/0", f"{site.url}/3", b"Ford")
    with pytest.raises(BadInput, match="more than 2 redirects"):
        fetcher.get(site.url + "/0", web(max_redirects=2))


def test_redirect_in_circles_ends(site: Site, fetcher: Fetcher) -> None:
    site.pages["/a"] = Page(status=302, headers={"Location": "/a"})
    with pytest.raises(BadInput, match="more than 5 redirects"):
        fetcher.get(site.url + "/a", web())


def test_private_address_is_refused_unless_allowed(site: Site, fetcher: Fetcher) -> None:
    url = site.put("/a", "Ford")
    with pytest.raises(BadInput, match="private network; allow_private"):
        fetcher.get(url, web(allow_private=False))
    assert site.log == []


def named(monkeypatch: pytest.MonkeyPatch, **addresses: list[str]) -> list[str]:
    """Names of hosts in `.example` that lead where a test wants them to; those that were looked up."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def getaddrinfo(host: str, port: int, *more: object, **named: object) -> list[object]:
        if not host.endswith(".example"):
            return real(host, port, *more, **named)  # type: ignore[call-overload, no-any-return]
        asked.append(host)
        found = addresses[host.removesuffix(".example")]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_redirect_to_a_private_address_is_refused(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first hop is taken for public, so that a real server can send us on to itself by its real address."""
    port = site.url.rpartition(":")[2]
    named(monkeypatch, news=["127.0.0.1"])
    seen: list[str] = []

    def is_public(address: str) -> bool:
        seen.append(address)
        return len(seen) <= 2  # robots.txt and the page itself

    monkeypatch.setattr(guard, "is_public", is_public)
    site.pages["/a"] = Page(status=302, headers={"Location": f"{site.url}/secret"})
    site.put("/secret", "keys")
    with pytest.raises(BadInput, match=r"127\.0\.0\.1 is on this machine or in a private network"):
        fetcher.get(f"http://news.example:{port}/a", web(allow_private=False))
    assert site.asked("/a") == [302]
    assert site.asked("/secret") == []


def test_name_is_looked_up_once_for_check_and_connection(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a name could be public when it is checked and private when it is connected to."""
    asked = named(monkeypatch, news=["127.0.0.1"])
    site.put("/a", "Ford")
    port = site.url.rpartition(":")[2]
    assert body(fetcher, f"http://news.example:{port}/a") == b"Ford"
    assert asked == ["news.example", "news.example"]  # robots.txt, and the page
    assert {headers["Host"] for headers in site.headers} == {f"news.example:{port}"}


def test_second_address_of_a_name_is_tried(site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    named(monkeypatch, news=["127.0.0.2", "127.0.0.1"])
    site.put("/a", "Ford")
    port = site.url.rpartition(":")[2]
    assert body(fetcher, f"http://news.example:{port}/a") == b"Ford"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "2002:7f00:1::", "64:ff9b::10.0.0.1", "ff02::1", "::",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not guard.is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::93.184.215.14"]
)
def test_addresses_that_are_public(address: str) -> None:
    assert guard.is_public(address)


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    named(monkeypatch, news=["93.184.215.14", "10.0.0.1"])
    with pytest.raises(BadInput, match="private network"):
        guard.addresses("news.example", 80, allow_private=False)


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://example.org/a", "http://"])
def test_redirect_to_what_is_no_web_address(site: Site, fetcher: Fetcher, location: str) -> None:
    site.pages["/a"] = Page(status=302, headers={"Location": location})
    with pytest.raises(BadInput) as caught:
        fetcher.get(site.url + "/a", web())
    assert not isinstance(caught.value, Passing)


def test_no_more_is_taken_than_allowed(site: Site, fetcher: Fetcher) -> None:
    url = site.put("/a", "x" * 200_000)
    assert len(body(fetcher, url, max_mb=0.2)) == 200_000
    with pytest.raises(BadInput, match=r"larger than 0\.1 MB"):
        fetcher.get(url, web(max_mb=0.1))


def test_what_is_small_only_as_long_as_it_is_packed_is_not_taken(site: Site, fetcher: Fetcher) -> None:
    site.pages["/a"] = Page(gzip.compress(b"x" * 2_000_000), headers={"Content-Encoding": "gzip"})
    with pytest.raises(BadInput, match="larger than 1 MB"):
        fetcher.get(site.url + "/a", web(max_mb=1))


def test_server_that_takes_too_long(site: Site, fetcher: Fetcher) -> None:
    site.pages["/a"] = Page(b"Ford", slow_s=10)
    began = time.monotonic()
    with pytest.raises(Passing, match=r"no answer within 0\.3 seconds"):
        fetcher.get(site.url + "/a", web(timeout_s=0.3))
    assert time.monotonic() - began < 5


def test_retries_what_may_pass_with_growing_pauses(site: Site, fetcher: Fetcher, slept: list[float]) -> None:
    site.pages["/a"] = [Page(status=503), Page(status=500), Page(b"Ford")]
    assert body(fetcher, site.url + "/a", retries=2) == b"Ford"
    assert site.asked("/a") == [503, 500, 200]
    first, second = slept
    assert fetch.FIRST_PAUSE_S / 2 <= first <= fetch.FIRST_PAUSE_S <= second <= 2 * fetch.FIRST_PAUSE_S


def test_gives_up_after_the_last_attempt(site: Site, fetcher: Fetcher) -> None:
    site.pages["/a"] = Page(status=502)
    with pytest.raises(Passing, match="the server answers 502 Bad Gateway"):
        fetcher.get(site.url + "/a", web(retries=2))
    assert site.asked("/a") == [502] * 3


def test_does_not_retry_what_will_not_pass(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(Refused, match="the server answers 404 Not Found"):
        fetcher.get(site.url + "/gone", web(retries=2))
    assert site.asked("/gone") == [404]


@pytest.mark.parametrize(("asked", "waited"), [("7", 7.0), ("Thu, 06 Nov 2025 23:30:00 GMT", 0.0), ("soon", 0.0)])
def test_waits_as_long_as_a_server_asks_for(
    site: Site, fetcher: Fetcher, slept: list[float], asked: str, waited: float
) -> None:
    site.pages["/a"] = [Page(status=429, headers={"Retry-After": asked}), Page(b"Ford")]
    assert body(fetcher, site.url + "/a", retries=1) == b"Ford"
    (pause,) = slept
    assert pause == waited if waited else pause <= fetch.FIRST_PAUSE_S


def test_server_that_wants_to_be_left_alone_for_long_is(site: Site, fetcher: Fetcher, slept: list[float]) -> None:
    site.pages["/a"] = Page(status=429, headers={"Retry-After": "3600"})
    with pytest.raises(Passing, match="429"):
        fetcher.get(site.url + "/a", web(retries=5))
    assert (site.asked("/a"), slept) == ([429], [])


def test_host_that_is_down_is_left_alone(site: Site, fetcher: Fetcher) -> None:
    for number in range(5):
        site.pages[f"/{number}"] = Page(status=503)
        with pytest.raises(Passing):
            fetcher.get(f"{site.url}/{number}", web())
    assert [path for path, _ in site.log if path != "/robots.txt"] == [f"/{number}" for number in range(IN_VAIN)]


def test_pause_between_requests_to_one_host(site: Site, fetcher: Fetcher, slept: list[float]) -> None:
    site.put("/a", "Ford")
    body(fetcher, site.url + "/a", delay_s=2.0)
    body(fetcher, site.url + "/a", delay_s=2.0)
    assert len(slept) == 2  # robots.txt, then the page, then the page again
    assert all(1.5 < pause <= 2.0 for pause in slept)


def test_robots_txt_may_ask_for_a_longer_pause_within_reason(site: Site, slept: list[float]) -> None:
    site.put("/a", "Ford")
    for asked, most in (("8", 8.0), ("86400", LONGEST_PAUSE_S)):
        site.pages["/robots.txt"] = Page(f"User-agent: *\nCrawl-delay: {asked}".encode())
        with Fetcher(None, "1.2", slept.append) as other:
            body(other, site.url + "/a")
            body(other, site.url + "/a")
        assert most - 1 < slept[-1] <= most


def test_connections_and_cookies_are_not_kept(site: Site, fetcher: Fetcher) -> None:
    site.put("/a", "Ford", Set_Cookie="visitor=1")
    body(fetcher, site.url + "/a")
    body(fetcher, site.url + "/a")
    assert not any("Cookie" in headers for headers in site.headers)


def test_server_that_is_not_there(fetcher: Fetcher) -> None:
    with pytest.raises(Passing, match="cannot be"):
        fetcher.get("http://127.0.0.1:9/", web())


def test_name_that_leads_nowhere(fetcher: Fetcher) -> None:
    with pytest.raises(Passing, match=r"nowhere\.invalid cannot be resolved"):
        fetcher.get("http://nowhere.invalid/", web())
