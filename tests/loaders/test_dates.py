"""Dates of a sentence, and what they begin or end."""

import pytest

from loaders.dates import dates, validity

PUBLISHED = "2025-11-06"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The plant opened on 14 March 2024.", ["2024-03-14"]),
        ("The plant opened on March 14, 2024.", ["2024-03-14"]),
        ("In May 2023 the two signed.", ["2023-05"]),
        ("They parted in 2022 and met again in 2024.", ["2022", "2024"]),
        ("It follows next year.", ["2026"]),
        ("It ended last month.", ["2025-10"]),
        ("It goes dark this July.", ["2025-07"]),
        ("The firm employs 2,025 people and sold 1999.50 worth of it.", []),
        ("He may say on Thursday.", []),
    ],
)
def test_dates_are_read_to_the_precision_given(sentence, expected):
    assert [found.value for found in dates(sentence, PUBLISHED)] == expected


def test_relative_dates_need_a_day_of_publication():
    assert dates("It follows next year.", None) == []


@pytest.mark.parametrize(
    ("sentence", "status", "expected"),
    [
        ("BMW has used AWS since 2019.", "current", ("2019", None)),
        ("From March 2027 the cars will run Android.", "planned", ("2027-03", None)),
        ("The service goes dark this July.", "ended", (None, "2025-07")),
        ("Their contract lapsed in 2023.", "ended", (None, "2023")),
        ("Alexa stays in the cars until 2026.", "current", (None, "2026")),
        ("The network will be switched by 2028.", "planned", ("2028", None)),
        ("It does not use Alexa in 2025.", "denied", (None, None)),
        ("It uses AWS.", "current", (None, None)),
    ],
)
def test_validity_follows_the_wording_and_the_status(sentence, status, expected):
    assert validity(sentence, status, PUBLISHED) == expected


def test_the_date_nearest_to_the_words_counts():
    sentence = "Luminar came in 2021, Hesai will follow in 2027."
    assert validity(sentence, "planned", PUBLISHED, near=sentence.index("Hesai")) == ("2027", None)
