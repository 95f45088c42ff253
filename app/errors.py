"""One table from error kind to status, and one shape for all errors: problem details (RFC 9457)."""

import logging
from typing import Annotated, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from graph_schema import errors

RETRY_AFTER = 5  # seconds
MEDIA_TYPE = "application/problem+json"

logger = logging.getLogger(__name__)


class Fault(BaseModel):
    """One thing that is wrong with a request."""

    at: Annotated[str, Field(description="Where: a parameter, or a place in the body.", examples=["query.limit"])]
    message: str


class Problem(BaseModel):
    """Problem details (RFC 9457): every error of this API has this shape."""

    type: Annotated[str, Field(description="The kind of problem, for programs.", examples=["urn:stackgraph:not-found"])]
    title: Annotated[str, Field(description="The kind of problem, for people.", examples=["Not in the graph"])]
    status: Annotated[int, Field(examples=[404])]
    detail: Annotated[str, Field(description="What is wrong here, and what to do.")]
    errors: Annotated[
        list[Fault] | None, Field(description="Each thing that is wrong, where there may be several.")
    ] = None
    understood: Annotated[
        str | None, Field(description="What was recognised of a question that was not understood.")
    ] = None
    examples: Annotated[list[str] | None, Field(description="Questions that would be understood.")] = None


class Unready(errors.StackgraphError):
    """The service runs, but cannot answer yet."""


_KINDS: dict[type[errors.StackgraphError], tuple[int, str, str]] = {
    errors.BadInput: (422, "bad-input", "Bad input"),
    errors.NotFound: (404, "not-found", "Not in the graph"),
    errors.NotUnderstood: (422, "not-understood", "Question not understood"),
    errors.NotAllowed: (401, "not-allowed", "API key needed"),
    errors.StoreUnavailable: (503, "store-unavailable", "Database not available"),
    Unready: (503, "not-ready", "Not ready"),
    errors.StackgraphError: (500, "internal", "Internal error"),
}
_HTTP = {
    404: ("no-such-path", "No such path"),
    405: ("method-not-allowed", "Method not allowed"),
    413: ("too-large", "Too large"),
}
_HEADERS = {503: {"Retry-After": str(RETRY_AFTER)}, 401: {"WWW-Authenticate": "ApiKey"}}


def install(app: FastAPI) -> None:
    """Have every error of the application leave as a problem."""
    app.add_exception_handler(errors.StackgraphError, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """How an endpoint documents the errors that it can end with, beside those that all can."""
    return {status: {"model": Problem, "description": _DESCRIPTIONS[status]} for status in (*statuses, 500, 503)}


_DESCRIPTIONS = {
    401: "The API key is missing or wrong.",
    404: "The graph does not hold this.",
    413: "The body is larger than what this service takes.",
    422: "The request cannot be used as it is; `errors` or `detail` say why.",
    500: "A fault of this service.",
    503: "The database is not available, or the service is not set up; `Retry-After` says when to try again.",
}


def problem(
    status: int, kind: str, title: str, detail: str, headers: dict[str, str] | None = None, **more: Any
) -> JSONResponse:
    """An error as it leaves."""
    body = Problem(type=f"urn:stackgraph:{kind}", title=title, status=status, detail=detail, **more)
    return JSONResponse(
        body.model_dump(exclude_none=True),
        status,
        headers=_HEADERS.get(status, {}) | (headers or {}),
        media_type=MEDIA_TYPE,
    )


async def _known(_request: Request, error: Exception) -> JSONResponse:
    kind = next(kind for kind in type(error).__mro__ if kind in _KINDS)
    status, name, title = _KINDS[kind]
    if isinstance(error, errors.NotUnderstood):
        understood, examples = error.understood or None, list(error.examples) or None
        return problem(status, name, title, str(error), understood=understood, examples=examples)
    return problem(status, name, title, str(error))


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = [Fault(at=".".join(map(str, fault["loc"])), message=fault["msg"]) for fault in error.errors()]
    detail = "; ".join(f"{fault.at}: {fault.message}" for fault in faults)
    return problem(422, "bad-input", "Bad input", detail, errors=faults)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    kind, title = _HTTP.get(error.status_code, ("http", str(error.detail)))
    hint = "; GET /openapi.json lists what there is" if error.status_code in (404, 405) else ""
    detail = f"{request.method} {request.url.path}: {error.detail}{hint}"
    return problem(error.status_code, kind, title, detail, dict(error.headers or {}))


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    logger.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem(500, "internal", "Internal error", "a fault of this service; its log has the details")
