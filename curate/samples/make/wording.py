"""The small change of English: articles, capitals, lists and number words."""

from collections.abc import Sequence

ARTICLES = ("the ", "a ", "an ")
SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
ORDINALS = ("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def bare(phrase: str) -> str:
    """Return `phrase` without a leading article: `a stack` becomes `stack`."""
    for article in ARTICLES:
        if phrase.startswith(article):
            return phrase[len(article) :]
    return phrase


def cap(phrase: str) -> str:
    """Return `phrase` with its first letter as a capital and the rest as it was."""
    return phrase[:1].upper() + phrase[1:]


def listed(parts: Sequence[str], last: str = "and") -> str:
    """Return `parts` as a list in a sentence: `x, y and z`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def number_word(number: int) -> str:
    """Return a number as a word up to twenty, and in digits from there on."""
    return SMALL[number] if 0 <= number < len(SMALL) else str(number)


def ordinal(number: int) -> str:
    """Return `21st` for 21, and so on."""
    teens = 10 < number % 100 < 14  # noqa: PLR2004 - 11th, 12th and 13th are the exceptions of English
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
