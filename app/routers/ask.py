"""Questions in plain English."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.answers import ROWS, ask
from app.dependencies import NamesDep, StoreDep
from app.errors import responses
from app.questions.understand import LONGEST
from app.responses import Asked

router = APIRouter(prefix="/v1", tags=["questions"])


@router.get("/ask", summary="Answer a question in plain English", responses=responses(422))
def get_answer(
    store: StoreDep,
    names: NamesDep,
    q: Annotated[
        str,
        Query(
            min_length=1,
            max_length=LONGEST,
            description="The question.",
            openapi_examples={
                "set": {"value": "Which OEMs dropped Alexa?"},
                "yes or no": {"value": "Did Stellantis drop Alexa?"},
                "count": {"value": "How many OEMs use AWS?"},
                "path": {"value": "How is Stellantis linked to Android?"},
                "change": {"value": "What changed for Stellantis since 2023?"},
            },
        ),
    ],
    rows: Annotated[int, Query(ge=0, le=1000, description="For how many rows to give the evidence.")] = ROWS,
) -> Asked:
    """The answer with the sentences behind it, what speaks against it, and the statements that found it.

    Questions are read by a grammar over the ontology and the names in the graph. What it cannot read is refused with
    status 422, which says what was understood and gives examples; nothing is guessed. `no` needs a claim that says no,
    else the verdict is `no evidence`.
    """
    return ask(q, store, names, rows=rows)
