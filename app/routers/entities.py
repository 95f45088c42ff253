"""Companies, products and platforms."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from app import queries, shaping
from app.dependencies import NamesDep, StoreDep
from app.errors import responses
from app.filters import ClaimFilter, EntityFilter, Page
from app.listing import claims, entities
from app.records import label_of
from app.responses import ClaimList, EntityDetail, EntityList
from graph_schema.errors import NotFound

router = APIRouter(prefix="/v1/entities", tags=["graph"])

EntityPath = Annotated[str, Path(max_length=400, description="Id of an entity.", examples=["company:stellantis"])]


@router.get("", summary="Find entities by name, label or kind", responses=responses(422))
def list_entities(names: NamesDep, wanted: Annotated[EntityFilter, Query()]) -> EntityList:
    """Entities that claims speak of: those whose name, or a word in it, begins like `q`; else the nearest spelling."""
    page, note = entities(names.fresh(), wanted)
    return EntityList(items=[shaping.entity(known) for known in page.items], next=page.next, note=note)


@router.get("/{id}", summary="One entity", responses=responses(404, 422))
def get_entity(store: StoreDep, id: EntityPath) -> EntityDetail:
    """An entity, its names and kinds, and how many claims speak of it."""
    row = queries.entity(store, id)
    if row is None:
        raise NotFound(f"no claim speaks of {id}; GET /v1/entities?q= finds entities by name")
    return EntityDetail(**row, label=label_of(id))


@router.get("/{id}/claims", summary="Claims that speak of an entity", responses=responses(404, 422))
def list_claims(store: StoreDep, id: EntityPath, page: Annotated[Page, Query()]) -> ClaimList:
    """What documents say of it, newest first."""
    get_entity(store, id)
    found = claims(store, ClaimFilter(entity=id, limit=page.limit, cursor=page.cursor))
    return ClaimList(items=[shaping.claim(stated) for stated in found.items], next=found.next)
