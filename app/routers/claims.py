"""Claims and the arrows that they support."""

from typing import Annotated

from fastapi import APIRouter, Query

from app import listing, shaping
from app.dependencies import StoreDep
from app.errors import responses
from app.filters import ArrowFilter, ClaimFilter
from app.responses import ArrowList, ClaimList

router = APIRouter(prefix="/v1", tags=["graph"])


@router.get("/claims", summary="Claims, filtered", responses=responses(422))
def list_claims(store: StoreDep, wanted: Annotated[ClaimFilter, Query()]) -> ClaimList:
    """What documents say, sentence by sentence.

    Follow `next` until it is null; claims that are loaded or retracted meanwhile neither repeat nor hide others.
    """
    page = listing.claims(store, wanted)
    return ClaimList(items=[shaping.claim(stated) for stated in page.items], next=page.next)


@router.get("/arrows", summary="Arrows, filtered", responses=responses(422))
def list_arrows(store: StoreDep, wanted: Annotated[ArrowFilter, Query()]) -> ArrowList:
    """The typed relationships between entities, each with the support that its claims give it."""
    page = listing.arrows(store, wanted)
    return ArrowList(items=[shaping.arrow(arrow) for arrow in page.items], next=page.next)
