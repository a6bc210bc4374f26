"""Number words: what can be read as one number in one way becomes digits, and everything else stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.grading.words.number_words import digits

UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
CASES = [
    ("twenty-one", "21"),
    ("one hundred and five", "105"),
    ("first", "1st"),
    ("twenty-first", "21st"),
    ("one hundred and first", "101st"),
    ("twelfth", "12th"),
    ("two thirds", "2/3"),
    ("one half", "1/2"),
    ("3 million", "3000000"),
    ("1.5 million", "1500000"),
    ("a hundred", "100"),
    ("nineteen eighty-four", "1984"),
    ("nineteen hundred", "1900"),
    ("two thousand and twenty-one", "2021"),
    ("minus five", "-5"),
    ("one million two hundred thousand three hundred and forty-five", "1200345"),
]
APART = [
    ("twenty, one", "20, 1"),
    ("one two", "1 2"),
    ("one and two", "1 and 2"),
    ("one second", "1 second"),
    ("1 second", "1 second"),
    ("hundreds", "hundreds"),
    ("someone", "someone"),
    ("tend", "tend"),
    ("two and a half men", "2 and a half men"),
    ("ten thirty", "10 30"),
    ("a dozen", "a dozen"),
]


@pytest.mark.parametrize(("words", "number"), CASES)
def test_words_that_make_one_number_are_that_number(words: str, number: str) -> None:
    assert digits(words) == number


@pytest.mark.parametrize(("words", "number"), APART)
def test_words_that_make_no_one_number_stay_apart(words: str, number: str) -> None:
    assert digits(words) == number


def _below_a_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    small = UNITS[rest] if rest < 20 else TENS[rest // 10] + (f"-{UNITS[rest % 10]}" if rest % 10 else "")
    if not hundreds:
        return small
    return f"{UNITS[hundreds]} hundred" + (f" and {small}" if rest else "")


def _in_words(number: int) -> str:
    said: list[str] = []
    for size, name in ((10**9, "billion"), (10**6, "million"), (10**3, "thousand")):
        count, number = divmod(number, size)
        said += [f"{_below_a_thousand(count)} {name}"] if count else []
    if number or not said:
        said.append(f"and {_below_a_thousand(number)}" if said and number < 100 else _below_a_thousand(number))
    return " ".join(said)


@given(st.integers(0, 10**12 - 1))
def test_every_number_written_in_words_is_read_back(number: int) -> None:
    assert digits(_in_words(number)) == str(number)


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from([*UNITS, *TENS, "and", "a", "hundred", "third", "-"])).map(" ".join)
)
def test_no_text_raises_and_digits_are_read_only_once(text: str) -> None:
    assert digits(digits(text)).count("one hundred") == 0
