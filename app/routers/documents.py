"""Documents: the texts that claims come from."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from app import queries, shaping
from app.dependencies import KeyDep, ServiceDep, StoreDep, Submission
from app.errors import Unready, responses
from app.responses import DocumentDetail, NewDocument, Read
from graph_schema.errors import NotFound

router = APIRouter(prefix="/v1/documents", tags=["documents"])

DocumentPath = Annotated[str, Path(max_length=100, description="Id of a document.", examples=["0f3b6c1d9a7e4452"])]


@router.get("/{id}", summary="One document with its text", responses=responses(404, 422))
def get_document(store: StoreDep, id: DocumentPath) -> DocumentDetail:
    """A document as it was stored. Its claims: `GET /v1/claims?document=`."""
    row = queries.document(store, id)
    if row is None:
        raise NotFound(f"there is no document {id}; claims name the documents that they are in")
    return DocumentDetail(**row)


@router.post(
    "", status_code=201, summary="Read a document and store what it says", responses=responses(401, 413, 422),
    dependencies=[KeyDep],
)  # fmt: skip
def post_document(service: ServiceDep, response: Response, document: NewDocument) -> Read:
    """Text or HTML in, claims out.

    A document of the same URL, or without one of the same words, is replaced with all its claims. A document that is
    empty or not in English is refused with status 422 and the reason.
    """
    if service.ingest is None:
        raise Unready("this service was started without the part that reads documents; start it by `stackgraph serve`")
    extraction = service.ingest(Submission(**document.model_dump()))
    response.headers["Location"] = f"/v1/documents/{extraction.document.id}"
    return shaping.read(extraction)
