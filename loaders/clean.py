"""From what a source holds to a document: the words of the article and nothing else, settled for good."""

from collections.abc import Iterator
from functools import cache
from urllib.parse import urldefrag, urlsplit

from courlan import normalize_url
from py3langid.langid import MODEL_FILE, LanguageIdentifier
from rapidfuzz.utils import default_process

from graph_schema.errors import BadInput
from graph_schema.records import Document
from loaders import clutter, page, plain
from loaders.readers.dates import iso_date
from loaders.readers.record import Raw, Rejection

MIN_WORDS = 3
"""A sentence that says something of two things has at least as many."""
MAX_CHARACTERS = 1_000_000
"""Some 150,000 words: a long book. What is longer is no document but a dump."""
ENGLISH_AT_LEAST = 0.005
"""Least share of likelihood of English. Measured on 5,200 English texts down to single sentences, full of foreign
names, and on foreign ones: English of three words has 0.02 or more, a foreign sentence mostly less than 0.002."""
_LIKE_ENGLISH = ("en", "pcm")


def clean(raw: Raw) -> Document | Rejection:
    """The document in this item, or why it is none: `no text`, `too short`, `too long`, `not in English`.

    The text is the headline and the paragraphs, separated by blank lines; the headline stands once, and first.
    """
    found = page.article(raw.body) if raw.media == "html" else _page_of_text(raw)
    if found is None:
        return Rejection(raw.given, "no text")
    lines = [plain.settled(line).strip() for line in found.lines]
    published = raw.published or found.published or dateline(lines)
    body = article(lines)
    headline = plain.settled(raw.title or found.headline or headline_of(lines, body) or "").strip()
    text = "\n\n".join([*([headline] if headline else []), *(line for line in body if not _alike(line, headline))])
    if len(text.split()) < MIN_WORDS:
        return Rejection(raw.given, "too short" if text else "no text")
    if len(text) > MAX_CHARACTERS:
        return Rejection(raw.given, "too long")
    if not is_english(text):
        return Rejection(raw.given, "not in English")
    url = _url(raw, found.url)
    return Document(
        address=url or raw.address,
        text=text,
        title=headline or found.title or "",
        published=published,
        source=raw.source or found.source or _host(url),
        url=url,
    )


def _page_of_text(raw: Raw) -> page.Page | None:
    body = raw.body if isinstance(raw.body, str) else raw.body.decode()
    return page.Page(tuple(plain.paragraphs(plain.settled(body))), None, None, None, None, None)


def article(lines: list[str]) -> list[str]:
    """The paragraphs that are of the article, each once."""
    lines = [clutter.without_bullet(line) for line in _before_comments(lines)]
    seen: set[str] = set()
    kept = []
    for line in _without_teasers(lines):
        if clutter.is_notice(line) or clutter.is_byline(line) or line.casefold() in seen:
            continue
        if len(line.split()) >= MIN_WORDS:
            seen.add(line.casefold())
        kept.append(line)
    return kept


def _before_comments(lines: list[str]) -> Iterator[str]:
    """Comments and the form for them end an article, unless they are announced in its first half, as a mere link."""
    half, so_far = sum(map(len, lines)) / 2, 0
    for line in lines:
        so_far += len(line)
        if not clutter.is_comment_form(line):
            yield line
        elif so_far > half:
            return


def _without_teasers(lines: list[str]) -> Iterator[str]:
    below_heading = False
    for line in lines:
        if clutter.is_teaser_heading(line):
            below_heading = True
        elif not clutter.is_teaser(line):
            below_heading = below_heading and clutter.is_heading(line)
            if not below_heading:
                yield line


def headline_of(lines: list[str], body: list[str]) -> str | None:
    """The headline of a plain text: a heading that the page repeats, else the one that it begins with."""
    headings = [line for line in lines if len(line.split()) >= MIN_WORDS and clutter.is_heading(line)]
    repeated = (line for line in headings if headings.count(line) > 1 and line in body)
    first = body[0] if len(body) > 1 and body[0] in headings and body[0] in lines else None
    return first or next(repeated, None)


def dateline(lines: list[str]) -> str | None:
    """The day that a byline near the top gives, or the place and date that an agency begins with."""
    for line in lines[:6]:
        if clutter.is_byline(line) or clutter.DATELINE.match(line):
            date = clutter.DATE.search(line)
            try:
                return iso_date(date.group()) if date else None
            except BadInput:
                return None
    return None


def _alike(line: str, headline: str) -> bool:
    return default_process(line) == default_process(headline)


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def is_english(text: str) -> bool:
    """Whether it may be English; in doubt, as with a few words full of names, it is."""
    likely = dict(_identifier().rank(text))
    return bool(sum(likely[language] for language in _LIKE_ENGLISH) >= ENGLISH_AT_LEAST)


def _url(raw: Raw, canonical: str | None) -> str | None:
    """The address that the source gives it, else the one that the page gives itself.

    A page that was fetched is known by its own address, as long as it names one of the same site: no page may take
    another's place. A site's front page is nobody's address; careless sites name it on every page.
    """
    usable = canonical if canonical and urlsplit(canonical).path.strip("/") else None
    if raw.fetched and usable and _host(usable) == _host(raw.url):
        return _normal(usable)
    url = raw.url or usable
    return _normal(url) if url else None


def _normal(url: str) -> str:
    """Without fragment and tracking parameters, so that one page has one address."""
    return str(normalize_url(urldefrag(url).url))


def _host(url: str | None) -> str | None:
    return (urlsplit(url).hostname or "").removeprefix("www.") or None if url else None
