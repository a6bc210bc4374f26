"""Questions on dated events: from `events.tsv`."""

from itertools import pairwise
from random import Random

from curate.samples.make.question import Draft, Shape, numbers, others, pick
from curate.samples.make.tables import table
from curate.samples.make.wording import cap, ordinal

SUBJECT = "history"
CENTURY = 100
APART = 4


def draft(key: str, text: str, answer: str, wrong: tuple[str, ...], *, ordered: bool = False) -> Draft:
    """Return a history question."""
    return Draft(text=text, answer=answer, wrong=wrong, subject=SUBJECT, key=key, ordered=ordered)


def _years() -> dict[str, int]:
    return {row["event"]: int(row["year"]) for row in table("events")}


def _century(year: int) -> str:
    return f"the {ordinal((year - 1) // CENTURY + 1)} century"


def year_of_event(rng: Random) -> Draft:
    """Event to year; the wrong years are those of other events or near misses."""
    years = _years()
    event = rng.choice(list(years))
    year = years[event]
    text = pick(
        rng,
        f"In which year did {event} take place?",
        f"Which year saw {event}?",
        f"When did {event} happen?",
    )
    near = [str(other) for other in years.values() if other != year and abs(other - year) <= CENTURY]
    far = [str(year + step) for step in (-50, -30, -20, -12, 11, 20, 25, 40) if year + step <= 2000]  # noqa: PLR2004
    return draft(event, text, str(year), others(rng, near + far), ordered=True)


def event_of_year(rng: Random) -> Draft:
    """Year to event."""
    years = _years()
    event = rng.choice(list(years))
    text = pick(
        rng,
        f"Which of these events took place in {years[event]}?",
        f"A newspaper of {years[event]} could have reported which of the following?",
    )
    return draft(event, text, cap(event), others(rng, (cap(other) for other in years if years[other] != years[event])))


def first_or_last(rng: Random) -> Draft:
    """The earliest or latest of several."""
    years = _years()
    names = sorted(years, key=lambda name: years[name])
    early = rng.random() < 0.5  # noqa: PLR2004 - an even chance
    event = rng.choice(names[:-12] if early else names[12:])
    year = years[event]
    wrong = [name for name in names if (years[name] > year + APART if early else years[name] < year - APART)]
    which = "earliest" if early else "latest"
    text = pick(
        rng,
        f"Which of these events came {'first' if early else 'last'}?",
        f"Arrange the following by date. Which one is the {which}?",
        f"Which is the {which} of these events?",
    )
    return draft(f"{which}/{event}", text, cap(event), others(rng, (cap(name) for name in wrong)))


def order_of_events(rng: Random) -> Draft:
    """Four events in order of time, as letters would be in a timeline."""
    years = _years()
    while True:
        names = sorted(rng.sample(list(years), 3), key=lambda name: years[name])
        if min(years[b] - years[a] for a, b in pairwise(names)) > APART:
            break
    right = "; ".join(names)
    orders = {"; ".join(rng.sample(names, 3)) for _ in range(60)}
    text = pick(
        rng,
        "In which list are the three events in the order in which they happened?",
        "Which sequence runs correctly from the oldest event to the most recent one?",
    )
    return draft("/".join(names), text, cap(right), others(rng, sorted(map(cap, orders)), cap(right)))


def years_between(rng: Random) -> Draft:
    """Difference of two years."""
    years = _years()
    first, last = sorted(rng.sample(list(years), 2), key=lambda name: years[name])
    gap = years[last] - years[first]
    text = pick(
        rng,
        f"How many years lie between the year of {first} and that of {last}?",
        f"Subtract the year of {first} from the year of {last}. What is the result?",
        f"A museum shows {first} and {last} side by side. How many years apart were they, going by "
        "calendar years alone?",
    )
    return draft(
        f"{first}/{last}", text, str(gap), numbers(rng, gap, gap + 10, gap - 10, step=3, least=1), ordered=True
    )


def century_of_event(rng: Random) -> Draft:
    """Event to century."""
    years = _years()
    event = rng.choice([name for name in years if years[name] < 1900])  # noqa: PLR2004 - before the crowded century
    right = _century(years[event])
    text = pick(
        rng,
        f"In which century did {event} fall?",
        f"{cap(event)} belongs to which century?",
    )
    wrong = (_century(year) for year in range(1050, 2000, CENTURY))
    return draft(event, text, right, others(rng, wrong, right), ordered=True)


def in_between(rng: Random) -> Draft:
    """One event lies between two others."""
    years = _years()
    names = sorted(years, key=lambda name: years[name])
    at = rng.randrange(10, len(names) - 8)
    first, event, last = names[at - rng.randrange(3, 8)], names[at], names[at + rng.randrange(2, 6)]
    low, high = years[first], years[last]
    wrong = [name for name in names if not low - APART <= years[name] <= high + APART]
    text = pick(
        rng,
        f"Which of these happened after {first} but before {last}?",
        f"On a timeline, which of the following stands between {first} and {last}?",
    )
    return draft(event, text, cap(event), others(rng, (cap(name) for name in wrong)))


def two_statements(rng: Random) -> Draft:
    """Two claims about order, each true or false."""
    years = _years()
    names = rng.sample(list(years), 4)
    claims: list[str] = []
    truths: list[bool] = []
    for first, second in (names[:2], names[2:]):
        claims.append(f"{cap(first)} came before {second}.")
        truths.append(years[first] < years[second])
    options = {
        (True, True): "Both statements are true",
        (True, False): "Only statement 1 is true",
        (False, True): "Only statement 2 is true",
        (False, False): "Neither statement is true",
    }
    right = options[truths[0], truths[1]]
    text = pick(
        rng,
        f"Statement 1: {claims[0]} Statement 2: {claims[1]} What is correct?",
        f"Judge the two statements. (1) {claims[0]} (2) {claims[1]}",
    )
    return draft("/".join(names), text, right, others(rng, options.values(), right))


def earlier_of_two(rng: Random) -> Draft:
    """Two events: the earlier one, as an open question."""
    years = _years()
    names = rng.sample(list(years), 2)
    early = min(names, key=lambda name: years[name])
    text = pick(
        rng,
        f"Which happened first: {names[0]} or {names[1]}?",
        f"Which is the older event, {names[0]} or {names[1]}?",
    )
    return draft("/".join(sorted(names)), text, cap(early), ())


def age_at(rng: Random) -> Draft:
    """Age that somebody born in the year of one event reaches in the year of another."""
    years = _years()
    while True:
        first, last = sorted(rng.sample(list(years), 2), key=lambda name: years[name])
        gap = years[last] - years[first]
        if 10 < gap < 90:  # noqa: PLR2004 - a human life
            break
    text = pick(
        rng,
        f"A woman was born in the year of {first}. Which birthday did she have in the year of {last}?",
        f"Somebody born in the year of {first} turned how old in the year of {last}?",
    )
    return draft(
        f"{first}/{last}", text, str(gap), numbers(rng, gap, gap + 10, gap - 10, step=2, least=1), ordered=True
    )


SHAPES = (
    Shape(name="year_of_event", make=year_of_event, use="mcq"),
    Shape(name="event_of_year", make=event_of_year, use="mcq", alone=False),
    Shape(name="first_or_last_event", make=first_or_last, use="mcq", alone=False),
    Shape(name="order_of_events", make=order_of_events, use="mcq", alone=False),
    Shape(name="years_between_events", make=years_between),
    Shape(name="century_of_event", make=century_of_event, use="mcq"),
    Shape(name="event_in_between", make=in_between, use="mcq", alone=False),
    Shape(name="two_statements", make=two_statements, use="mcq", alone=False),
    Shape(name="earlier_of_two_events", make=earlier_of_two, use="open", weight=2),
    Shape(name="age_at_event", make=age_at, use="open"),
)
