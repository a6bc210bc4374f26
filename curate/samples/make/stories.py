"""Persona stories for `syn_math.jsonl`: each line of `stories.tsv` gets numbers from the solver of its idea.

A blank `{n_cap}` is filled with the number n as a word that can begin a sentence, `{who}` and `{Who}` with the persona.
"""

from dataclasses import dataclass

from curate.samples.make import story_count, story_shape, story_trade
from curate.samples.make.seeded import stream
from curate.samples.make.tables import table
from curate.samples.make.wording import cap, number_word

SOLVERS = story_trade.SOLVERS | story_shape.SOLVERS | story_count.SOLVERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A finished story problem, with the persona that it is told about and the skill that it trains."""

    idea: str
    text: str
    answer: str
    persona: str
    skill: str


def stories() -> list[Story]:
    """Return one problem for every line of the table.

    Raises:
        KeyError: a line has an idea without a solver, or a blank that its solver does not fill.
    """
    found: list[Story] = []
    for row in table("stories"):
        skill, solve = SOLVERS[row["idea"]]
        solved = solve(stream(f"story/{row['persona']}"), row["text"])
        words = {
            f"{name}_cap": cap(number_word(value)) for name, value in solved.fields.items() if isinstance(value, int)
        }
        who = row["persona"]
        text = row["text"].format(**{**solved.fields, **words, "who": who, "Who": cap(who)})
        found.append(Story(idea=row["idea"], text=text, answer=solved.answer, persona=who, skill=skill))
    return found
