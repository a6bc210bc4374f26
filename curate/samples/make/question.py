"""What a generated question is, and how a drawn fact becomes one with four, five, ten or no options."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random
from typing import Literal

SIZES = (10, 5, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One fact asked for: the text, the right answer and wrong ones, the most tempting first.

    `key` names what is asked about, so that no shape asks the same thing twice.
    `ordered` says that the options are numbers and are listed by size.
    """

    text: str
    answer: str
    wrong: tuple[str, ...]
    subject: str
    key: str
    ordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A way of asking: where it is used, and whether its questions make sense without their options."""

    name: str
    make: Callable[[Random], Draft]
    use: Literal["mcq", "open", "both"] = "both"
    alone: bool = True
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A finished question. `options` is empty for an open one; `shape` is "written" where it was written one by one."""

    shape: str
    subject: str
    text: str
    answer: str
    options: tuple[str, ...] = ()


def pick(rng: Random, *wordings: str) -> str:
    """Return one of several wordings of the same question."""
    return rng.choice(wordings)


def others(rng: Random, values: Iterable[str], *but: str) -> tuple[str, ...]:
    """Return the different `values` in a random order, without empty ones and without those in `but`."""
    unique = [value for value in dict.fromkeys(values) if value and value not in but]
    rng.shuffle(unique)
    return tuple(unique)


def numbers(rng: Random, right: int, *guesses: int, step: int = 1, least: int = 0) -> tuple[str, ...]:
    """Return wrong whole numbers: the `guesses` that a mistake leads to, then neighbours of `right` `step` apart.

    All of them are different, and none is smaller than `least`.
    """
    near = [right + step * away for away in range(-9, 10)]
    rng.shuffle(near)
    found = dict.fromkeys(guess for guess in (*guesses, *near) if guess != right and guess >= least)
    return tuple(str(guess) for guess in found)


def finish(draft: Draft, shape: str, size: int, rng: Random) -> Question:
    """Give a draft `size` options (none for 0), or the next smaller usual number if it has too few wrong answers.

    Raises:
        ValueError: the draft has a wrong answer that equals the right one, a repeated one, or fewer than three.
    """
    fold = [option.casefold() for option in (draft.answer, *draft.wrong)]
    if len(set(fold)) != len(fold):
        msg = f"{shape}: options that say the same: {draft.answer!r}, {draft.wrong!r}"
        raise ValueError(msg)
    if not size:
        return Question(shape=shape, subject=draft.subject, text=draft.text, answer=draft.answer)
    fitting = [given for given in SIZES if given <= size and given <= len(draft.wrong) + 1]
    if not fitting:
        msg = f"{shape}: only {len(draft.wrong)} wrong answers for {draft.key!r}"
        raise ValueError(msg)
    options = [draft.answer, *draft.wrong[: fitting[0] - 1]]
    if draft.ordered:
        options.sort(key=_leading_number)
    else:
        rng.shuffle(options)
    return Question(shape=shape, subject=draft.subject, text=draft.text, answer=draft.answer, options=tuple(options))


def _leading_number(option: str) -> float:
    found = re.search(r"-?\d[\d,]*(\.\d+)?(/\d+)?", option)
    assert found, option
    top, _, bottom = found.group().replace(",", "").partition("/")
    return float(top) / float(bottom or 1)
