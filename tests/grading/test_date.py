"""Dates: every usual spelling of the same day, to the precision of the gold answer and no other."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.grading import accepts_gold, grade
from curate.grading.dates.date import reads_as_date

# Each line is a gold answer, then what is right beside it.
SAME = r"""
4 July 1776 ; July 4, 1776 ; July 4th, 1776 ; 1776-07-04 ; 7/4/1776 ; 04.07.1776 ; the 4th of July, 1776 ; Jul. 4, 1776
4 July 1776 ; 04-Jul-1776 ; \text{July 4, 1776} ; Thursday, July 4, 1776 ; on July 4, 1776 ; 4^{\text{th}} July 1776
4 July 1776 ; the fourth of July 1776 ; July 4, 1776 (Thursday) ; It was adopted on July 4, 1776 ; 1776-07-04T00:00:00Z
13 April 2020 ; 13/04/2020 ; 4/13/2020 ; 13-04-2020 ; 04.13.2020
July 1776 ; in July 1776 ; July, 1776 ; 1776-07 ; 07/1776
44 BC ; 44 BCE ; 44 B.C. ; 44 B.C.E.
AD 79 ; 79 CE ; 79 AD ; A.D. 79
1776 ; in 1776 ; the year 1776 ; 1776 CE
the 1920s ; 1920s ; 1920's ; in the 1920s ; 1920\text{s}
18th century ; the eighteenth century ; 18th-century ; XVIII century ; 18th century AD
5th century BC ; the fifth century B.C.
15 March 44 BC ; March 15, 44 BCE
July 4 ; 4 July ; the 4th of July
c. 1500 ; circa 1500 ; 1500
"""
OTHER = r"""
4 July 1776 ; July 1776 ; 1776 ; 4 July ; July 5, 1776 ; 4 July 1777 ; 4/7/1776 ; 7/4/76 ; July 4, 1776 BC
4 July 1776 ; Friday, July 4, 1776 ; July 4, 1776 or July 5, 1776 ; July 4-5, 1776
4 July 1776 ; circa July 4, 1776 ; after July 4, 1776
4 July 1776 ; not July 4, 1776 ; the day after July 4, 1776 ; July 44, 1776 ; July 4, 1776; 1776 ; 07-04-1776
July 1776 ; 4 July 1776 ; 1776 ; July ; summer 1776 ; early July 1776
44 BC ; 44 ; 44 AD ; 45 BC
1776 ; 1777 ; July 1776 ; about 1776 ; the 1770s ; 1776-1777 ; 1,776
the 1920s ; 1920 ; 1925 ; the 1930s ; 20th century ; late 1920s
18th century ; 1700s ; 18th century BC ; 17th century ; 18
29 February 2000 ; 30 February 2000 ; 1 March 2000
"""
NO_DATE = [
    "soon",
    "32 January 2000",
    "30 February 2000",
    "Friday, July 4, 1776",
    "1914-1918",
    "7-4-1776",
    "0 BC",
    "29 February 1900",
]
SURE = (
    "July 4, 1776|4 July 1776|1776-07-04|July 1776|the 1920s|1920s|18th century|44 BC|AD 79|Thursday, July 4, 1776"
    "|7/4/1776|04.07.1776|July 4|2 June"
)
UNSURE = "1776|3 AD|2 BC|1776-07|the year 1776|\\text{July 4, 1776}|War of 1812|c. 1500|800s"


def _pairs(lines: str) -> list[tuple[str, str]]:
    rows = [line.split(" ; ") for line in lines.strip().splitlines()]
    return [(gold, answer) for gold, *answers in rows for answer in answers]


@pytest.mark.parametrize(("gold", "answer"), _pairs(SAME))
@pytest.mark.parametrize("form", ["\\boxed{%s}", "Answer: %s", "The answer is %s."])
def test_the_same_date_in_another_spelling_is_right(gold: str, answer: str, form: str) -> None:
    verdict = grade(form % answer, gold, "date")
    assert verdict.status == "right", verdict


@pytest.mark.parametrize(("gold", "answer"), _pairs(OTHER))
@pytest.mark.parametrize("form", ["\\boxed{%s}", "Answer: %s"])
def test_another_date_another_precision_or_a_hedge_is_wrong(gold: str, answer: str, form: str) -> None:
    verdict = grade(form % answer, gold, "date")
    assert verdict.status == "wrong", verdict


@pytest.mark.parametrize("gold", NO_DATE)
def test_a_gold_answer_that_is_no_date_is_ungradable(gold: str) -> None:
    assert grade("\\boxed{4 July 1776}", gold, "date").status == "ungradable"


@pytest.mark.parametrize("gold", sorted({gold for gold, _ in _pairs(SAME + OTHER.strip())}))
def test_a_gold_answer_is_right_for_itself_and_another_is_not(gold: str) -> None:
    assert accepts_gold(gold, "date").status == "right"


def test_an_accepted_date_is_as_right_as_the_gold_answer() -> None:
    assert grade("\\boxed{1 May 1900}", "2 May 1900", "date", accepted=["May 1, 1900"]).status == "right"
    assert grade("\\boxed{May 1900}", "2 May 1900 OR May 1900", "date").status == "right"
    assert grade("\\boxed{June 1900}", "soon OR May 1900", "date").status == "wrong"


@given(st.dates(date(1583, 1, 1), date(9999, 12, 1)), st.integers(1, 6))
def test_a_day_is_right_in_every_form_and_its_weekday_counts(day: date, shift: int) -> None:
    gold = day.isoformat()
    for form in ("%d %B %Y", "%B %d, %Y", "%m/%d/%Y", "%d.%m.%Y", "%A, %b %d, %Y", "%a %d %b. %Y"):
        assert grade(f"\\boxed{{{day.strftime(form)}}}", gold, "date").status == "right"
    other = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()[(day.weekday() + shift) % 7]
    assert grade(f"\\boxed{{{other}, {day.strftime('%B %d, %Y')}}}", gold, "date").status == "wrong"


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_no_text_makes_the_grader_fail(text: str) -> None:
    assert "the grader failed" not in grade(f"\\boxed{{July {text} 1776}}", f"4 July {text}", "date").why
    assert not reads_as_date(text) or grade(f"\\boxed{{{text}}}", text, "date").status == "right"


@pytest.mark.parametrize("answer", ["1/" * 140, "on " * 20_000, "July 4, 1776 " * 4_000, "9" * 100_000])
@pytest.mark.timeout(10)
def test_a_hostile_answer_is_wrong_at_once(answer: str) -> None:
    assert grade(f"\\boxed{{{answer}}}", "4 July 1776", "date").status == "wrong"


@pytest.mark.parametrize("gold", SURE.split("|"))
def test_a_day_a_month_a_decade_and_a_century_are_told_from_other_answers(gold: str) -> None:
    assert reads_as_date(gold)


@pytest.mark.parametrize("gold", UNSURE.split("|"))
def test_what_may_be_a_number_or_a_name_is_not_told_to_be_a_date(gold: str) -> None:
    assert not reads_as_date(gold)
