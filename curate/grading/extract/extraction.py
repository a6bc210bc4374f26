"""What was found to be the final answer of a response, and how: the one value that every type of answer starts from."""

from typing import Literal, NamedTuple

from curate.grading.extract.closing import closing_answers
from curate.grading.extract.sentences import bold_at_end, readings_of

Form = Literal["box", "tag", "hashes", "line", "bare", "closing"]


class Extraction(NamedTuple):
    r"""The final answer of a response.

    `text` is the answer as written, `form` says how it was marked (an object in JSON counts as a `tag`), and `boxes`
    holds every box of the response in order (empty for the other forms), so that a grader can see a hedge; the last of
    them, or several that are joined by no more than a comma, `and` or `or`, make up `text`.
    `hedged` says that the response offers another answer beside it: the last two boxes stand in one line with an `or`
    between them, or one is joined so to an answer without a box (`\boxed{B} or C`), which then stands before the last
    of `boxes`; or a stated answer is taken back, or has a second one below it.
    `rest` is what the response says behind a stated answer, behind the last box, the tag or the line.
    `ends` are the texts that the last sentence may say, where nothing is marked (form `closing`).
    `adverb` is the word that was taken for no part of a stated answer: `just` of `The answer is just 5.`.
    """

    text: str
    form: Form
    boxes: tuple[str, ...] = ()
    rest: str = ""
    hedged: bool = False
    adverb: str = ""
    ends: tuple[str, ...] = ()

    @property
    def whole_line(self) -> str:
        """The answer with all that its line goes on to say, for a grader that knows a point in it as no full stop."""
        return self.text + self.rest.partition("\n")[0]

    @property
    def readings(self) -> tuple[str, ...]:
        """Every text that the answer may be, the shortest first; `text` alone where it is boxed or tagged.

        A point may end the sentence or not (`vitamin K. It is`, `J. K. Rowling`), a reason may follow (`Paris, because
        ...`), what is denied may follow (`12, not 21`), and an adverb may be part of the answer. A short response may
        end in its answer, in bold.
        """
        if self.ends:
            return self.ends
        if self.form == "line":
            return readings_of(self.text, self.rest, self.adverb)
        if self.form == "bare":
            whole = self.text + "**" * (self.text.count("**") % 2)  # those that closed it were taken off
            bold = bold_at_end(self.text)
            return (*((bold,) if bold else ()), *closing_answers(whole), self.text)
        return (self.text,)
