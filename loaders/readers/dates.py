"""Dates as sources write them, to ISO 8601 at the precision that is there."""

import datetime
import re
from email.utils import parsedate_to_datetime

from graph_schema.errors import BadInput

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?=$|[T ])")
_WRITTEN = ("%d %B %Y", "%B %d %Y", "%d %b %Y", "%b %d %Y")


def iso_date(value: object) -> str | None:
    """`2025-11-06`, `2025-11` or `2025`; None for nothing at all.

    The day is the one written down: a time of day and its zone are left off, not converted. Understands ISO 8601, the
    dates of mails and feeds, and `6 November 2025`. Raises BadInput for anything else.
    """
    if value is None or value == "":
        return None
    text = " ".join(str(value).split())
    if match := _ISO.match(text):
        year, month, day = (int(part) if part else 1 for part in match.groups())
        try:
            datetime.date(year, month, day)
        except ValueError as error:
            raise BadInput(f"not a date: {text!r} ({error})") from error
        return match.group().strip()
    plain = re.sub(r"[.,]", "", text).replace("Sept ", "Sep ")
    for form in _WRITTEN:
        try:
            return datetime.datetime.strptime(plain, form).date().isoformat()
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except ValueError as error:
        raise BadInput(f"not a date: {text!r} (write 2025-11-06, 2025-11 or 2025)") from error
