"""`sources.toml`: what is loaded every night, and within which limits. Checked strictly; a slip is named, not guessed at."""

import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from graph_schema.errors import BadInput


def _address(url: str) -> str:
    with suppress(ValueError):
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.hostname and parts.port != 0:
            return url
    raise ValueError(f"{url!r} is no web address (it must begin with http:// or https://)")


def _beside(path: Path, info: ValidationInfo) -> Path:
    """Relative paths count from the folder of `sources.toml`."""
    assert info.context is not None
    return Path(info.context["folder"], path.expanduser())


Address = Annotated[str, AfterValidator(_address)]
Beside = Annotated[Path, AfterValidator(_beside)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Source(_Strict):
    name: str = Field(
        pattern=r"^[a-z0-9][a-z0-9_-]*$",
        description="What reports call it. What is known of its items goes by this name: a new name starts anew.",
    )
    max_items: int = Field(
        1000, gt=0, description="Most new or changed items in one night; the others wait for the next."
    )


class _Web(_Source):
    """A source whose items are fetched."""

    delay_s: float = Field(
        1.0, ge=0, description="Seconds between two requests to one host; more where its robots.txt asks for more."
    )
    timeout_s: float = Field(20.0, gt=0, description="Seconds after which a request that is not complete is given up.")
    max_mb: float = Field(10.0, gt=0, description="Megabytes of the largest answer that is taken, unpacked.")
    max_redirects: int = Field(5, ge=0, description="Redirects that are followed from one address.")
    retries: int = Field(2, ge=0, description="Further attempts where the reason may pass: no answer, 429, 5xx.")
    allow_private: bool = Field(
        False, description="Whether addresses of this machine and of private networks may be fetched."
    )


class Feed(_Web):
    """An RSS or Atom feed: its entries' full text, or the pages that they link to."""

    kind: Literal["feed"]
    url: Address = Field(description="Where the feed is.")


class Sitemap(_Web):
    """A sitemap, or an index of sitemaps: the pages that it names, the newest first."""

    kind: Literal["sitemap"]
    url: Address = Field(description="Where the sitemap is; may be packed (`.xml.gz`).")
    include: tuple[str, ...] = Field(
        ("*",), min_length=1, description="Patterns of page addresses, `*` for anything; others are left out."
    )


class Urls(_Web):
    """A text file with an address a line; lines that begin with `#` are remarks."""

    kind: Literal["urls"]
    file: Beside = Field(description="The file.")


class Folder(_Web):
    """A folder, read as `stackgraph load` reads it. The limits of the web are for what feed files in it link to."""

    kind: Literal["folder"]
    path: Beside = Field(description="The folder.")


class Jsonl(_Source):
    """JSON Lines that others put down: a file, or a folder whose `.jsonl` and `.ndjson` files are read."""

    kind: Literal["jsonl"]
    path: Beside = Field(description="The file or folder.")


Web = Feed | Sitemap | Urls | Folder
Source = Web | Jsonl


class Sources(_Strict):
    """All of `sources.toml`."""

    contact: str | None = Field(
        None,
        pattern=r"^[\x21-\x7e]*[@/][\x21-\x7e]*$",
        description="Mail or web address at which the owner of a site can reach you; every request carries it.",
    )
    source: tuple[Annotated[Source, Field(discriminator="kind")], ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _check(self) -> Self:
        names = [source.name for source in self.source]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"two sources have the name {', '.join(twice)}")
        if self.contact is None and any(isinstance(source, Feed | Sitemap | Urls) for source in self.source):
            raise ValueError('say who is fetching: contact = "mail or web address", above the first source')
        return self


def read(path: Path) -> Sources:
    """The sources in this file. Raises BadInput, which names what is wrong and where."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadInput(f"no file {path}: write it (docs/nightly.md has an example), or say --sources FILE") from error
    except OSError as error:
        raise BadInput(f"{path} cannot be opened: {error.strerror}") from error
    except ValueError as error:
        raise BadInput(f"{path} is not TOML: {error}") from error
    try:
        return Sources.model_validate(data, context={"folder": path.resolve().parent})
    except ValidationError as error:
        raise BadInput(f"{path}: {'; '.join(_words(data, dict(slip)) for slip in error.errors())}") from error


def _words(data: dict[str, object], slip: dict[str, object]) -> str:
    """`source "wire": delay_s: Input should be …`."""
    place = slip["loc"]
    assert isinstance(place, tuple)
    message = str(slip["msg"]).removeprefix("Value error, ")
    if place[:1] == ("source",) and len(place) > 1:
        listed = data["source"]
        assert isinstance(listed, list)
        number = int(place[1])
        source = listed[number]
        name = source.get("name") if isinstance(source, dict) else None
        fields = [str(part) for part in place[2:] if part not in ("feed", "sitemap", "urls", "folder", "jsonl")]
        return ": ".join([f"source {name or number + 1}", *fields, message])
    return ": ".join([*map(str, place), message])
