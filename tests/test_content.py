"""Errors of shelf files show file, line and field; shelves are looked for where design says, in that order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from curate.content import PartError, Shelved, Shelves, faults, line_of, load, packaged, parse
from curate.errors import ContentError

if TYPE_CHECKING:
    from pathlib import Path


class Part(BaseModel):
    """A piece of a file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    weight: float = Field(gt=0)
    kind: Literal["a", "b"] = "a"


class Whole(Shelved):
    """A file."""

    parts: tuple[Part, ...]
    seed: int = 0


class Near(BaseModel):
    """One kind of reading."""

    model_config = ConfigDict(extra="forbid")

    path: str
    split: str = "train"


class Far(BaseModel):
    """Another kind, whose keys are no use to the first."""

    model_config = ConfigDict(extra="forbid")

    paths: tuple[str, ...]
    format: str | None = None


class Told(Shelved):
    """A file with readings of two kinds, under names of one's own."""

    read: dict[
        str,
        Annotated[
            Annotated[Near, Tag("near")] | Annotated[Far, Tag("files")],
            Discriminator(lambda value: "near" if "path" in value else "files"),
        ],
    ]


GOOD = "what: it\nwhy: so\nseed: 1\nparts:\n  - weight: 1\n  - weight: 2\n    kind: b\n"


def error(text: str) -> str:
    with pytest.raises(ContentError) as raised:
        parse(text, Whole, place="x.yaml")
    return str(raised.value)


def test_a_good_file_is_what_it_says() -> None:
    whole = parse(GOOD, Whole, place="x.yaml")
    assert [(part.weight, part.kind) for part in whole.parts] == [(1, "a"), (2, "b")]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("weight: 2", "weight: -2", "x.yaml:6: parts.1.weight: must be greater than 0 (got -2)"),
        ("kind: b", "kind: c", "x.yaml:7: parts.1.kind: must be 'a' or 'b' (got 'c')"),
        (
            "seed: 1",
            "sead: 1",
            "x.yaml:3: sead: there is no key 'sead'. Did you mean 'seed'? There are: ",
        ),
        ("kind: b", "kin: b", "x.yaml:7: parts.1.kin: there is no key 'kin'. Did you mean 'kind'? There are: "),
        ("what: it\n", "", "x.yaml:1: what: is missing"),
        (
            "seed: 1",
            "seed: one",
            "x.yaml:3: seed: must be a valid integer",
        ),
        ("seed: 1", "what: again", "x.yaml:3: what: stands here twice"),
        ("parts:", "parts: [", "x.yaml:"),
    ],
)
def test_a_fault_is_shown_at_its_line(old: str, new: str, message: str) -> None:
    assert error(GOOD.replace(old, new, 1)).startswith(message)


class Plan(Shelved):
    """A file with a list in which nothing may stand twice."""

    domain: Literal["stem", "mixed"]
    levels: tuple[Part, ...] = ()
    gates: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _once(self) -> Plan:
        for at, gate in enumerate(self.gates):
            if gate in self.gates[:at]:
                raise PartError(f"{gate} stands there twice", "gates", at)
        if "none" in self.gates:
            raise ValueError("no gates can be none")
        return self


PLAN = "what: it\nwhy: so\ndomain: stem\ngates:\n  - short\n  - long\n"


def planned(text: str) -> str:
    (fault,) = faults(text, Plan, place="x.yaml")
    return str(fault)


def test_an_item_that_stands_twice_is_told_at_its_own_line_and_nothing_is_printed_of_the_whole() -> None:
    assert planned(PLAN.replace("long", "short")) == "x.yaml:6: gates.1: short stands there twice"


def test_what_is_wrong_with_a_whole_is_said_without_printing_all_of_it() -> None:
    assert planned(PLAN.replace("long", "none")) == "x.yaml:1: no gates can be none"


def test_where_a_mapping_belongs_its_keys_are_named() -> None:
    said = planned(PLAN + "levels: [easy]\n")
    assert said == "x.yaml:7: levels.0: must be a mapping of keys to values: weight, kind (got 'easy')"


def test_a_key_that_is_missing_lists_the_words_of_which_it_is_one() -> None:
    assert planned(PLAN.replace("domain: stem\n", "")) == "x.yaml:1: domain: is missing; it is one of stem, mixed"


def test_keys_are_those_of_the_kind_that_is_written_though_a_key_above_is_spelt_like_another_kind() -> None:
    text = "what: it\nwhy: so\nread:\n  files: {path: x, format: csv}\n"
    (fault,) = faults(text, Told, place="x.yaml")
    assert str(fault) == "x.yaml:4: read.files.format: there is no key 'format'. There are: path, split"


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a list\n", "a word\n", "a: b: c\n", "\x00\n"])
def test_what_is_no_mapping_is_refused_in_one_line(text: str) -> None:
    assert "\n" not in error(text)
    assert error(text).startswith("x.yaml")


def test_all_faults_of_a_file_can_be_had_at_once() -> None:
    text = GOOD.replace("weight: 1", "weight: 0").replace("kind: b", "kind: c").replace("seed: 1", "sead: 1")
    assert [fault.line for fault in faults(text, Whole, place="x.yaml")] == [3, 5, 7]


def test_a_file_that_is_no_utf8_says_at_which_byte(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"what: caf\xe9\n")
    with pytest.raises(ContentError, match=r"is not UTF-8 \(byte 9\)"):
        load(path, Whole)


def test_the_line_of_a_path_is_that_of_the_nearest_part_that_stands_there() -> None:
    assert line_of(GOOD, ("parts", 1, "kind")) == 7
    assert line_of(GOOD, ("parts", 1, "nothing")) == 6
    assert line_of(GOOD, ("nothing",)) == 1


def test_shelves_are_looked_for_at_root_then_around_here_then_in_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, root = tmp_path / "project/deep/down", tmp_path / "root"
    for folder in (tmp_path / "project/blends", root / "blends", here):
        folder.mkdir(parents=True)
    monkeypatch.chdir(here)
    assert Shelves(root).roots == (root, tmp_path / "project", packaged())
    assert Shelves(root).find("recipe", "stem_heavy").parent == packaged() / "blends"
    (tmp_path / "project/blends/stem_heavy.yaml").write_text("mine")
    assert Shelves(root).find("recipe", "stem_heavy") == tmp_path / "project/blends/stem_heavy.yaml"
    (root / "blends/stem_heavy.yaml").write_text("first")
    assert Shelves(root).find("recipe", "stem_heavy") == root / "blends/stem_heavy.yaml"
    assert [path.parent.parent for path in Shelves(root).files("recipe") if path.stem == "stem_heavy"] == [root]


def test_a_name_that_no_shelf_has_lists_those_that_there_are() -> None:
    with pytest.raises(ContentError, match="Did you mean 'duplicate'"):
        Shelves().find("filter", "duplicates")


def test_a_root_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="--root: is no folder"):
        Shelves(tmp_path / "nothing")
