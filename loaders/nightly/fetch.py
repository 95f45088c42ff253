"""Fetching as a guest does: asks before it enters, does not hurry, takes no more than it needs, and says who it is."""

import io
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import httpx
from protego import Protego

from graph_schema.errors import BadInput
from loaders.nightly import guard
from loaders.nightly.hosts import IN_VAIN, Host
from loaders.nightly.sources import Web
from loaders.readers import Blob

AGENT = "stackgraph"
"""The name by which a robots.txt may speak to us."""
FIRST_PAUSE_S = 2.0
"""Before the second attempt, doubled for each further one."""
LONGEST_WAIT_S = 120.0
"""That a server may ask for before the next attempt; who asks for more is asked again by the next run."""
_MAY_PASS = {408, 425, 429}


class Passing(BadInput):
    """A reason that may pass: no answer, too many requests, an error of the server. `wait_s`: what the server asks for."""

    def __init__(self, message: str, wait_s: float = 0.0) -> None:
        super().__init__(message)
        self.wait_s = wait_s


class Refused(BadInput):
    """The server answers that there is nothing for us here (4xx)."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave along so that we can ask whether something has changed."""

    etag: str | None = None
    modified: str | None = None

    def headers(self) -> dict[str, str]:
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was at an address, and how to ask whether it has changed."""

    given: str
    url: str
    media_type: str
    body: bytes
    validators: Validators

    @property
    def blob(self) -> Blob:
        return Blob(self.given, self.url, io.BufferedReader(io.BytesIO(self.body)), url=self.url, name=self.media_type)


class Fetcher:
    """All requests of one run. `contact`: mail or web address of who is fetching; `sleep` waits some seconds."""

    def __init__(self, contact: str | None, version: str, sleep: Callable[[float], object] = time.sleep) -> None:
        self._client = httpx.Client(
            headers={"User-Agent": f"{AGENT}/{version}" + (f" (+{contact})" if contact else "")},
            # Connections go to addresses, not to names: one kept open could serve the next name at the same address.
            limits=httpx.Limits(max_keepalive_connections=0),
        )
        self._hosts: dict[str, Host] = defaultdict(Host)
        self._sleep = sleep

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def get(self, url: str, web: Web, known: Validators | None = None) -> Answer | None:
        """What is at this address, redirects followed; None where it is as it was when `known` was given along.

        Raises Passing after the last attempt, BadInput at once where a further attempt would not help.
        """
        try:
            host = self._host(url)
            if host.in_vain >= IN_VAIN:
                raise Passing(f"its host failed {IN_VAIN} times in a row; left for the next run")
            answer = self._persist(url, web, known or Validators())
        except Passing:
            host.in_vain += 1
            raise
        except httpx.InvalidURL as error:
            raise BadInput(f"leads to what is no web address: {error}") from error
        except BadInput:
            host.in_vain = 0
            raise
        host.in_vain = 0
        return answer

    def _persist(self, url: str, web: Web, known: Validators) -> Answer | None:
        for attempt in range(web.retries + 1):
            try:
                return self._follow(url, web, known)
            except Passing as error:
                if attempt == web.retries or error.wait_s > LONGEST_WAIT_S:
                    raise
                self._sleep(max(error.wait_s, FIRST_PAUSE_S * 2**attempt * random.uniform(0.5, 1.0)))
        raise AssertionError  # the loop has no other end

    def _follow(self, url: str, web: Web, known: Validators, *, robots: bool = False) -> Answer | None:
        """`robots`: whether it is a robots.txt itself that is fetched."""
        given = url
        for _ in range(web.max_redirects + 1):
            if not robots:
                self._ask(url, web)
            with self._opened(url, web, known) as response:
                if response.status_code == httpx.codes.NOT_MODIFIED and known.headers():
                    return None
                if response.has_redirect_location:
                    url = str(httpx.URL(url).join(response.headers["location"]))
                    continue
                _check(response)
                media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
                validators = Validators(response.headers.get("etag"), response.headers.get("last-modified"))
                return Answer(given, url, media_type, _body(response, web), validators)
        raise BadInput(f"more than {web.max_redirects} redirects")

    # -- manners ----------------------------------------------------------------------------------------------------

    def _host(self, url: str) -> Host:
        return self._hosts[httpx.URL(url).netloc.decode("ascii")]

    def _ask(self, url: str, web: Web) -> None:
        """Nothing, or BadInput where the host's robots.txt keeps us from this page."""
        host = self._host(url)
        if host.robots is None:
            host.robots = self._robots(url, web)
        if not host.allows(url, AGENT):
            raise BadInput("robots.txt of the host does not allow it")

    def _robots(self, url: str, web: Web) -> Protego:
        """RFC 9309: where there is none everything is allowed, where it cannot be had nothing is."""
        try:
            answer = self._follow(str(httpx.URL(url).join("/robots.txt")), web, Validators(), robots=True)
        except Refused:
            answer = None
        except Passing as error:
            raise Passing(f"robots.txt of the host cannot be had: {error}", error.wait_s) from error
        return Protego.parse(answer.body.decode(errors="replace") if answer else "")

    # -- one request ------------------------------------------------------------------------------------------------

    @contextmanager
    def _opened(self, url: str, web: Web, known: Validators) -> Iterator[httpx.Response]:
        """The answer to one request, its body still to be read."""
        target = httpx.URL(url)
        if target.scheme not in ("http", "https") or not target.host:
            raise BadInput(f"leads to what is no web address: {url[:200]}")
        try:
            port = target.port or (443 if target.scheme == "https" else 80)
            addresses = guard.addresses(target.host, port, allow_private=web.allow_private)
            host = self._host(url)
            host.wait(host.pause(AGENT, web.delay_s), self._sleep)
            response = self._connected(target, addresses, web, known)
        except guard.Unresolved as error:
            raise Passing(str(error)) from error
        except httpx.HTTPError as error:
            raise _passing(error, web) from error
        try:
            yield response
        except httpx.HTTPError as error:
            raise _passing(error, web) from error
        finally:
            response.close()
            self._client.cookies.clear()

    def _connected(self, url: httpx.URL, addresses: list[str], web: Web, known: Validators) -> httpx.Response:
        """The answer from the first of these addresses of the host that takes the connection."""
        for address in addresses:
            request = self._client.build_request(
                "GET",
                url.copy_with(host=address),
                headers={"Host": url.netloc.decode("ascii")} | known.headers(),
                timeout=web.timeout_s,
                extensions={"sni_hostname": url.host},
            )
            try:
                return self._client.send(request, stream=True)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if address == addresses[-1]:
                    raise
        raise AssertionError  # guard.addresses gives at least one


def _passing(error: httpx.HTTPError, web: Web) -> BadInput:
    if isinstance(error, httpx.TimeoutException):
        return Passing(f"no answer within {web.timeout_s:g} seconds")
    if isinstance(error, httpx.TransportError):
        return Passing(f"cannot be fetched: {error or type(error).__name__}")
    return BadInput(f"cannot be fetched: {error or type(error).__name__}")


def _check(response: httpx.Response) -> None:
    """Nothing where there is something to read; else Passing, or Refused."""
    if response.is_success:
        return
    words = f"the server answers {response.status_code} {response.reason_phrase}".rstrip()
    if response.is_server_error or response.status_code in _MAY_PASS:
        raise Passing(words, _wait(response.headers.get("retry-after", "")))
    raise Refused(words)


def _wait(asked: str) -> float:
    """Seconds that a `Retry-After` asks for, be it seconds or a date; 0 where it says nothing that can be read."""
    if asked.isdigit():
        return float(asked)
    try:
        return max(0.0, (parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0


def _body(response: httpx.Response, web: Web) -> bytes:
    body, until = bytearray(), time.monotonic() + web.timeout_s
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > web.max_mb * 1_000_000:
            raise BadInput(f"larger than {web.max_mb:g} MB")
        if time.monotonic() > until:
            raise Passing(f"not complete after {web.timeout_s:g} seconds")
    return bytes(body)
