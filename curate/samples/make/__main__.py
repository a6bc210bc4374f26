"""`python -m curate.samples.make` writes the sample files; with `--check` it only compares them with those there."""

import argparse
import sys

from curate.samples.make.build import SAMPLES, contents


def main(arguments: list[str] | None = None) -> int:
    """Write all sample files, or compare; return the exit code, 1 where `--check` finds a difference."""
    parser = argparse.ArgumentParser(prog="python -m curate.samples.make", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a file differs")
    check = parser.parse_args(arguments).check
    different: list[str] = []
    for name, content in contents().items():
        path = SAMPLES / name
        if path.is_file() and path.read_bytes() == content:
            continue
        different.append(name)
        if not check:
            path.write_bytes(content)
    what = "differs" if check else "written"
    sys.stdout.writelines(f"{name}: {what}\n" for name in different)
    return int(check and bool(different))


if __name__ == "__main__":
    sys.exit(main())
