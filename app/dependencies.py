"""What endpoints are handed: the store, the names, the page, the key; and what the service itself is handed."""

import hmac
from dataclasses import dataclass
from typing import Annotated, Protocol, cast

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader

from app.known import KnownNames
from graph_schema.errors import NotAllowed
from graph_schema.records import Extraction
from graph_schema.settings import Settings
from graph_schema.store import Store


@dataclass(frozen=True, slots=True)
class Submission:
    """A document that someone hands in: its text, or its HTML, and what is known of it."""

    text: str | None = None
    html: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None
    source: str | None = None


class Ingest(Protocol):
    """Reads a document and stores what it says.

    The application never imports the loaders: whoever starts it hands this in.
    """

    def __call__(self, submission: Submission) -> Extraction:
        """What was found and is now in the graph.

        Raises BadInput, with the reason, for a document that is not taken: empty, not in English.
        """


@dataclass(frozen=True, slots=True)
class Service:
    """What all requests share."""

    settings: Settings
    store: Store
    names: KnownNames
    ingest: Ingest | None


def _service(request: Request) -> Service:
    return cast(Service, request.app.state.service)


def _store(service: Annotated[Service, Depends(_service)]) -> Store:
    return service.store


def _names(service: Annotated[Service, Depends(_service)]) -> KnownNames:
    return service.names


_KEY = APIKeyHeader(name="X-API-Key", auto_error=False, description="Needed once `STACKGRAPH_API_KEY` is set.")


def _allowed(service: Annotated[Service, Depends(_service)], key: Annotated[str | None, Security(_KEY)]) -> None:
    """Let through who shows the key, and everybody where none is configured."""
    wanted = service.settings.api_key
    if wanted and not hmac.compare_digest((key or "").encode(), wanted.get_secret_value().encode()):
        raise NotAllowed("this changes the graph, so it needs the API key in the header X-API-Key")


ServiceDep = Annotated[Service, Depends(_service)]
StoreDep = Annotated[Store, Depends(_store)]
NamesDep = Annotated[KnownNames, Depends(_names)]
KeyDep = Depends(_allowed)
