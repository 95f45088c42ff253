"""Names of the formats in which the graph can be taken away, apart from what writes them, which takes a while to import."""

from enum import StrEnum


class FormatName(StrEnum):
    """Names of the formats."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    GRAPHML = "graphml"
    TURTLE = "turtle"
    JSONLD = "jsonld"
    CYPHER = "cypher"
