"""Lines that surround an article without being of it: teasers, bylines, notices, comment forms, stray scripts.

The wording is in `clutter.yaml`; here is how it is applied.
"""

import re
from pathlib import Path

import yaml

_DATA = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))


def _any(name: str) -> str:
    return "|".join(f"(?:{pattern})" for pattern in _DATA[name])


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{pattern})\W*", re.IGNORECASE)


MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
DATE = re.compile(
    rf"\b(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}\.? {MONTH}\.?,? \d{{4}}|{MONTH}\.? \d{{1,2}},? \d{{4}})\b", re.IGNORECASE
)
DATELINE = re.compile(rf"[A-Z][^.!?\d]{{1,60}}[,(–—-]\s*{DATE.pattern}\)?\s*[,:/–—-]", re.IGNORECASE)

_TEASER = re.compile(rf"\W*(?:{_any('teaser_labels')})\s*[:»›→>|]+\s*\S.{{0,240}}", re.IGNORECASE)
_TEASER_HEADING = _whole(_any("teaser_labels"))
_NOTICE = _whole(_any("notices"))
_COMMENT_FORM = _whole(_any("comment_forms"))
_CODE = re.compile(rf"\s*(?:{_any('code')})")
_CODE_SIGN = re.compile(r"[{}=;<>]|\(\)|,$")

_BYLINE = re.compile(
    r"\W*(?:(?:written|posted|reported|story|text|words|reporting|edited) )?by\b[:\s]*(.*)", re.IGNORECASE
)
_POSTED = re.compile(r"\W*(?:posted|published|updated|last updated)\b[^.!?]{0,120}", re.IGNORECASE)
_WORD = re.compile(r"\w[\w.'’-]*")
_DATE_WORD = re.compile(
    rf"{MONTH}\.?|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?|\d[\d:.-]*\w{{0,2}}", re.IGNORECASE
)
_DATE_WORDS = frozenset(_DATA["date_words"].split())
_BYLINE_WORDS = frozenset(_DATA["byline_words"].split()) | _DATE_WORDS

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_NO_HEADLINE_END = re.compile(r"(?:[.,;:…]|[.][\"'”’)\]])$")
_BULLET = re.compile(r"\s*(?:[•‣▪▸►◦·●○■□◆✓*]\s*|[-–]\s+)")


def is_code(line: str) -> bool:
    """Whether this line is of a script or a style sheet that was copied along with the text."""
    return bool(_CODE.match(line)) and not (_SENTENCE_END.search(line) and len(line.split()) > 5)


def may_be_code(line: str) -> bool:
    """Whether the line may be code, given that it stands between lines that are."""
    return len(line.split()) < 6 or bool(_CODE_SIGN.search(line))


def is_teaser(paragraph: str) -> bool:
    """Whether it leads to another article: "Read also: …"."""
    return bool(_TEASER.fullmatch(paragraph))


def is_teaser_heading(paragraph: str) -> bool:
    """Whether it stands above a list of other articles: "Related stories"."""
    return bool(_TEASER_HEADING.fullmatch(paragraph))


def is_notice(paragraph: str) -> bool:
    """Whether it speaks for the site and not for the article: cookies, credits, newsletters, copyright."""
    return bool(_NOTICE.fullmatch(paragraph))


def is_comment_form(paragraph: str) -> bool:
    """Whether comments, or the form for them, begin here."""
    return bool(_COMMENT_FORM.fullmatch(paragraph))


def is_byline(paragraph: str) -> bool:
    """Whether it says only who wrote this, or when."""
    if len(paragraph) > 160:
        return False
    if byline := _BYLINE.fullmatch(paragraph):
        words = _WORD.findall(byline.group(1))
        return all(map(_fits_byline, words)) and not (words and _SENTENCE_END.search(paragraph))
    if not DATE.search(paragraph):
        return False
    return bool(_POSTED.fullmatch(paragraph)) or all(map(_fits_date, _WORD.findall(paragraph)))


def _fits_byline(word: str) -> bool:
    return not word[0].islower() or word.rstrip("s.") in _BYLINE_WORDS


def _fits_date(word: str) -> bool:
    return bool(_DATE_WORD.fullmatch(word)) or word.casefold().rstrip(".") in _DATE_WORDS


def is_heading(paragraph: str) -> bool:
    """Whether it has the form of a headline: short, and no sentence that ends."""
    return len(paragraph) <= 200 and not _NO_HEADLINE_END.search(paragraph)


def without_bullet(paragraph: str) -> str:
    """Its words without the sign that makes it an item of a list."""
    return _BULLET.sub("", paragraph, count=1) if _BULLET.match(paragraph) else paragraph
