"""Dates that a sentence gives for what it says, to the precision it gives them: `2027`, `2027-03`, `2027-03-14`.

Quarters, halves and seasons are kept as their year: nothing finer can be written without inventing a day.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from graph_schema.ontology import Status

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"

_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH},? {_YEAR}\b",
        rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}\b",
        rf"\b{_MONTH},? (?:of )?{_YEAR}\b",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH}\b",
        rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?! ?(?:percent|%))",
        rf"\b{_YEAR}\b(?![.,]\d)",
        rf"\b(?P<relative>last|next|this) {_MONTH}\b",
        r"\b(?P<relative>last|next|this) (?P<unit>year|month|week)\b",
        r"\b(?P<unit>yesterday|today|tomorrow)\b",
        rf"(?<=\bin ){_MONTH}\b(?! \d)",
        rf"(?<=\b[Ss]ince ){_MONTH}\b(?! \d)",
        rf"(?<=\b[Ff]rom ){_MONTH}\b(?! \d)",
        rf"(?<=\b[Uu]ntil ){_MONTH}\b(?! \d)",
    )
)
_VAGUE = r"(?:the|early|late|mid|end|start|of|summer|autumn|spring|winter|first|second|third|fourth|half|quarter|model year|about|around)"
_FROM = re.compile(
    rf"(?:since|from|starting(?: in| with)?|beginning(?: in| with)?|as of|effective|after)\s(?:{_VAGUE}[\s-])*$", re.I
)
_TO = re.compile(rf"(?:until|till|through|up to|before|by|ends? in|expires? in|lapsed in)\s(?:{_VAGUE}[\s-])*$", re.I)
_AT = re.compile(rf"(?:\b(?:in|on|for|with the|with|during|of|to)\s)?(?:{_VAGUE}[\s-])*$", re.I)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a sentence: where it stands and what day, month or year it names."""

    start: int
    end: int
    value: str


def dates(sentence: str, published: str | None) -> list[Dated]:
    """Dates of a sentence in reading order; relative ones ("next year") count from the day of publication.

    Weekdays are left out: in news they date the saying ("said on Thursday"), not what is said.
    """
    day = _full(published)
    found: list[Dated] = []
    for form in _FORMS:
        for match in form.finditer(sentence):
            if any(d.start < match.end() and match.start() < d.end for d in found):
                continue
            if value := _value(match.groupdict(), day):
                found.append(Dated(match.start(), match.end(), value))
    return sorted(found, key=lambda d: d.start)


def validity(sentence: str, status: Status, published: str | None, near: int = 0) -> tuple[str | None, str | None]:
    """(valid from, valid to) of a claim with this status, by the date nearest to `near`, an offset in the sentence; dates
    behind it come before those in front of it.

    "since", "from" begin; "until" ends; a bare date ("in 2023") begins what is current, planned or possible and ends what has ended.
    """
    begins: list[tuple[int, str]] = []
    ends: list[tuple[int, str]] = []
    for found in dates(sentence, published):
        before = sentence[: found.start]
        distance = found.start - near if found.start >= near else 10 * (near - found.start)
        if _FROM.search(before):
            (ends if status == "ended" and not re.search(r"since\s\S*$", before) else begins).append(
                (distance, found.value)
            )
        elif _TO.search(before):
            (begins if status in ("planned", "possible") and re.search(r"\bby\s\S*$", before) else ends).append(
                (distance, found.value)
            )
        elif _AT.search(before) and status != "denied":
            (ends if status == "ended" else begins).append((distance, found.value))
    first = min(begins)[1] if begins else None
    last = min(ends)[1] if ends else None
    if first and last and first > last:
        return None, None
    return first, last


def _full(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _value(parts: dict[str, str | None], published: date | None) -> str | None:
    month = _month(parts.get("month"))
    if year := parts.get("year"):
        return year if not month else f"{year}-{month:02}" + _day(parts)
    if published is None:
        return None
    if month:
        return _near(published, month, parts.get("relative")) + _day(parts)
    return _relative(published, str(parts.get("unit")), {"last": -1, "next": 1}.get(parts.get("relative") or "", 0))


def _month(name: str | None) -> int | None:
    return next((n for n, m in enumerate(_MONTHS, 1) if name and m.startswith(name.lower().rstrip(".")[:3])), None)


def _day(parts: dict[str, str | None]) -> str:
    return f"-{int(day):02}" if (day := parts.get("day")) else ""


def _near(published: date, month: int, relative: str | None) -> str:
    """A month without its year is the one nearest to the day of publication, or the last or next if the text says so."""
    year = published.year
    if relative == "last" and month >= published.month:
        year -= 1
    elif relative == "next" and month <= published.month:
        year += 1
    elif relative is None:
        ahead = month - published.month
        year += -1 if ahead > 6 else 1 if ahead < -9 else 0
    return f"{year}-{month:02}"


def _relative(published: date, unit: str, step: int) -> str | None:
    if unit == "year":
        return str(published.year + step)
    if unit == "month":
        months = published.year * 12 + published.month - 1 + step
        return f"{months // 12}-{months % 12 + 1:02}"
    if unit in ("yesterday", "today", "tomorrow"):
        return (published + timedelta(days={"yesterday": -1, "today": 0, "tomorrow": 1}[unit])).isoformat()
    return (published + timedelta(days=7 * step)).isoformat()[:7] if unit == "week" else None
