"""What the graph can say."""

from fastapi import APIRouter

from app.dependencies import NamesDep, StoreDep
from app.errors import responses
from app.responses import Schema
from app.schema import describe

router = APIRouter(prefix="/v1", tags=["graph"])


@router.get("/schema", summary="The ontology, with counts", responses=responses())
def get_schema(store: StoreDep, names: NamesDep) -> Schema:
    """Labels, kinds, statuses and predicates with their meaning and ends, and how many of each the graph holds."""
    return describe(store, names.fresh())
