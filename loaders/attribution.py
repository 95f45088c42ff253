"""Who said it: the source that a sentence names for what it says."""

import re

_VERB = (
    r"(?:said|says|told|tells|reported|reports|wrote|writes|confirmed|confirms|announced|announces|denied|denies|added|stated|disclosed"
    r"|revealed|reckons|estimates|expects|maintained|insisted|argued|claimed|claims|acknowledged|noted|explained|warned)"
)
_NAME = r"[A-Z][\w&.'’-]*(?:\s(?:(?:of|and|the|for|de|van|von|&)\s)?[A-Z0-9][\w&.'’-]*)*"
_GROUP = (
    r"(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Tt]wo|[Tt]hree|[Ss]everal|[Uu]nnamed|[Pp]eople|[Ss]ources|[Ii]nsiders|[Oo]fficials"
    r"|[Oo]ne of)\b(?:\s[\w’'-]+){0,9}?"
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b[Aa]ccording to an? (?P<who>{_NAME}) (?:report|story|article)\b",
        rf"\b[Aa]ccording to (?P<who>(?:the )?{_NAME}|{_GROUP}(?=[,.;]|$|\sand\b|\swhich\b))",
        rf"\b(?:reported|revealed|seen|obtained|uncovered|cited|confirmed|published) by (?P<who>(?:the )?{_NAME})",
        rf"(?P<who>{_NAME})(?:,[^,]{{3,60}},)? {_VERB}\b",
        rf"(?P<who>{_GROUP})(?:,[^,]{{3,60}},)? {_VERB}\b",
        rf"(?:said|says|wrote|writes) (?P<who>{_NAME})",
        rf"\b(?:[Aa]n?|[Tt]he) (?P<who>{_NAME}) (?:report|story|investigation|interview)\b",
        r"(?P<who>[Uu]nnamed sources|[Pp]eople familiar with [^,.]+|[Ss]ources close to [^,.]+) (?:suggest|say|said|claim)",
    )
)
_NOBODY = re.compile(r"^(?:It|He|She|They|We|I|But|And|The|A|This|That|In|On|At|What|Which|Who)$")


def attribution(sentence: str) -> str | None:
    """The source as the sentence words it ("Reuters", "the company", "people briefed on the decision"), None if it names none."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(sentence):
            who = match["who"].strip(" ,.’'")
            if not _NOBODY.match(who):
                return who
    return None
