"""The application: settings, what it holds while it runs, routers, errors."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from app import errors, limits
from app.dependencies import Ingest, Service
from app.known import KnownNames
from app.routers import ask, claims, documents, entities, export, health, schema
from graph_schema.gazetteer import gazetteer
from graph_schema.settings import Settings
from graph_schema.store import Store

DESCRIPTION = """
Who builds on what: companies, products and platforms, and the sentence behind every fact.

Facts have a tense: *uses*, *dropped*, *will use*, *may use* and *does not use* are different arrows. Every arrow is derived
from claims, and every claim has its sentence, its document, its date and a confidence.

Errors are problem details (RFC 9457, `application/problem+json`) everywhere.
"""


def create_app(settings: Settings, ingest: Ingest | None = None, store: Store | None = None) -> FastAPI:
    """The application over the database that the settings name.

    `ingest` reads the documents that are posted; without it they are refused. `store`: a connection that is already
    open and that the caller closes; without it the application has its own. The database need not be there yet: requests
    that want it get status 503 until it is.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        own = store or Store(settings)
        app.state.service = Service(settings, own, KnownNames(own, gazetteer()), ingest)
        try:
            yield
        finally:
            if store is None:
                own.close()

    app = FastAPIOffline(
        title="stackgraph",
        summary="A knowledge graph of who builds on what.",
        description=DESCRIPTION,
        version=version("stackgraph"),
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        lifespan=lifespan,
    )
    for module in (ask, entities, claims, documents, export, schema, health):
        app.include_router(module.router)
    errors.install(app)
    app.add_middleware(limits.BodyLimit)
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]
    return app


def _described(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, in which errors have the media type that they are sent with."""
    if app.openapi_schema is None:
        document = FastAPI.openapi(app)
        for operations in document["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    if status >= "400" and "application/json" in response.get("content", {}):
                        response["content"][errors.MEDIA_TYPE] = response["content"].pop("application/json")
    return app.openapi_schema or {}
