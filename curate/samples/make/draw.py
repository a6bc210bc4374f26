"""Drawing different questions from many shapes, fairly."""

from collections.abc import Sequence

from curate.samples.make.question import SIZES, Question, Shape, finish
from curate.samples.make.seeded import stream

TRIES = 60


class Drawer:
    """Draws questions from shapes and remembers what was asked, over all files, so that nothing is asked twice."""

    def __init__(self) -> None:
        self._asked: set[str] = set()
        self._keys: set[tuple[str, str]] = set()

    def draw(self, shapes: Sequence[Shape], wanted: int, *, name: str, sizes: Sequence[int] = (0,)) -> list[Question]:
        """Return `wanted` questions, going round the shapes; `sizes` are the numbers of options, drawn anew each time.

        A shape of weight 2 comes up twice a round. A shape that has nothing new to ask leaves the round.

        Raises:
            ValueError: all shapes together have fewer different questions than wanted.
        """
        rng = stream(f"draw/{name}")
        left = [shape for shape in shapes for _ in range(shape.weight)]
        found: list[Question] = []
        while len(found) < wanted:
            if not left:
                msg = f"{name}: only {len(found)} different questions"
                raise ValueError(msg)
            rng.shuffle(left)
            for shape in list(left):
                question = self._one(shape, rng.choice(sizes), name)
                if question is None:
                    left.remove(shape)
                elif len(found) < wanted:
                    found.append(question)
        return found

    def _one(self, shape: Shape, size: int, name: str) -> Question | None:
        rng = stream(f"draw/{name}/{shape.name}/{len(self._asked)}")
        for _ in range(TRIES):
            draft = shape.make(rng)
            if draft.text in self._asked or (shape.name, draft.key) in self._keys:
                continue
            self._asked.add(draft.text)
            self._keys.add((shape.name, draft.key))
            fitting = max((given for given in SIZES if given <= size), default=0)
            return finish(draft, shape.name, fitting, rng)
        return None
