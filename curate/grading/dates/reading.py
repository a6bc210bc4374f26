r"""Read a date as people write it: `4 July 1776`, `July 4th, 1776`, `7/4/1776`, `the 1920s`, `44 BC`.

A strict grammar of our own, for the common date libraries fill in what is missing from today's date and take `12` for a
day. What may be two dates is none. Every pattern runs over at most 300 characters.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from curate.grading.words.number_words import ORDINAL

LONGEST = 300
"""Characters: a longer answer is no date."""

Kind = Literal["day", "day of any year", "month", "year", "decade", "century", "millennium"]


class Date(NamedTuple):
    """A date to its precision: `kind` says which parts count, the others are 0.

    `year` is negative before our era, and the first year of a decade; `number` is that of a century or millennium,
    negative likewise. `circa` says that the date is only about right.
    """

    kind: Kind
    year: int = 0
    month: int = 0
    day: int = 0
    number: int = 0
    circa: bool = False


_MONTHS = "january february march april may june july august september october november december".split()
_MONTH_OF = {name[:length]: n for n, name in enumerate(_MONTHS, 1) for length in (3, len(name))} | {"sept": 9}
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_ORDINALS = {
    **{word: n for word, n in ORDINAL.items() if 1 <= n <= 30},  # noqa: PLR2004
    **{f"twenty{gap}{word}": 20 + n for gap in "- " for word, n in ORDINAL.items() if 1 <= n <= 9},  # noqa: PLR2004
    "thirty-first": 31,
    "thirty first": 31,
}
_ROMAN = {
    word: n
    for n, word in enumerate("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi".split(), 1)
}

_TEXT = re.compile(
    r"\\(?:text(?:bf|it|rm|sf|tt|normal|superscript|up)?|math(?:rm|bf|it|sf)|mbox|hbox|emph|boxed|fbox)\s*\{([^{}]*)\}"
)
_LATEX_SPACE = re.compile(r"\\[,;:! ]|\\q?quad(?![a-z])|~")
_RAISED = re.compile(r"\s*\^\s*\{?\s*(st|nd|rd|th)\s*\}?")
_TRANSLATED = str.maketrans(
    {
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2212": "-",
        "\u2019": "'",
        "\u2018": "'",
    }
)

_MONTH = r"(?P<month>" + "|".join(sorted(_MONTH_OF, key=len, reverse=True)) + r")\b\.?"
_ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_DAY = rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?|(?P<ordinal>{_ORDINAL}))\b"
_BEFORE_ERA = r"b\.? ?c\.?(?: ?e\.?)?(?![a-z])"
_OUR_ERA = r"(?:a\.? ?d\.?|c\.? ?e\.?)(?![a-z])"
_YEAR_OF_ERA = (
    rf"{_BEFORE_ERA}\s*(?P<bce>\d{{1,4}})|{_OUR_ERA}\s*(?P<ad>\d{{1,4}})"
    rf"|(?P<bc>\d{{1,5}}|\d{{1,3}},\d{{3}})\s*{_BEFORE_ERA}|(?P<ce>\d{{1,4}})\s*{_OUR_ERA}"
)
_YEAR_END = r"(?![\w/]|-\d|[.,]\d)"
_YEAR = rf"(?:{_YEAR_OF_ERA}|(?P<year>\d{{3,4}})){_YEAR_END}"
_TO_YEAR = r"(?:\s*,\s*|\s*[-/]\s*|\s+)(?:(?:in|of)\s+)?(?:the\s+year\s+)?"
_ERA = rf"(?:\s*(?:(?P<before>{_BEFORE_ERA})|{_OUR_ERA}))?"
_NUMBERED = (
    rf"(?:the\s+)?(?:(?P<nth>\d{{1,2}})\s?-?(?:st|nd|rd|th)|(?P<ordinal>{_ORDINAL})"
    rf"|(?P<roman>[ivx]{{1,5}}))[\s-]+"
)
_START, _END = r"(?<![\w/.-])", r"(?![\w/]|-\w|\.\d)"

_WEEKDAY = r"(?P<weekday>" + "|".join(f"{day[:3]}(?:{day[3:]})?" for day in _WEEKDAYS) + r"|tues|thurs?|weds)\b\.?"
_WEEKDAY_BEFORE = re.compile(rf"(?:on\s+)?(?:a\s+)?{_WEEKDAY}\s*,?\s*(?:the\s+)?(?=.*\d|.*(?:st|nd|rd|th)\b)")
_WEEKDAY_BEHIND = re.compile(
    rf"\s*(?:\(\s*(?:a\s+)?{_WEEKDAY}\s*\)|,\s*(?:a\s+)?{_WEEKDAY.replace('weekday', 'other')})$"
)
_WEEKDAY_LAST = re.compile(rf"\b{_WEEKDAY}\s*,?\s*(?:the\s+)?$")
_LONGEST_WEEKDAY = 20  # characters of a weekday in front of a date, with `the`
_LEAD = re.compile(
    r"(?:(?:on|in|during|it\s+(?:was|is)|the\s+(?:date|year)(?:\s+(?:was|is))?|date|year|=|:)\s*(?:\b|(?<=[=:]))\s*)+"
)
_CIRCA = re.compile(r"(?:circa|around|about|approximately|approx\.?|c\.|ca\.?|c(?=\s?\d))\s*")
_MIDNIGHT = re.compile(r"(?<=\d\d-\d\d)[t ]00:00(?::00(?:\.0{1,6})?)?(?:z|\+00:?00)?$")
_DENIES = re.compile(
    r"\b(?:or|and|not|no|never|none|nor|neither|either|after|before|prior|since|until|till|between|from|to|through|around"
    r"|about|circa|ca|c|approximately|roughly|early|late|mid|middle|beginning|end|start|maybe|perhaps|probably|possibly"
    r"|unless|but|instead|rather|than|later|earlier|ago|weeks?|days?|months?|years?|decades?|century|centuries|spring"
    r"|summer|autumn|fall|winter|season|quarter|half|eve|turn|if|might|could|would|may|except|by|past|wrong|false|unknown"
    r"|million|billion|thousand|hundred|old|style|julian|os|bc|bce|[a-z]{3,9}day)\b|n't|\u00b1"
)
_MOST_LEFT = 160  # characters of prose around a date


class _NoDateError(ValueError):
    """The parts make no date: a day that its month does not have, a year 0, a weekday that it was not."""


def read(text: str) -> Date | None:
    """Return the one date that an answer states, or None where it states none, several, or one that never was."""
    return _cached(text) if len(text) <= LONGEST else None


def read_alone(text: str) -> Date | None:
    """Return the date that a text is, with nothing said beside it, or None."""
    try:
        return _whole(flatten(text)) if len(text) <= LONGEST else None
    except _NoDateError:
        return None


@lru_cache(maxsize=16_384)
def _cached(text: str) -> Date | None:
    flat = flatten(text)
    try:
        return _whole(flat) or _in_prose(flat)
    except _NoDateError:
        return None


def flatten(text: str) -> str:
    r"""Return a text in lower case without LaTeX, emphasis and marks at its end: `4^{\text{th}}` as `4th`."""
    text = unicodedata.normalize("NFKC", text).translate(_TRANSLATED)
    for _ in range(3):
        text = _TEXT.sub(r"\1", text) if "\\" in text else text
    text = _LATEX_SPACE.sub(" ", text).replace("$", "").replace("*", "").replace("{,}", ",").replace("\\", " ")
    text = " ".join(_RAISED.sub(r"\1", text.casefold()).replace("{", "").replace("}", "").split())
    while text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        text = text[1:-1].strip()
    return text.strip("\"' ").rstrip(" ,;:!")


def _whole(flat: str) -> Date | None:
    """Read a text that is a date and nothing else but `on`, `circa` and the weekday."""
    flat = _MIDNIGHT.sub("", flat)
    behind = _WEEKDAY_BEHIND.search(flat)
    weekday = (behind.group("weekday") or behind.group("other")) if behind else None
    flat = flat[: behind.start()] if behind else flat
    lead = _LEAD.match(flat)
    flat = flat[lead.end() :] if lead else flat
    before = _WEEKDAY_BEFORE.match(flat)
    if before:
        weekday, flat = before.group("weekday"), flat[before.end() :]
    about = _CIRCA.match(flat)
    flat = flat[about.end() :] if about else flat
    for pattern, made in _forms():
        found = pattern.fullmatch(flat) or (pattern.fullmatch(flat[:-1]) if flat.endswith(".") else None)
        if found:
            return _on_weekday(made(found), weekday)._replace(circa=bool(about))
    return None


def _in_prose(flat: str) -> Date | None:
    """Read the one date in a sentence that says nothing else about time."""
    found: set[Date] = set()
    for pattern, made in _forms()[:-1]:
        for span in reversed(list(pattern.finditer(flat))):
            before = _WEEKDAY_LAST.search(flat, max(0, span.start() - _LONGEST_WEEKDAY), span.start())
            found.add(_on_weekday(made(span), before.group("weekday") if before else None))
            flat = flat[: before.start() if before else span.start()] + " ; " + flat[span.end() :]
    year = _YEAR_IN_PROSE.search(flat)
    if year:
        found.add(_year(year))
        flat = flat[: year.start()] + flat[year.end() :]
    left = len(flat) > _MOST_LEFT or _DENIES.search(flat) or any(map(str.isdigit, flat))
    return None if left or len(found) != 1 else found.pop()


def _on_weekday(read_as: Date, weekday: str | None) -> Date:
    """Return the date if it was that weekday; before 1583 calendars differ, and a day of any year has none."""
    if weekday is None:
        return read_as
    if read_as.kind not in ("day", "day of any year"):
        raise _NoDateError
    judged = read_as.kind == "day" and read_as.year >= 1583  # noqa: PLR2004 - the first Gregorian year
    if judged and _WEEKDAYS[date(read_as.year, read_as.month, read_as.day).weekday()][:3] != weekday[:3]:
        raise _NoDateError
    return read_as


def _year_of(found: re.Match[str]) -> int:
    parts = found.groupdict()
    before = parts.get("bc") or parts.get("bce")
    digits = before or parts.get("ad") or parts.get("ce") or parts.get("year") or "0"
    year = int(digits.replace(",", ""))
    if not year:
        raise _NoDateError
    return -year if before else year


def _day_of(found: re.Match[str]) -> int:
    return int(found.group("day") or 0) or _ORDINALS.get(found.group("ordinal") or "", 0)


def _day(found: re.Match[str]) -> Date:
    return _checked(_year_of(found), _MONTH_OF[found.group("month")], _day_of(found))


def _day_of_any_year(found: re.Match[str]) -> Date:
    month, day = _MONTH_OF[found.group("month")], _day_of(found)
    _checked(4, month, day)
    return Date("day of any year", month=month, day=day)


def _month(found: re.Match[str]) -> Date:
    return Date("month", _year_of(found), _MONTH_OF[found.group("month")])


def _year(found: re.Match[str]) -> Date:
    return Date("year", _year_of(found))


def _decade(found: re.Match[str]) -> Date:
    year = int(found.group("decade"))
    return Date("decade", -year if found.group("before") else year)


def _numbered(kind: Kind) -> Callable[[re.Match[str]], Date]:
    def made(found: re.Match[str]) -> Date:
        parts = found.groupdict()
        number = (
            int(parts["nth"] or 0) or _ORDINALS.get(parts["ordinal"] or "", 0) or _ROMAN.get(parts["roman"] or "", 0)
        )
        if not number:
            raise _NoDateError
        return Date(kind, number=-number if parts["before"] else number)

    return made


def _checked(year: int, month: int, day: int) -> Date:
    if not _exists(year, month, day):
        raise _NoDateError
    return Date("day", year, month, day)


def _exists(year: int, month: int, day: int) -> bool:
    """Return whether a month has a day; up to 1582 every fourth year has a 29 February."""
    if not year or not 1 <= month <= 12:  # noqa: PLR2004
        return False
    counted = year + 1 if year < 0 else year  # there is no year 0: the year before AD 1 is 1 BC
    leap = counted % 4 == 0 and (year < 1583 or counted % 100 != 0 or counted % 400 == 0)  # noqa: PLR2004
    days = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return 1 <= day <= days[month - 1]


def _in_digits(found: re.Match[str]) -> Date:
    """Read `7/4/1776`, `04.07.1776`, `4-7-1776`: in the usual order of that mark, else in the one that is a date."""
    one, mark, two, year = (
        int(found.group("one")),
        found.group("mark"),
        int(found.group("two")),
        int(found.group("year")),
    )
    readings = [(year, one, two), (year, two, one)]
    possible = [parts for parts in (readings if mark != "." else readings[::-1]) if _exists(*parts)]
    if not possible or (mark == "-" and len(set(possible)) > 1):
        raise _NoDateError
    return Date("day", *possible[0])


def _in_digits_from_year(found: re.Match[str]) -> Date:
    return _checked(int(found.group("year")), int(found.group("one")), int(found.group("two")))


def _month_in_digits(found: re.Match[str]) -> Date:
    year, month = int(found.group("year")), int(found.group("one"))
    if not year or not 1 <= month <= 12:  # noqa: PLR2004
        raise _NoDateError
    return Date("month", year, month)


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(_START + pattern + _END)


_YEAR_ALONE = re.compile(r"(?:the\s+year\s+|year\s+)?(?P<year>\d{1,4})")
_YEAR_IN_PROSE = re.compile(r"\b(?:in|(?:in\s+)?the\s+year)\s+(?P<year>\d{3,4})(?=\s*(?:$|[,.;]))")
_DAY_MONTH = rf"(?:the\s+)?{_DAY}\.?(?:\s*[-/]\s*|\s+|(?<=\.))(?:of\s+)?{_MONTH}"
_MONTH_DAY = rf"{_MONTH}\s*(?:the\s+)?{_DAY}"
_Forms = tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Date]], ...]


@lru_cache(maxsize=1)
def _forms() -> _Forms:
    """Return the forms of a date, made when the first one is read: the package has to be quick to import.

    Longest first: what has been read as a day is no month any more. The last, a year alone, is a date only where
    nothing else stands.
    """
    return (
        (_form(rf"(?:the\s+)?{_DAY}\.?(?:\s*[-/]\s*|\s+|(?<=\.))(?:of\s+)?{_MONTH}{_TO_YEAR}{_YEAR}"), _day),
        (_form(rf"{_MONTH}(?:\s*-\s*|\s*)(?:the\s+)?{_DAY}{_TO_YEAR}{_YEAR}"), _day),
        (_form(rf"{_YEAR}(?:\s*,\s*|\s+|-){_MONTH}(?:\s+|-)(?:the\s+)?{_DAY}"), _day),
        (
            _form(r"(?P<year>\d{4})\s?(?P<mark>[-/.])\s?(?P<one>\d{1,2})\s?(?P=mark)\s?(?P<two>\d{1,2})"),
            _in_digits_from_year,
        ),
        (_form(r"(?P<one>\d{1,2})\s?(?P<mark>[-/.])\s?(?P<two>\d{1,2})\s?(?P=mark)\s?(?P<year>\d{4})"), _in_digits),
        (_form(rf"{_MONTH}{_TO_YEAR}{_YEAR}"), _month),
        (_form(rf"{_YEAR}(?:\s*,\s*|\s+){_MONTH}"), _month),
        (_form(r"(?P<year>\d{4})-(?P<one>\d{2})"), _month_in_digits),
        (_form(r"(?P<one>\d{1,2})/(?P<year>\d{4})"), _month_in_digits),
        (_form(_DAY_MONTH), _day_of_any_year),
        (_form(_MONTH_DAY), _day_of_any_year),
        (_form(rf"{_NUMBERED}(?:centur(?:y|ies)|cent\.|c\.){_ERA}"), _numbered("century")),
        (_form(rf"{_NUMBERED}millennium{_ERA}"), _numbered("millennium")),
        (_form(rf"(?:the\s+)?(?P<decade>\d{{2,3}}0)\s?'?s\b{_ERA}"), _decade),
        (_form(rf"(?:the\s+year\s+)?(?:{_YEAR_OF_ERA}){_YEAR_END}"), _year),
        (_YEAR_ALONE, _year),
    )
