"""Every check by name: `nox` runs them all, `nox -s lint` one of them."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import nox

nox.options.default_venv_backend = "venv"
nox.options.error_on_missing_interpreters = False
ROOT = Path(__file__).parent
#: Fails where the installed program does not use the compiled form of its pack.
COMPILED = """
from massage_screen.catalogue import pack_folder
from massage_screen.compiled import read_compiled
assert read_compiled(pack_folder())
"""
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, layout and the direction of imports."""
    session.install("-e", ".[dev]")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("lint-imports")


@nox.session
def types(session: nox.Session) -> None:
    """Check types."""
    session.install("-e", ".[dev]")
    session.run("mypy")


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the tests on every Python that is installed here."""
    session.install("-e", ".[test]")
    session.run("pytest", *session.posargs)


@nox.session
def packs(session: nox.Session) -> None:
    """Look for problems in the pack that is shipped."""
    session.install("-e", ".")
    session.run("massage-screen", "check")


@nox.session
def proof(session: nox.Session) -> None:
    """Prove the properties of the pack that is shipped, and look for holes."""
    session.install("-e", ".[prove]")
    session.run("massage-screen", "check", "--prove")


@nox.session
def wheel(session: nox.Session) -> None:
    """Build a wheel, install it away from the checkout, and use it there."""
    session.install("build")
    folder = Path(session.create_tmp()).resolve()
    shutil.rmtree(folder / "dist", ignore_errors=True)
    session.run("python", "-m", "build", "--outdir", str(folder / "dist"), silent=True)
    (built,) = (folder / "dist").glob("*.whl")
    session.install("--force-reinstall", str(built))
    session.chdir(folder)
    session.run("massage-screen", "--version")
    session.run("massage-screen", "check")
    session.run("python", "-c", COMPILED)
    # No answers at all must come back as incomplete: never as a go-ahead.
    nothing = folder / "nothing.json"
    nothing.write_text("{}")
    said = session.run(
        "massage-screen",
        "assess",
        "--json",
        str(nothing),
        silent=True,
        success_codes=[50],
    )
    decision = json.loads(str(said))
    if decision["complete"] or decision["disposition"] is not None:
        session.error("the installed program gave a decision without answers")


@nox.session(python="3.11")
def lowest(session: nox.Session) -> None:
    """Run the tests with the oldest dependencies that are declared."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    declared = project["dependencies"] + extras["prove"] + extras["batch"]
    oldest = [each.split(",")[0].replace(">=", "==") for each in declared]
    session.install("-e", ".[test]", *oldest)
    session.run("pytest", *session.posargs)


@nox.session(default=False)
def mutants(session: nox.Session) -> None:
    """Change the shipped pack in every small, wrong way, and count who notices."""
    session.install("-e", ".[dev]")
    session.run("python", "-m", "bench.mutants", *session.posargs)


@nox.session(default=False)
def population(session: nox.Session) -> None:
    """Screen clients drawn by chance, and count who is held back."""
    session.install("-e", ".[dev]")
    session.run("python", "-m", "bench.population", *session.posargs)


@nox.session(default=False)
def pages(session: nox.Session) -> None:
    """Print every page with Chromium: how many sheets, large print, contrast."""
    session.install("-e", ".")
    session.run("python", "-m", "bench.pages", *session.posargs)


@nox.session(default=False)
def batch(session: nox.Session) -> None:
    """Hold the statement in SQL against `decide`: all cases and 20,000 sheets."""
    session.install("-e", ".[dev]")
    session.run("python", "-m", "bench.batch_equality", *session.posargs)
