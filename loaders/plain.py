"""Plain text to paragraphs: characters settled, scripts off, lines that were only wrapped joined again."""

import re
import unicodedata

from loaders.clutter import MONTH, is_code, may_be_code, without_bullet

_SPACES = re.compile(r"[^\S\n]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
_FLATTENED = re.compile(rf"(.{{15,160}}?) ((?i:{MONTH}) \d{{1,2}}, \d{{4}}) (?=[^a-z])(.{{200,}})")
_NOT_BEFORE_DATE = re.compile(
    r"\w{3}[.!?] |[,(]$|\b(?:on|in|of|by|to|at|the|for|from|till|since|until|after|before|dated)$"
)
_WRAP_AT = range(40, 121)
"""Widths, in characters, at which people and programs wrap lines."""


def settled(text: str) -> str:
    """One sort of line break and of space, nothing invisible, letters composed: what all offsets count."""
    text = _BREAKS.sub("\n", unicodedata.normalize("NFC", text))
    return _SPACES.sub(" ", _INVISIBLE.sub("", text))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a settled text, each on one line; scripts left out."""
    found = [paragraph for block in _blocks(text) for paragraph in _joined(_without_code(block))]
    return [*_unflattened(found[0]), *found[1:]] if found else []


def _unflattened(paragraph: str) -> list[str]:
    """Headline, date and text apart, where a copy has them all on one line."""
    flat = _FLATTENED.fullmatch(paragraph)
    return list(flat.groups()) if flat and not _NOT_BEFORE_DATE.search(flat.group(1)) else [paragraph]


def _blocks(text: str) -> list[list[str]]:
    """Runs of lines between blank ones."""
    return [
        lines
        for block in re.split(r"\n\s*\n", text)
        if (lines := [line.strip() for line in block.split("\n") if line.strip()])
    ]


def _without_code(lines: list[str]) -> list[str]:
    """Lines that are code go, and so do those between them that may be."""
    code = [index for index, line in enumerate(lines) if is_code(line)]
    if not code:
        return lines
    inside = range(code[0], code[-1])
    return [
        line for index, line in enumerate(lines) if index not in code and not (index in inside and may_be_code(line))
    ]


def _joined(lines: list[str]) -> list[str]:
    """Lines that were broken because the next word did not fit are one paragraph; all others are their own."""
    width = max(map(len, lines), default=0)
    joined: list[str] = []
    for number, line in enumerate(lines):
        if number and width in _WRAP_AT and _was_wrapped(lines[number - 1], line, width):
            joined[-1] += line if joined[-1].endswith("-") else f" {line}"
        else:
            joined.append(line)
    return joined


def _was_wrapped(line: str, following: str, width: int) -> bool:
    first_word = following.split(" ", 1)[0]
    return without_bullet(following) == following and len(line) + 1 + len(first_word) > width
