"""Time in a question: `in 2024`, `since March`, `as of 2022-06`, `between 2020 and 2022`, `last year`."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from app.questions.query import Period

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
_MONTH = "(?:" + "|".join(f"{name[:3]}(?:{name[3:]})?" if name != "may" else "may" for name in _MONTHS) + r"|sept)\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = (
    rf"(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{4}}-\d{{2}}|{_MONTH}\s+{_DAY},?\s+\d{{4}}|{_DAY}\s+{_MONTH}\s+\d{{4}}"
    rf"|{_MONTH}\s+(?:of\s+)?\d{{4}}|q[1-4]\s+\d{{4}}|(?:19|20)\d{{2}}|{_MONTH}|today|yesterday"
    r"|(?:the\s+)?(?:start|beginning)\s+of\s+(?:19|20)\d{2}|(?:last|this|next)\s+(?:year|month|week))"
)
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "twelve": 12}
_SPAN = rf"(?:\d+|{'|'.join(_COUNTS)})?\s*(?:year|month|week|day)s?"

Reader = Callable[[re.Match[str], date], Period]


def find_period(text: str, today: date) -> tuple[Period | None, str, str]:
    """The period that a question speaks of, the question without it, and the words that said it.

    Raises ValueError where there are two, or a date that does not exist.
    """
    found: list[tuple[Period, str]] = []
    for pattern, reader in _READERS:
        for match in pattern.finditer(text):
            found.append((reader(match, today), match[0]))
        text = pattern.sub(" ", text)
    if len(found) > 1:
        raise ValueError(f"two times in one question: {' and '.join(words.strip() for _, words in found)}")
    period, words = found[0] if found else (None, "")
    return period, text, words.strip()


def _between(match: re.Match[str], today: date) -> Period:
    return Period(since=_bounds(match["first"], today)[0], until=_bounds(match["last"], today)[1])


def _as_of(match: re.Match[str], today: date) -> Period:
    return Period(as_of=_bounds(match["date"], today)[1])


def _since(match: re.Match[str], today: date) -> Period:
    return Period(since=_bounds(match["date"], today)[0])


def _after(match: re.Match[str], today: date) -> Period:
    return Period(since=_next(_bounds(match["date"], today)[1]))


def _until(match: re.Match[str], today: date) -> Period:
    return Period(until=_bounds(match["date"], today)[1])


def _before(match: re.Match[str], today: date) -> Period:
    return Period(until=_previous(_bounds(match["date"], today)[0]))


def _in(match: re.Match[str], today: date) -> Period:
    since, until = _bounds(match["date"], today)
    return Period(since=since, until=until)


def _within(match: re.Match[str], today: date) -> Period:
    words = match["span"].split()
    count = next((_COUNTS.get(word) or int(word) for word in words if word in _COUNTS or word.isdigit()), 1)
    days = {"year": 365, "month": 30, "week": 7, "day": 1}[words[-1].rstrip("s")]
    return Period(since=(today - timedelta(days=count * days)).isoformat())


def _reader(pattern: str, reader: Reader) -> tuple[re.Pattern[str], Reader]:
    return re.compile(rf"(?<!\S){pattern}(?=[\s?!.,;]|$)", re.IGNORECASE), reader


_READERS = (
    _reader(rf"(?:between|from)\s+(?P<first>{_DATE})\s+(?:and|to|until|till|through)\s+(?P<last>{_DATE})", _between),
    _reader(rf"(?:as\s+of|as\s+at|as\s+on)\s+(?P<date>{_DATE})", _as_of),
    _reader(rf"(?:ever\s+)?since\s+(?P<date>{_DATE})", _since),
    _reader(rf"(?:starting|beginning)\s+(?:in\s+|from\s+)?(?P<date>{_DATE})", _since),
    _reader(rf"from\s+(?P<date>{_DATE})(?:\s+on(?:wards?)?)?", _since),
    _reader(rf"after\s+(?P<date>{_DATE})", _after),
    _reader(rf"(?:until|till|up\s+to|through|by(?:\s+the\s+end\s+of)?)\s+(?P<date>{_DATE})", _until),
    _reader(rf"(?:before|prior\s+to)\s+(?P<date>{_DATE})", _before),
    _reader(rf"(?:in|over|during|within)\s+the\s+(?:last|past)\s+(?P<span>{_SPAN})", _within),
    _reader(rf"(?:in|during|throughout|on)\s+(?:the\s+year\s+)?(?P<date>{_DATE})", _in),
    _reader(r"(?P<date>(?:last|this|next)\s+(?:year|month|week)|yesterday)", _in),
)


def _bounds(words: str, today: date) -> tuple[str, str]:
    """First and last date of what the words name, to the precision that they give."""
    words = " ".join(words.lower().replace(",", " ").replace(".", "").split())
    for read in (_relative, _named):
        if found := read(words, today):
            return found
    return _checked(words), words


def _relative(words: str, today: date) -> tuple[str, str] | None:
    if words == "today":
        return today.isoformat(), today.isoformat()
    if words == "yesterday":
        day = (today - timedelta(days=1)).isoformat()
        return day, day
    if match := re.fullmatch(r"(last|this|next) (year|month|week)", words):
        step = {"last": -1, "this": 0, "next": 1}[match[1]]
        if match[2] == "week":
            monday = today - timedelta(days=today.weekday() - 7 * step)
            return monday.isoformat(), (monday + timedelta(days=6)).isoformat()
        text = today.isoformat()[: 4 if match[2] == "year" else 7]
        text = _step(text, step)
        return text, text
    return None


def _named(words: str, today: date) -> tuple[str, str] | None:
    """Months, quarters and days by name; a month without a year is the latest that has begun."""
    if match := re.fullmatch(r"q([1-4]) (\d{4})", words):
        first = 3 * int(match[1]) - 2
        return f"{match[2]}-{first:02}", f"{match[2]}-{first + 2:02}"
    if match := re.search(r"(?:start|beginning) of (\d{4})", words):
        return match[1], match[1]
    name = re.search(r"[a-z]{3,}", words)
    if not name:
        return None
    month = next(number for number, full in enumerate(_MONTHS, 1) if full.startswith(name[0][:3]))
    numbers = re.findall(r"\d+", words)
    year = next((int(number) for number in numbers if len(number) == 4), None)
    if year is None:
        year = today.year if month <= today.month else today.year - 1
    day = next((int(number) for number in numbers if len(number) < 3), None)
    text = f"{year}-{month:02}" + (f"-{day:02}" if day else "")
    return _checked(text), text


def _checked(text: str) -> str:
    """The date, or ValueError where the calendar has no such date."""
    date.fromisoformat(f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10])
    return text


def _next(text: str) -> str:
    """The first date after the year, month or day, to the same precision."""
    return _step(text, 1)


def _previous(text: str) -> str:
    """The last date before the year, month or day, to the same precision."""
    return _step(text, -1)


def _step(text: str, by: int) -> str:
    if len(text) == 4:
        return str(int(text) + by)
    if len(text) == 7:
        months = int(text[:4]) * 12 + int(text[5:]) - 1 + by
        return f"{months // 12:04}-{months % 12 + 1:02}"
    return (date.fromisoformat(text) + timedelta(days=by)).isoformat()
