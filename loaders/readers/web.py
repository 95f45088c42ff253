"""Pages and files on the web."""

import io
import time

import httpx

from graph_schema.errors import BadInput
from loaders.readers.record import Blob

TIMEOUT_S = 20.0
"""Longest wait for a connection or for the next bytes."""
LIMIT_S = 60.0
"""Longest time for one address as a whole."""
LIMIT_BYTES = 20_000_000
_HEADERS = {"User-Agent": "stackgraph/0.1 (loads documents for a knowledge graph)", "Accept": "text/html, */*;q=0.8"}


def fetch(url: str) -> Blob:
    """What is at this address, redirects followed.

    Raises BadInput, saying why, if there is no answer, an answer that is an error, or one that is too large.
    """
    try:
        with httpx.stream("GET", url, headers=_HEADERS, timeout=TIMEOUT_S, follow_redirects=True) as response:
            if response.is_error:
                raise BadInput(f"the server answers {response.status_code} {response.reason_phrase}")
            body = _capped(response)
    except httpx.TimeoutException as error:
        raise BadInput(f"no answer within {TIMEOUT_S:.0f} seconds") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise BadInput(f"cannot be fetched: {error or type(error).__name__}") from error
    final = str(response.url)
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Blob(url, final, io.BufferedReader(io.BytesIO(body)), url=final, name=kind)


def _capped(response: httpx.Response) -> bytes:
    body, until = bytearray(), time.monotonic() + LIMIT_S
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > LIMIT_BYTES:
            raise BadInput(f"larger than {LIMIT_BYTES // 1_000_000} MB")
        if time.monotonic() > until:
            raise BadInput(f"not complete after {LIMIT_S:.0f} seconds")
    return bytes(body)
