r"""Compare what is written with digits but is no plain number: numerals of another base, times of day.

`2111_3` is answered by its digits, so another base, or the same value in base ten, is another answer. A base that only
one side writes is no difference. `16:30` is `4:30 pm`.
"""

import re

from curate.grading.verdict import Finding

_LONGEST = 80
_BASE_WORDS = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "eleven": "11", "twelve": "12", "sixteen": "16", "binary": "2", "octal": "8", "decimal": "10",
    "hexadecimal": "16", "hex": "16",
}  # fmt: skip
_NUMERAL = re.compile(
    r"(?P<sign>-?)\s*(?:\{|\(|\\text\{)?\s*(?P<digits>[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)?)\s*(?:\}|\))?\s*"
    r"(?:_\s*\{?\s*(?:\\text\{)?\s*(?:base\s*)?(?P<low>\d{1,2}|[a-z]+)\s*\}{0,2}"
    r"|(?:\\text\{)?\s*\(?\s*(?:in\s+)?base[\s-]*\}?\s*(?P<base>\d{1,2}|[a-z]+)\s*\)?\s*\}?)"
)
_DIGITS = re.compile(r"-?[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)?")
_SIGNED = re.compile(r"[-\d./{}]{1,60}|-?\\frac\{-?\d{1,30}\}\{\d{1,30}\}")
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:\s*:\s*(?P<minute>[0-5]\d)(?::00)?)?\s*(?:\\text\{)?\s*(?P<half>[ap]\.?\s?m\.?)?\s*\}?",
    re.IGNORECASE,
)
_NAMED_HOURS = {"noon": (720, "pm"), "12 noon": (720, "pm"), "midnight": (0, "am"), "12 midnight": (0, "am")}


def same_numeral(gold: str, answer: str) -> Finding | None:
    """Return whether two tidied numerals are the same, None where neither writes a base or one is no numeral."""
    known, said = _numeral(gold), _numeral(answer)
    if known is not None and known[1] and said is None and _SIGNED.fullmatch(answer.rpartition("=")[2].strip()):
        return Finding(equal=False, why="another numeral than the gold answer")
    if known is None or said is None or not (known[1] or said[1]):
        return None
    alike = known[0] == said[0] and (known[1] == said[1] or not (known[1] and said[1]))
    return Finding(equal=alike, why="the same digits" if alike else "another numeral than the gold answer")


def _numeral(text: str) -> tuple[str, str] | None:
    """Return digits and base (empty where none is written) of a numeral."""
    if len(text) > _LONGEST or not any(map(str.isdigit, text)):
        return None
    based = _NUMERAL.fullmatch(text)
    if based is None:
        return (_without_zeros(text), "") if _DIGITS.fullmatch(text) else None
    base = based.group("low") or based.group("base")
    base = _BASE_WORDS.get(base, base)
    if not base.isdigit() or not 2 <= int(base) <= 36:  # noqa: PLR2004
        return None
    digits = based.group("digits")
    if len(digits) == 1 and digits.isalpha():
        return None  # a letter with an index
    if any(int(digit, 36) >= int(base) for digit in digits if digit != "."):
        return None  # a letter with an index, or no numeral of that base
    return _without_zeros(based.group("sign") + digits), base


def _without_zeros(digits: str) -> str:
    sign = "-" if digits.startswith("-") else ""
    return sign + (digits.lstrip("-").lstrip("0").upper() or "0")


def same_time(gold: str, answer: str) -> Finding | None:
    """Return whether two tidied times of day are the same, None where neither says am or pm or one is no time."""
    known, said = _clock(gold), _clock(answer)
    if known is None or said is None or not (known[1] or said[1]):
        return None
    half_day = 720
    alike = known[0] == said[0] if known[1] and said[1] else known[0] % half_day == said[0] % half_day
    return Finding(equal=alike, why="the same time" if alike else "another time")


def _clock(text: str) -> tuple[int, str] | None:
    """Return the minutes since midnight and the half of the day, which is empty where it is not said."""
    if len(text) > _LONGEST:
        return None
    if text.lower().strip("{}") in _NAMED_HOURS:
        return _NAMED_HOURS[text.lower().strip("{}")]
    clock = _CLOCK.fullmatch(text)
    if clock is None or not (clock.group("half") or clock.group("minute")):
        return None
    hour, minute, half = int(clock.group("hour")), int(clock.group("minute") or 0), (clock.group("half") or "").lower()
    if half and not 1 <= hour <= 12 or hour > 24:  # noqa: PLR2004, RUF021
        return None
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    elif hour > 12 or hour == 0:  # noqa: PLR2004
        half = "am" if hour in (0, 24) else "pm"
    return hour % 24 * 60 + minute, half[:1] + "m" if half else ""
