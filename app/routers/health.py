"""Whether the service runs, and whether it can answer."""

from fastapi import APIRouter

from app.dependencies import StoreDep
from app.errors import Unready, responses
from app.responses import Health
from graph_schema import migrate

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="Whether the process is up")
async def healthz() -> Health:
    """Answers as long as the process does, whatever becomes of the database."""
    return Health()


@router.get("/readyz", summary="Whether questions can be answered", responses=responses())
def readyz(store: StoreDep) -> Health:
    """The database is reachable and its schema is up to date; else status 503, which says what is missing."""
    if pending := migrate.pending(store):
        names = ", ".join(f"{migration.number:04}_{migration.name}" for migration in pending)
        raise Unready(f"the schema of the database lacks {names}; run `stackgraph migrate`")
    return Health()
