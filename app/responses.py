"""What goes over the wire, with an example on each field that needs one."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.questions.query import Query
from graph_schema.ontology import Label, Status

DATE = "ISO 8601, to the precision known: `2025`, `2025-11`, `2025-11-06`."

EntityId = Annotated[str, Field(examples=["company:stellantis"])]
DocumentId = Annotated[str, Field(examples=["0f3b6c1d9a7e4452"])]
Date = Annotated[str | None, Field(description=DATE, examples=["2025-11-06"])]
Confidence = Annotated[float, Field(ge=0, le=1, examples=[0.87])]


class Wire(BaseModel):
    """A part of a response."""

    model_config = ConfigDict(frozen=True)


class EntityRef(Wire):
    """An entity by its id, its name and its label."""

    id: EntityId
    name: Annotated[str, Field(examples=["Stellantis"])]
    label: Label


class Arrow(Wire):
    """A typed arrow between two entities, derived from the claims that support it."""

    id: str
    subject: EntityRef
    type: Annotated[str, Field(description="The relationship type in the graph.", examples=["DROPPED"])]
    predicate: Annotated[str, Field(examples=["USES"])]
    status: Status
    object: EntityRef
    claims: Annotated[int, Field(description="Claims that support it.", examples=[3])]
    documents: Annotated[int, Field(description="Documents that these claims are in.", examples=[2])]
    sources: Annotated[int, Field(description="Documents of different words.", examples=[2])]
    first: Date = None
    last: Date = None
    confidence: Annotated[float, Field(ge=0, le=1, description="The best of its claims.", examples=[0.91])]
    holds: Annotated[
        bool, Field(description="Whether it holds now, among arrows of other status between the same two.")
    ]
    because: Annotated[
        str, Field(description="Why it holds, or why another does.", examples=["no document says otherwise"])
    ]


class Claim(Wire):
    """One statement of one document, with its wording and where it stands."""

    id: str
    document: DocumentId
    subject: EntityRef
    predicate: Annotated[str, Field(examples=["USES"])]
    object: EntityRef
    status: Status
    type: Annotated[str, Field(description="Type of the arrow that it supports.", examples=["DROPPED"])]
    confidence: Confidence
    sentence: Annotated[str, Field(examples=["Stellantis will continue to use Amazon Web Services."])]
    start: Annotated[int, Field(description="Where the sentence begins in the document's text, in characters.")]
    end: int
    attribution: Annotated[
        str | None, Field(description="Who said it, where the text names one.", examples=["Reuters"])
    ]
    valid_from: Date = None
    valid_to: Date = None
    published: Date = None
    extractor: Annotated[str, Field(description="Version of what found it.")]


class Evidence(Wire):
    """A sentence that says so, with the document that it stands in."""

    sentence: Annotated[str, Field(examples=["Alexa will remain active in some of its existing vehicles."])]
    document: DocumentId
    title: Annotated[str, Field(description="Title of the document.")]
    url: str | None
    source: str | None
    date: Date = None
    attribution: Annotated[str | None, Field(description="Who said it, where the text names one.")]
    confidence: Confidence
    claim: Annotated[str, Field(description="Id of the claim.")]
    subject: EntityRef
    predicate: Annotated[str, Field(examples=["USES"])]
    status: Status
    type: Annotated[str, Field(examples=["USES"])]
    object: EntityRef
    valid_from: Date = None
    valid_to: Date = None


class Change(Wire):
    """How the status of a fact changed; `before`: null where nothing was said before."""

    predicate: Annotated[str, Field(examples=["USES"])]
    before: Status | None
    after: Status
    date: Date = None


class Row(Wire):
    """One part of the answer: an entity, the arrows that make it part of it, and the sentences behind them."""

    entity: EntityRef
    path: list[Arrow]
    evidence: list[Evidence]
    counter_evidence: Annotated[list[Evidence], Field(description="What speaks against it.")]
    change: Change | None = None


class Answer(Wire):
    """`entities`, `path`: names. `claims`: names at the other ends, or dates. `verdict`: yes, no, no evidence. `count`: a number."""

    type: Literal["entities", "verdict", "count", "claims", "path"]
    value: Annotated[list[str] | str | int, Field(examples=[["Stellantis"]])]


class Interpretation(Wire):
    """How the question was read: in words, and as the query that was run."""

    text: str
    query: Query


class Asked(Wire):
    """An answer with all that it rests on.

    `rows` holds as many rows as were asked for; `answer.value` is complete.
    """

    question: Annotated[str, Field(examples=["Which OEMs dropped Alexa?"])]
    interpretation: Interpretation
    notes: Annotated[list[str], Field(description="Corrected spellings, and what the answer does not say.")]
    cypher: Annotated[str, Field(description="The statements that found the answer.")]
    parameters: dict[str, Any]
    answer: Answer
    rows: list[Row]


class Listing(Wire):
    """A part of a listing."""

    next: Annotated[str | None, Field(description="`cursor` of the next part; null after the last.")]


class ClaimList(Listing):
    """Claims: newest first where an entity or a document is named, else in the order of their ids."""

    items: list[Claim]


class ArrowList(Listing):
    """Arrows: newest support first where an entity is named, else in the order of their ids."""

    items: list[Arrow]


class Entity(EntityRef):
    """An entity, what it is called, and the kinds of company that it is."""

    kinds: Annotated[list[str], Field(examples=[["oem"]])]
    aliases: Annotated[list[str], Field(description="Other names that documents use.")]


class EntityList(Listing):
    """Entities: the best matches first, or by name."""

    items: list[Entity]
    note: Annotated[str | None, Field(description="Says so where the spelling had to be corrected.")] = None


class EntityDetail(Entity):
    """An entity and how much is known of it."""

    claims: Annotated[int, Field(description="Claims that speak of it.")]


class DocumentDetail(Wire):
    """A document as it was stored; offsets of claims count characters of `text`."""

    id: DocumentId
    address: Annotated[str, Field(description="Where it came from, which is its identity.")]
    url: str | None = None
    title: str
    published: Date = None
    source: str | None = None
    language: Annotated[str, Field(examples=["en"])]
    text: str
    extractor: Annotated[str, Field(description="Version of what read it.")]
    loaded_at: str


class NewDocument(BaseModel):
    """A document to be read: its text or its HTML, and what is known of it."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[
        str | None,
        Field(
            min_length=1, description="Plain text.", examples=["BMW will use Android Automotive OS, the company said."]
        ),
    ] = None
    html: Annotated[str | None, Field(min_length=1, description="A page; the article is found in it.")] = None
    url: Annotated[
        str | None,
        Field(
            max_length=2000, pattern=r"^https?://\S+$", description="Where it is published; its identity, where given."
        ),
    ] = None
    title: Annotated[str | None, Field(max_length=1000)] = None
    published: Annotated[str | None, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", description=DATE)] = None
    source: Annotated[str | None, Field(max_length=300, description="Who publishes it.", examples=["news.example"])] = (
        None
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> "NewDocument":
        if (self.text is None) == (self.html is None):
            raise ValueError("give either `text` or `html`")
        return self


class Read(Wire):
    """What a document was found to say, and is now in the graph."""

    document: DocumentId
    title: str
    published: Date = None
    claims: list[Claim]
    dropped: Annotated[dict[str, int], Field(description="What was found but became no claim, by reason.")]


class Counted(Wire):
    """A label, a kind or a status."""

    meaning: str
    count: int


class PredicateEnds(Wire):
    """Labels that may stand on the two sides together."""

    subjects: list[Label]
    objects: list[Label]


class ArrowType(Wire):
    """The relationship type that a status draws, and how many there are."""

    type: Annotated[str, Field(examples=["DROPPED"])]
    count: int


class PredicateDetail(Wire):
    """One relation: its meaning, its ends, and the arrow that each status draws."""

    meaning: str
    symmetric: bool
    ends: list[PredicateEnds]
    arrows: dict[Status, ArrowType]


class Schema(Wire):
    """What the graph can say, and how much of it it says."""

    documents: int
    claims: int
    labels: dict[Label, Counted]
    kinds: dict[str, Counted]
    statuses: dict[Status, str]
    predicates: dict[str, PredicateDetail]


class Health(Wire):
    """That all is well."""

    status: Literal["ok"] = "ok"
