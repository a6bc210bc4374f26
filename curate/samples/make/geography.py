"""Questions on countries, rivers and landmarks: from `countries.tsv`, `rivers.tsv` and `landmarks.tsv`."""

from random import Random

from curate.samples.make.question import Draft, Shape, others, pick
from curate.samples.make.tables import Row, having, table
from curate.samples.make.wording import bare, cap

SUBJECT = "geography"
SHARED_MOUTHS = ("the Atlantic Ocean", "the North Sea")


def draft(key: str, text: str, answer: str, wrong: tuple[str, ...]) -> Draft:
    """Return a geography question."""
    return Draft(text=text, answer=answer, wrong=wrong, subject=SUBJECT, key=key)


def _near(rng: Random, row: Row, column: str, *first: str) -> tuple[str, ...]:
    """`first`, then values of the other countries, those of the same continent before the rest."""
    rows = [other for other in table("countries") if other is not row]
    rng.shuffle(rows)
    rows.sort(key=lambda other: other["continent"] != row["continent"])
    return tuple(dict.fromkeys([*first, *(bare(other[column]) for other in rows if other[column])]))


def capital_of(rng: Random) -> Draft:
    """Country to capital; a big city that is not the capital tempts."""
    row = rng.choice(table("countries"))
    country = row["country"]
    text = pick(
        rng,
        f"What is the capital of {country}?",
        f"An ambassador is sent to the capital of {country}. Which city is that?",
        f"Which city is the capital of {country}?",
    )
    return draft(country, text, row["capital"], _near(rng, row, "capital", row["other_city"]))


def country_of_capital(rng: Random) -> Draft:
    """Capital to country."""
    row = rng.choice(table("countries"))
    text = pick(
        rng,
        f"{row['capital']} is the capital of which country?",
        f"Of which country is {row['capital']} the capital?",
    )
    return draft(row["country"], text, bare(row["country"]), _near(rng, row, "country"))


def country_of_city(rng: Random) -> Draft:
    """A city that is not the capital, to the capital of its country."""
    row = rng.choice(table("countries"))
    city = row["other_city"]
    text = pick(
        rng,
        f"{city} is a well-known city, but not the capital, of its country. What is the capital of that country?",
        f"Which city is the capital of the country in which {city} lies?",
    )
    return draft(row["country"], text, row["capital"], _near(rng, row, "capital", city))


def odd_continent(rng: Random) -> Draft:
    """One country lies on another continent."""
    rows = table("countries")
    continent = rng.choice(["Europe", "Asia", "Africa", "South America"])
    row = rng.choice([row for row in rows if row["continent"] not in {continent, "North America", "Oceania"}])
    inside = others(rng, (bare(other["country"]) for other in rows if other["continent"] == continent))
    text = pick(
        rng,
        f"Which of these countries does NOT lie in {continent}?",
        f"All but one of these countries are in {continent}. Which is the odd one out?",
    )
    return draft(f"{continent}/{row['country']}", text, bare(row["country"]), inside)


def on_the_continent(rng: Random) -> Draft:
    """One capital lies on the continent asked for."""
    rows = table("countries")
    row = rng.choice([row for row in rows if row["continent"] in {"Africa", "Asia", "South America", "Europe"}])
    outside = others(rng, (other["capital"] for other in rows if other["continent"] != row["continent"]))
    text = pick(
        rng,
        f"Which of these capitals is in {row['continent']}?",
        f"A traveller visits one of the following capitals without leaving {row['continent']}. Which one?",
    )
    return draft(row["capital"], text, row["capital"], outside)


def landlocked(rng: Random) -> Draft:
    """With or without a coast."""
    rows = table("countries")
    inland = rng.random() < 0.5  # noqa: PLR2004 - an even chance
    wanted = "yes" if inland else "no"
    row = rng.choice([row for row in rows if row["landlocked"] == wanted])
    wrong = others(rng, (bare(other["country"]) for other in rows if other["landlocked"] != wanted))
    text = pick(
        rng,
        f"Which of these countries has {'no' if inland else 'a'} sea coast?",
        f"Which one of the following countries {'is' if inland else 'is NOT'} landlocked?",
    )
    return draft(row["country"], text, bare(row["country"]), wrong)


def currency(rng: Random) -> Draft:
    """Country to currency or currency to country."""
    rows = having("countries", "currency")
    row = rng.choice(rows)
    if rng.random() < 0.5:  # noqa: PLR2004 - an even chance
        text = pick(
            rng,
            f"Which currency do people use in {row['country']}?",
            f"A visitor to {row['country']} changes money. Into which currency?",
        )
        wrong = others(rng, (other["currency"] for other in rows), row["currency"])
        return draft(row["country"], text, row["currency"], wrong)
    text = pick(
        rng,
        f"In which country does one pay with the {row['currency']}?",
        f"The {row['currency']} is the currency of which country?",
    )
    wrong = others(rng, (bare(other["country"]) for other in rows), bare(row["country"]))
    return draft(row["country"], text, bare(row["country"]), wrong)


def mouth_of_river(rng: Random) -> Draft:
    """River to sea; the wider sea of which a mouth is a part is never among the wrong ones."""
    rows = table("rivers")
    row = rng.choice(rows)
    narrower = [other["mouth"] for other in rows if other["wider"] == row["mouth"]]
    text = pick(
        rng,
        f"Into which body of water does the {row['river']} flow?",
        f"A leaf drifts down the {row['river']} to its mouth. In which sea or ocean does it end up?",
        f"Where does the river {row['river']} end?",
    )
    wrong = others(rng, (bare(o["mouth"]) for o in rows if o["mouth"] not in {row["mouth"], row["wider"], *narrower}))
    return draft(row["river"], text, bare(row["mouth"]), wrong)


def not_into(rng: Random) -> Draft:
    """All but one river flow into the same sea."""
    rows = table("rivers")
    mouth = rng.choice(SHARED_MOUTHS)
    odd = [row for row in rows if mouth not in {row["mouth"], row["wider"]} and row["mouth"] != "the Baltic Sea"]
    row = rng.choice([row for row in odd if row["mouth"] != "the Mediterranean Sea" or mouth == "the North Sea"])
    wrong = others(rng, (other["river"] for other in rows if other["mouth"] == mouth))
    text = pick(
        rng,
        f"Which of these rivers does NOT flow into {mouth}?",
        f"Each of the following rivers ends in {mouth} EXCEPT one. Which one?",
    )
    return draft(f"{mouth}/{row['river']}", text, row["river"], wrong)


def river_of_city(rng: Random) -> Draft:
    """City to river."""
    rows = having("rivers", "city")
    row = rng.choice(rows)
    text = pick(
        rng,
        f"Which river flows through {row['city']}?",
        f"The city of {row['city']} lies on which river?",
    )
    wrong = others(rng, (other["river"] for other in table("rivers")), row["river"])
    return draft(row["city"], text, row["river"], wrong)


def country_of_landmark(rng: Random) -> Draft:
    """Landmark to country."""
    rows = table("landmarks")
    row = rng.choice(rows)
    text = pick(
        rng,
        f"In which country would you find {row['landmark']}?",
        f"{cap(row['landmark'])} can be visited in which country?",
    )
    wrong = others(rng, (bare(other["country"]) for other in rows), bare(row["country"]))
    return draft(row["landmark"], text, bare(row["country"]), wrong)


def capital_by_landmark(rng: Random) -> Draft:
    """Landmark to country to capital."""
    rows = table("landmarks")
    row = rng.choice(
        [row for row in rows if row["landmark"] not in {"the Colosseum", "the Parthenon", "Schönbrunn Palace"}]
    )
    home = next(country for country in table("countries") if country["country"] == row["country"])
    text = pick(
        rng,
        f"What is the capital of the country in which {row['landmark']} can be visited?",
        f"Name the capital of the country that is home to {row['landmark']}.",
    )
    return draft(row["landmark"], text, home["capital"], _near(rng, home, "capital", home["other_city"]))


def wrong_pair(rng: Random) -> Draft:
    """One country is paired with a city that is not its capital."""
    rows = rng.sample(table("countries"), 10)
    bad, *good = rows
    false = f"{bare(bad['country'])}: {bad['other_city']}"
    true = tuple(f"{bare(row['country'])}: {row['capital']}" for row in good)
    text = pick(
        rng,
        "Which of these pairs does NOT give a country with its capital?",
        "A quiz card pairs countries with capitals, but one pair is wrong. Which one?",
    )
    return draft(bad["country"], text, false, true)


def right_pair(rng: Random) -> Draft:
    """Only one country is paired with its capital."""
    rows = rng.sample(table("countries"), 10)
    good, *bad = rows
    true = f"{bare(good['country'])}: {good['capital']}"
    false = tuple(f"{bare(row['country'])}: {row['other_city']}" for row in bad)
    text = pick(
        rng,
        "In which of these pairs is the city really the capital of the country?",
        "Only one of the following pairs matches a country with its capital. Which?",
    )
    return draft(good["country"], text, true, false)


SHAPES = (
    Shape(name="capital_of_country", make=capital_of, use="mcq"),
    Shape(name="country_of_capital", make=country_of_capital, use="mcq"),
    Shape(name="capital_by_other_city", make=country_of_city),
    Shape(name="odd_continent_out", make=odd_continent, use="mcq", alone=False),
    Shape(name="capital_on_continent", make=on_the_continent, use="mcq", alone=False),
    Shape(name="landlocked_or_not", make=landlocked, use="mcq", alone=False),
    Shape(name="currency_of_country", make=currency, use="mcq"),
    Shape(name="mouth_of_river", make=mouth_of_river, use="mcq"),
    Shape(name="river_that_does_not_end_in", make=not_into, use="mcq", alone=False),
    Shape(name="river_of_city", make=river_of_city, use="mcq"),
    Shape(name="country_of_landmark", make=country_of_landmark, use="mcq"),
    Shape(name="capital_by_landmark", make=capital_by_landmark, use="open", weight=2),
    Shape(name="wrong_country_and_capital", make=wrong_pair, use="mcq", alone=False),
    Shape(name="right_country_and_capital", make=right_pair, use="mcq", alone=False),
)
