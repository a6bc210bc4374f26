"""Everything that decides a verdict, by version: for the manifest of a blend and the fingerprint of a stage."""

from functools import cache

GRADER_VERSION = "4"
"""Changes whenever a verdict of this package could differ from the one before."""


@cache
def versions() -> dict[str, str]:
    """Return the version of this grader, of each library that its verdicts depend on, and of other packages' graders.

    Raises:
        importlib.metadata.PackageNotFoundError: If one of them is not installed, for then no grade can be trusted.
    """
    from importlib.metadata import entry_points, version  # noqa: PLC0415 - as dear as all of the package together

    others = {
        f"{entry.name} ({entry.value})": entry.dist.version if entry.dist else "unknown"
        for entry in sorted(entry_points(group="curate.graders"), key=lambda entry: entry.name)
    }
    libraries = ("math-verify", "sympy", "mpmath", "pint", "antlr4-python3-runtime", "latex2sympy2_extended")
    return {"curate.grading": GRADER_VERSION} | {library: version(library) for library in libraries} | others
