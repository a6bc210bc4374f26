"""Questions on books and works of art: from `works.tsv` and `artworks.tsv`."""

from random import Random

from curate.samples.make.question import Draft, Shape, others, pick
from curate.samples.make.tables import having, table
from curate.samples.make.wording import bare, cap

LITERATURE = "literature"
APART = 4


def draft(key: str, text: str, answer: str, wrong: tuple[str, ...], subject: str = LITERATURE) -> Draft:
    """Return a question on literature, or on another art."""
    return Draft(text=text, answer=answer, wrong=wrong, subject=subject, key=key)


def author_of(rng: Random) -> Draft:
    """Work to author."""
    row = rng.choice(table("works"))
    title = row["title"]
    text = pick(
        rng,
        f"Who wrote '{title}'?",
        f"Which author's name is on the title page of '{title}'?",
        f"'{title}' is a work by which writer?",
    )
    return draft(title, text, row["author"], others(rng, (other["author"] for other in table("works")), row["author"]))


def work_of(rng: Random) -> Draft:
    """Author to work."""
    row = rng.choice(table("works"))
    text = pick(
        rng,
        f"Which of these works is by {row['author']}?",
        f"A reader wants something by {row['author']}. Which of the following should she borrow?",
    )
    return draft(
        row["title"], text, row["title"], others(rng, (other["title"] for other in table("works")), row["title"])
    )


def work_of_character(rng: Random) -> Draft:
    """Character to work."""
    rows = having("works", "character")
    row = rng.choice(rows)
    text = pick(
        rng,
        f"In which work does the character {bare(row['character'])} appear?",
        f"Readers meet {row['character']} in which book or play?",
    )
    wrong = others(rng, (other["title"] for other in rows), row["title"])
    return draft(row["title"], text, row["title"], wrong)


def author_of_character(rng: Random) -> Draft:
    """Character to author, by way of the work."""
    rows = having("works", "character")
    row = rng.choice(rows)
    text = pick(
        rng,
        f"Who invented the character {bare(row['character'])}?",
        f"From whose pen comes the work in which {row['character']} appears?",
    )
    return draft(row["title"], text, row["author"], others(rng, (other["author"] for other in rows), row["author"]))


def language_of(rng: Random) -> Draft:
    """Work to the language in which it was first written."""
    rows = table("works")
    row = rng.choice([row for row in rows if row["language"] != "English"])
    text = pick(
        rng,
        f"In which language did {row['author']} write '{row['title']}'?",
        f"A scholar reads '{row['title']}' by {row['author']} in the original. Which language must she know?",
    )
    return draft(
        row["title"], text, row["language"], others(rng, (other["language"] for other in rows), row["language"])
    )


def odd_language(rng: Random) -> Draft:
    """All but one were written in English."""
    rows = table("works")
    row = rng.choice([row for row in rows if row["language"] != "English"])
    wrong = others(rng, (other["title"] for other in rows if other["language"] == "English"))
    text = pick(
        rng,
        "Which of these works was NOT first written in English?",
        "For which of the following does an English reader need a translation?",
    )
    return draft(row["title"], text, row["title"], wrong)


def earliest_work(rng: Random) -> Draft:
    """The earliest or latest book of those listed."""
    rows = having("works", "year")
    years = {row["title"]: int(row["year"]) for row in rows}
    names = sorted(years, key=lambda name: years[name])
    early = rng.random() < 0.5  # noqa: PLR2004 - an even chance
    title = rng.choice(names[:-12] if early else names[12:])
    at = years[title]
    wrong = [name for name in names if (years[name] > at + APART if early else years[name] < at - APART)]
    which = "first" if early else "last"
    text = pick(
        rng,
        f"Which of these books was published {which}?",
        f"Put the following books in order of publication. Which comes {which}?",
    )
    return draft(f"{which}/{title}", text, title, others(rng, wrong))


def wrong_author(rng: Random) -> Draft:
    """One title is given to the wrong author."""
    rows = rng.sample(table("works"), 11)
    bad, donor, *good = rows
    false = f"'{bad['title']}' by {donor['author']}"
    true = tuple(f"'{row['title']}' by {row['author']}" for row in good)
    text = pick(
        rng,
        "Which of these pairs of title and author is wrong?",
        "A bookseller has mixed up one label. Which of the following needs correcting?",
    )
    return draft(bad["title"], text, false, true)


def older_book(rng: Random) -> Draft:
    """Two books: the older one, as an open question."""
    rows = having("works", "year")
    while True:
        one, two = rng.sample(rows, 2)
        if abs(int(one["year"]) - int(two["year"])) > APART:
            break
    early = min((one, two), key=lambda row: int(row["year"]))
    text = pick(
        rng,
        f"Which was published first, '{one['title']}' by {one['author']} or '{two['title']}' by {two['author']}?",
        f"Which book is older: '{one['title']}' or '{two['title']}'?",
    )
    return draft("/".join(sorted((one["title"], two["title"]))), text, early["title"], ())


def artist_of(rng: Random) -> Draft:
    """Work of art to artist, among artists of the same art first."""
    rows = table("artworks")
    row = rng.choice(rows)
    music = _is_music(row["kind"])
    wrong = others(rng, (other["artist"] for other in rows if _is_music(other["kind"]) == music), row["artist"])
    made = "composed" if music else {"painting": "painted", "print": "designed"}.get(row["kind"], "made")
    text = pick(
        rng,
        f"Who {made} {row['title']}?",
        f"A programme note mentions {row['title']}. Whose work is it?",
    )
    return draft(row["title"], text, row["artist"], wrong, "music" if music else "art")


def artwork_of(rng: Random) -> Draft:
    """Artist to work of art."""
    rows = table("artworks")
    row = rng.choice(rows)
    music = _is_music(row["kind"])
    same = (other["title"] for other in rows if _is_music(other["kind"]) == music and other is not row)
    text = pick(
        rng,
        f"Which of these is by {row['artist']}?",
        f"Which of the following works did {row['artist']} create?",
    )
    return draft(
        row["title"], text, cap(row["title"]), others(rng, (cap(title) for title in same)), "music" if music else "art"
    )


def _is_music(kind: str) -> bool:
    return kind not in {"painting", "print", "sculpture"}


SHAPES = (
    Shape(name="author_of_work", make=author_of, use="mcq"),
    Shape(name="work_of_author", make=work_of, use="mcq", alone=False),
    Shape(name="work_of_character", make=work_of_character),
    Shape(name="author_of_character", make=author_of_character),
    Shape(name="language_of_work", make=language_of, use="mcq"),
    Shape(name="work_not_in_english", make=odd_language, use="mcq", alone=False),
    Shape(name="first_or_last_book", make=earliest_work, use="mcq", alone=False),
    Shape(name="wrong_title_and_author", make=wrong_author, use="mcq", alone=False),
    Shape(name="older_of_two_books", make=older_book, use="open"),
    Shape(name="artist_of_work", make=artist_of, use="mcq"),
    Shape(name="work_of_artist", make=artwork_of, use="mcq", alone=False),
)
