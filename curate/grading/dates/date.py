"""Grade a date: the same day, month, year, decade or century, to the precision of the gold answer and no other."""

import re
from typing import Final

from curate.grading.dates.reading import LONGEST, Date, read, read_alone
from curate.grading.extract import Extraction, final_answer
from curate.grading.gold import alternatives
from curate.grading.verdict import Asked, Finding, Grader, Verdict, hedge, no_answer

_CUT_SHORT = re.compile(
    r"(?:^|[\s,])(?:\d{1,2}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun|ca?)$",
    re.IGNORECASE,
)
_LONGEST_SHOWN = 2_000  # characters of an answer that a verdict repeats
_GOES_ON = re.compile(r"\.\s*[A-Za-z]{0,9}\.?,?\s*\d")


def grade_date(asked: Asked) -> Verdict:
    """Grade a response against a date and its accepted alternatives, by the rules of `docs/grading.md`."""
    known = [gold for gold in map(read, alternatives(asked)) if gold is not None]
    if not known:
        return Verdict("ungradable", None, "the gold answer is no date")
    found = final_answer(asked.response)
    if found is None:
        return no_answer()
    said, below = _read_answer(found), _alone_below(found)
    if found.hedged or (said and below and said != below):
        return hedge(found.text)
    if said is None:
        return Verdict("wrong", found.text[:_LONGEST_SHOWN], "the answer cannot be read as one date")
    findings = [_same(gold, said) for gold in known]
    for finding in findings:
        if finding.equal:
            return Verdict("right", found.text, finding.why)
    return Verdict("wrong", found.text, findings[0].why)


def _read_answer(found: Extraction) -> Date | None:
    """Read the stated answer; where its sentence seems to end in `Jul.`, what follows belongs to it."""
    if found.form == "line" and _CUT_SHORT.search(found.text[-6:]) and _GOES_ON.match(found.rest[:40]):
        return read(found.whole_line)
    said = read(found.text)
    if said is None:
        others = {read(other) for other in found.readings} - {None}
        said = others.pop() if len(others) == 1 else None
    return said


def _alone_below(found: Extraction) -> Date | None:
    """Return the date that the line below a stated answer is, with nothing beside it."""
    if found.form != "line":
        return None
    below = found.rest.partition("\n")[2].lstrip()[: LONGEST + 1].partition("\n")[0]
    return read_alone(below.strip("*_` ")) if any(map(str.isdigit, below)) else None


def _same(gold: Date, said: Date) -> Finding:
    if gold.kind != said.kind:
        return Finding(equal=False, why=f"a {said.kind}, the gold answer is a {gold.kind}")
    if said.circa and not gold.circa:
        return Finding(equal=False, why="only about when, the gold answer is exact")
    equal = gold._replace(circa=False) == said._replace(circa=False)
    return Finding(equal=equal, why=f"{'the same' if equal else 'another'} {gold.kind}")


_CERTAIN_YEAR = re.compile(
    r"(?:AD \d{2,4}|A\.D\. \d{1,4}|\d{2,5} (?:BC|AD|CE)|\d{1,5} (?:BCE|B\.C\.(?:E\.)?|A\.D\.|C\.E\.))"
)
_IN_DIGITS = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/(?:1\d|20)\d\d|\d{1,2}\.\d{1,2}\.(?:1\d|20)\d\d")
_WORDED = re.compile(r"[A-Za-z]{3}")
_MOST_SURE = 60  # characters


def reads_as_date(gold: str) -> bool:
    """Return whether a plain gold answer is for certain a date: a day, a month with its year, a decade, a century.

    What may as well be a number or an expression (`1776`, `7/4`, `3 AD`, `1776-07`) is not.
    """
    gold = gold.strip()
    if len(gold) > _MOST_SURE or not any(map(str.isdigit, gold)) or "\\" in gold or "$" in gold:
        return False
    said = read_alone(gold)
    if said is None or said.circa:
        return False
    if said.kind == "year":
        return _CERTAIN_YEAR.fullmatch(gold) is not None
    if said.kind == "decade":
        return not gold.endswith("00s") or gold.startswith("the ")
    return bool(_IN_DIGITS.fullmatch(gold) or _WORDED.search(gold))


def _another(asked: Asked) -> str:
    """Return a day, or a year where the gold answer is a day, that no gold answer is."""
    said = {read(answer) for answer in alternatives(asked)}
    years = {one.year for one in said if one}
    free = next((year for year in range(1903, 3000) if years.isdisjoint((year, -year))), 3000)
    return f"17 March {free}" if any(one and one.kind == "day" for one in said) else f"{free} BC"


DATE: Final = Grader("a day, a month, a year, a decade or a century", grade_date, _another)
