"""The wheel, built and run outside the checkout: the shelves travel with it, and the light core is enough to build."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, text=True)
    (built,) = folder.glob("crossthink_curate-*-py3-none-any.whl")
    return built


def test_the_wheel_holds_two_packages_and_the_shelves_as_data(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"curate", "verl_adapter"}
    for shelf in ("templates/mcq.j2", "filters/duplicate.yaml", "blends/stem_heavy.yaml", "blends/sources/mmlu.yaml"):
        assert f"curate/_content/{shelf}" in names
        assert (ROOT / shelf).read_bytes() == zipfile.ZipFile(wheel).read(f"curate/_content/{shelf}")
    assert not [name for name in names if name.endswith(".py") and "_content" in name]
    assert "curate/samples/mmlu_train.jsonl" in names


def test_the_wheel_builds_a_blend_far_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    # The libraries are those of this environment; curate itself comes from the wheel alone.
    venv.create(tmp_path / "env", with_pip=False)
    site = next((tmp_path / "env/lib").glob("python3*")) / "site-packages"
    zipfile.ZipFile(wheel).extractall(site)
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    (site / "libraries.pth").write_text("\n".join(libraries) + "\n")
    work = tmp_path / "work"
    work.mkdir()
    run = [
        str(tmp_path / "env/bin/python"),
        "-c",
        "import curate, sys; sys.stderr.write(curate.__file__ + '\\n'); from curate.cli import main; main()",
    ]
    build = subprocess.run(
        [*run, "build", "-r", "stem_heavy", "-p", "unmeasured"], cwd=work, capture_output=True, text=True, check=False
    )
    assert build.returncode == 0, build.stderr
    assert build.stderr.splitlines()[0].startswith(str(site))
    assert (work / "out/stem_heavy/train.parquet").is_file()
    check = subprocess.run([*run, "check"], cwd=work, capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stderr
