"""Fields of front matter and of JSON records, checked."""

from collections.abc import Mapping

from graph_schema.errors import BadInput


def text_field(record: Mapping[str, object], name: str) -> str | None:
    """The field's text, None where it is missing or empty. Raises BadInput if it is something else."""
    value = record.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadInput(f'"{name}" is not text but {type(value).__name__}')
    return value.strip() or None


def url_field(record: Mapping[str, object]) -> str | None:
    """The field `url`. Raises BadInput if it is not a web address."""
    url = text_field(record, "url")
    if url and not url.startswith(("http://", "https://")):
        raise BadInput(f'"url" is not a web address: {url!r} (it must begin with http:// or https://)')
    return url
