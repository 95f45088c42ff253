"""Names to keys: the one place that decides when two spellings are the same name."""

import hashlib
import re
import unicodedata
from functools import lru_cache

from graph_schema.ontology import Label

_LEGAL_FORM = re.compile(
    r"(?<!&)[\s,]+(?:inc|incorporated|corp|corporation|co|company|ltd|limited|llc|llp|plc|ag|se|sa|spa|nv|bv|ab|asa|oyj|kk|gmbh|kgaa"
    r"|n\.v|s\.a|s\.p\.a|b\.v|pty|pte)\.?$",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"(?:'s|')$")
_NOT_WORD = re.compile(r"[^\w+]+")


def bare(name: str) -> str:
    """The name without a leading article, a possessive ending and legal forms; spelling untouched."""
    name = " ".join(unicodedata.normalize("NFKC", name).replace("’", "'").split())
    name = _POSSESSIVE.sub("", name.removeprefix("the ").removeprefix("The "))
    while (shorter := _LEGAL_FORM.sub("", name)) != name and shorter:
        name = shorter
    return name.strip(" ,.")


def key(name: str) -> str:
    """What two spellings of one name share: letters, digits and `+`, case folded, words joined by hyphens."""
    return _NOT_WORD.sub("-", bare(name).casefold()).strip("-") or digest(bare(name))


@lru_cache(maxsize=1 << 16)  # the same few names come again and again, and normalising one takes a while
def entity_id(label: Label, name: str) -> str:
    """The id of the entity with this label and canonical name, e.g. `company:general-motors`."""
    return f"{label.lower()}:{key(name)}"


def digest(*parts: object) -> str:
    """16 hex digits that depend on the parts and on nothing else."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]
