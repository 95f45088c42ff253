"""GraphML, for tools that draw graphs: entities and the arrows between them.

GraphML knows no lists: several kinds or aliases are one value, parted by ` | `.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from graph_schema.export.graph import Graph, label_of

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"

_NODE = {"label": "string", "name": "string", "kinds": "string", "aliases": "string"}
_EDGE = {
    "type": "string",
    "predicate": "string",
    "status": "string",
    "claims": "int",
    "documents": "int",
    "sources": "int",
    "first": "string",
    "last": "string",
    "confidence": "double",
    "holds": "boolean",
    "because": "string",
}
_NOT_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def write(graph: Graph) -> Iterator[str]:
    """The lines."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{NAMESPACE}">\n'
    for element, keys in (("node", _NODE), ("edge", _EDGE)):
        for key, type_ in keys.items():
            yield f'<key id="{element}-{key}" for="{element}" attr.name="{key}" attr.type="{type_}"/>\n'
    yield '<graph id="stackgraph" edgedefault="directed">\n'
    for entity in graph.entities():
        yield f"<node id={_quoted(entity['id'])}>{_data('node', _NODE, entity | {'label': label_of(entity['id'])})}</node>\n"
    for arrow in graph.arrows():
        ends = f"source={_quoted(arrow.source)} target={_quoted(arrow.target)}"
        data = _data("edge", _EDGE, arrow.properties | {"type": arrow.type})
        yield f"<edge id={_quoted(arrow.properties['id'])} {ends}>{data}</edge>\n"
    yield "</graph>\n</graphml>\n"


def _data(element: str, keys: Mapping[str, str], values: Mapping[str, Any]) -> str:
    known = ((key, values.get(key)) for key in keys)
    return "".join(f'<data key="{element}-{key}">{_text(value)}</data>' for key, value in known if value is not None)


def _text(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return _text(" | ".join(value))
        case _:
            return escape(_NOT_XML.sub("\ufffd", str(value)))


def _quoted(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", text))
