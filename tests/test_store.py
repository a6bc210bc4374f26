"""What the store promises: whole files or none, names that follow from content, and parts that belong together."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from curate.errors import StoreError
from curate.store import (
    LAYOUT,
    MANIFEST,
    Folder,
    Store,
    as_json,
    beside,
    fingerprint,
    replaced,
    write_bytes,
    write_part,
)

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


class Told(BaseModel):
    """Settings as a stage has them."""

    limit: int
    names: tuple[str, ...] = ()


@given(PLAIN)
def test_a_fingerprint_follows_from_the_value_alone(value: Any) -> None:
    assert fingerprint(value) == fingerprint(value)
    assert fingerprint([value]) != fingerprint([value, value])


def test_the_order_of_keys_does_not_matter_and_that_of_a_list_does() -> None:
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    assert fingerprint([1, 2]) != fingerprint([2, 1])


def test_a_fingerprint_is_the_same_in_another_process() -> None:
    code = "from curate.store import fingerprint; print(fingerprint([{'x': 1.5, 'y': None}, 'z']))"
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert runs == {fingerprint([{"x": 1.5, "y": None}, "z"])}


def test_every_setting_of_a_model_counts() -> None:
    assert fingerprint(Told(limit=1)) != fingerprint(Told(limit=2))
    assert fingerprint(Told(limit=1)) != fingerprint(Told(limit=1, names=("a",)))


@pytest.mark.parametrize("value", [{1, 2}, object(), b"bytes", {1: "a"}, [lambda: None]])
def test_a_value_without_one_stable_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no stable form"):
        fingerprint(value)


def test_parts_of_different_heights_are_not_put_beside_each_other(tmp_path: Path) -> None:
    folders = [Folder(tmp_path / name) for name in ("rows", "added")]
    for folder, rows in zip(folders, (3, 2), strict=True):
        folder.path.mkdir()
        write_part(pl.DataFrame({folder.path.name: range(rows)}), folder.part(0))
        folder.finish([rows], {})
    with pytest.raises(StoreError, match="differ in rows"):
        beside(folders, 0)


def test_a_part_that_is_no_parquet_is_an_error_with_its_name(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.part(0).write_bytes(b"PAR1 this is no parquet file PAR1")
    folder.finish([1], {})
    with pytest.raises(StoreError, match=r"part-00000\.parquet"):
        beside([folder], 0)


def done(path: Path) -> Folder:
    """A folder with one part and its rejects, and its manifest."""
    folder = Folder(path)
    folder.path.mkdir()
    write_part(pl.DataFrame({"text": [f"row {number}" for number in range(50)]}), folder.part(0))
    write_part(pl.DataFrame({"why": ["no row"]}), folder.part(0, "rejects"))
    folder.finish([50], {"stage": "stage", "rejected": 1})
    return folder


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.data())
def test_a_bit_that_flips_anywhere_in_a_folder_is_never_read_over(tmp_path: Path, data: st.DataObject) -> None:
    with TemporaryDirectory(dir=tmp_path) as place:
        folder = done(Path(place) / "folder")
        path = folder.path / data.draw(st.sampled_from(("part-00000.parquet", "rejects-00000.parquet", MANIFEST)))
        content = bytearray(path.read_bytes())
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] ^= 1 << data.draw(st.integers(0, 7))
        path.write_bytes(content)
        with pytest.raises(StoreError, match=f"{path.name}: .*delete "):
            (folder.manifest(), folder.whole(0), folder.whole(0, "rejects"))


@pytest.mark.parametrize("kept", [0, 1, 100])
def test_a_part_that_lost_its_end_is_an_error_with_its_name(tmp_path: Path, kept: int) -> None:
    folder = done(tmp_path / "folder")
    assert beside([folder], 0).collect().height == 50
    folder.part(0).write_bytes(folder.part(0).read_bytes()[:kept])
    with pytest.raises(StoreError, match=r"part-00000\.parquet: is damaged"):
        beside([folder], 0)
    folder.part(0).unlink()
    with pytest.raises(StoreError, match=r"part-00000\.parquet: is damaged: No such file"):
        beside([folder], 0)


def test_naming_a_store_makes_nothing(tmp_path: Path) -> None:
    folder = Store(tmp_path / "store").folder(1, "stage", 1, [])
    assert not folder.done
    assert not (tmp_path / "store").exists()


def test_the_same_frame_is_written_as_the_same_bytes(tmp_path: Path) -> None:
    frame = pl.DataFrame({"text": ["é", None, "z" * 1000], "list": [["a"], [], None]})
    write_part(frame, tmp_path / "a")
    write_part(frame, tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert pl.read_parquet(tmp_path / "a").equals(frame)


def test_a_folder_is_done_only_with_its_manifest(tmp_path: Path) -> None:
    folder = Store(tmp_path).folder(3, "stage", 2, ["inputs"])
    assert folder.name == f"03-stage@2-{fingerprint([LAYOUT, ['inputs']])}"
    folder.path.mkdir()
    write_part(pl.DataFrame({"a": [1]}), folder.part(0))
    assert not folder.done
    folder.finish([1], {"stage": "stage"})
    assert folder.done
    assert folder.heights() == [1]


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    write_bytes(tmp_path / "file", b"old")
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreError, match="cannot be written"):
        write_bytes(tmp_path / "folder", b"new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]
    assert (tmp_path / "file").read_bytes() == b"old"


def test_a_replaced_folder_appears_whole_and_the_old_one_survives_a_failure(tmp_path: Path) -> None:
    place = tmp_path / "blend"
    with replaced(place) as fresh:
        (fresh / "train").write_text("one")
        assert not place.exists()
    with pytest.raises(IsADirectoryError), replaced(place) as fresh:
        (fresh / "train").write_text("two") and fresh.read_text()
    assert (place / "train").read_text() == "one"
    with replaced(place) as fresh:
        (fresh / "train").write_text("three")
    assert [path.name for path in tmp_path.iterdir()] == ["blend"]
    assert (place / "train").read_text() == "three"


def test_a_kill_between_the_two_renames_loses_nothing(tmp_path: Path) -> None:
    place = tmp_path / "blend"
    with replaced(place) as fresh:
        (fresh / "train").write_text("one")
    place.rename(tmp_path / ".blend.old")  # as a build that was killed at that moment leaves it
    with pytest.raises(ZeroDivisionError), replaced(place):
        raise ZeroDivisionError
    assert (place / "train").read_text() == "one"


def test_a_manifest_is_text_that_a_person_can_read() -> None:
    assert as_json({"b": 1, "a": [2]}) == b'{\n  "b": 1,\n  "a": [\n    2\n  ]\n}\n'
