"""The forms of rows: children in the other form, by rules alone or with a model where the recipe says so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import polars as pl

from curate import grading
from curate.models import Asked, Count
from curate.prompts.putting import Totals
from curate.stages.forms.stage import FORMS_VERSION, Asker, forms, prompts_planned
from curate.store import height, reading, write_part
from curate.track import Track, folder_of, made
from curate.watch import Prompts

if TYPE_CHECKING:
    from curate.making import Made
    from curate.order import NamedSource, Order
    from curate.stages.forms.config import FormsConfig
    from curate.store import Folder
    from curate.track import Setting


LONGEST: Final = 1024
"""Tokens of an answer at most: a question in other words, with the thoughts that models write before it."""


@dataclass(frozen=True)
class FormsPlan:
    """What other forms of a source's questions will cost.

    Attributes:
        source: Its name.
        prompts: Prompts at most; None where nobody knows before the rows are there.
        tokens_out: Tokens of the answers, if each were as long as it may be and each prompt were put twice.
        rate: Tokens a second that the profile expects of the model that writes.
    """

    source: str
    prompts: int | None
    tokens_out: int
    rate: float

    @property
    def hours(self) -> float:
        """What that takes at this rate."""
        return self.tokens_out / self.rate / 3600


def forms_planned(made: Made, named: NamedSource, order: Order) -> FormsPlan | None:
    """What is still to be asked for the forms of a source; None where nothing is, or nothing is asked at all."""
    config = order.recipe.forming(named.source.form)
    if not config.ask or made.forms is None or made.forms.folders[0].done:
        return None
    rate = order.profile.tokens_per_second.writing
    if not made.rows.folders[-1].done:
        return FormsPlan(named.name, None, 0, rate)
    left = [at for at in range(len(made.rows.heights())) if not made.forms.folders[0].part(at).is_file()]
    prompts = sum(prompts_planned(_rows(made.rows, at), config) for at in left)
    return FormsPlan(named.name, prompts, 2 * prompts * LONGEST, rate)


def _rows(track: Track, number: int) -> pl.DataFrame:
    """A part of the rows, as the folder that made them has it."""
    with reading(track.folders, number):
        return pl.read_parquet(track.folders[-1].whole(number), glob=False)


def formed(track: Track, named: NamedSource, order: Order, setting: Setting) -> tuple[Track, tuple[Asked, ...]]:
    """The rows of a source, each with its children in other forms right after it; and what was asked for that.

    Raises:
        ModelError: If a model cannot be loaded or cannot answer.
        StoreError: If the disk is full or not writable.
    """
    config = order.recipe.forming(named.source.form)
    decided_by: list[object] = [config, grading.versions()]
    if not config.ask:
        run = partial(forms, config=config)
        return made("forms", FORMS_VERSION, track, setting, decided_by=decided_by, run=run), ()
    writing, solving = order.profile.writing, order.profile.solving
    assert writing is not None, "an order without a model for its forms was let through"
    assert solving is not None, "an order without a model for its forms was let through"
    writer, judge = setting.models.in_turn(writing), setting.models.in_turn(solving)
    asker = Asker(writer, judge, order.forms)
    decided_by += [{name: prompt.hash for name, prompt in order.forms.items()}]
    decided_by += [(writer.name, writer.revision, writing.max_model_len)]
    decided_by += [(judge.name, judge.revision, solving.max_model_len)]
    folder = folder_of("forms", FORMS_VERSION, None, track, setting, decided_by)
    counts = [Count(f"reworded questions of {named.name}", writer), Count(f"judged forms of {named.name}", judge)]
    if setting.work and not folder.done:
        _fill(folder, track, config, asker, setting)
    return Track(named.name, (folder,)), tuple(count() for count in counts)


def _fill(folder: Folder, track: Track, config: FormsConfig, asker: Asker, setting: Setting) -> None:
    """Write the parts that are not there, one after the other: the models are asked in this process."""
    with setting.store.locked(folder, setting.watch.say), Prompts(setting.watch, f"forms {track.source}") as bar:
        todo = [number for number in range(len(track.heights())) if not folder.part(number).is_file()]
        bar.expect([prompts_planned(_rows(track, number), config) for number in todo])
        for number in todo:
            totals = Totals(bar.moved)
            write_part(forms(_rows(track, number), config, asker, on_progress=totals.call), folder.part(number))
            bar.settle()
        heights = [height(folder.part(number)) for number in range(len(track.heights()))]
        folder.finish(heights, {"stage": "forms", "source": track.source, "from": track.names})
