"""Names for questions that need no database."""

from datetime import date

import pytest

from app.questions.names import Known, Names
from app.questions.query import Query
from app.questions.understand import understand
from app.questions.words import lexicon

TODAY = date(2026, 2, 10)

COMPANIES = {
    "Stellantis": ("oem",),
    "Ford": ("oem",),
    "BMW": ("oem",),
    "Mercedes-Benz": ("oem",),
    "General Motors": ("oem",),
    "Jeep": ("oem",),
    "Rivian": ("oem",),
    "Bosch": ("supplier",),
    "Continental": ("supplier",),
    "Qualcomm": ("chipmaker",),
    "Mobileye": ("chipmaker",),
    "Amazon": ("cloud", "retailer"),
    "Google": ("cloud", "software"),
    "Netflix": ("media",),
}
PLATFORMS = (
    "Alexa",
    "Alexa+",
    "AWS",
    "Microsoft Azure",
    "Android",
    "Android Auto",
    "Android Automotive OS",
    "Apple CarPlay",
)
MORE_PLATFORMS = ("CarPlay Ultra", "Google built-in", "QNX", "Netflix", "Llama 3")
PRODUCTS = ("SmartCockpit", "MBUX", "iDrive")
ALIASES = {
    "Apple CarPlay": ("CarPlay",),
    "Microsoft Azure": ("Azure",),
    "AWS": ("Amazon Web Services",),
    "General Motors": ("GM",),
    "QNX": ("QNX OS",),
    "Google built-in": ("Google",),
}


def known(name: str, label: str, kinds: tuple[str, ...] = ()) -> Known:
    identity = f"{label.lower()}:{name.lower().replace(' ', '-')}"
    return Known(identity, name, label, kinds, ALIASES.get(name, ()))  # type: ignore[arg-type]


NAMES = Names(
    [known(name, "Company", kinds) for name, kinds in COMPANIES.items()]
    + [known(name, "Platform") for name in PLATFORMS + MORE_PLATFORMS]
    + [known(name, "Product") for name in PRODUCTS]
)


def ask(question: str) -> Query:
    return understand(question, NAMES, lexicon(), TODAY).query


@pytest.fixture(scope="session")
def names() -> Names:
    return NAMES
