"""Manners the linters do not know: ports for clock and chance, plain text on screens, words in the catalogues."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("forms", "records", "reports", "sync", "desktop", "resources", "benchmarks")
CHINESE = re.compile(r"[\u4e00-\u9fff]")

# Where the outside world is allowed in: the ports themselves, and the benchmarks, whose job is to look at a clock.
PORTS = {"forms/clock.py", "records/model/ids.py"}
OUTSIDE = {
    ("time", "time"), ("time", "time_ns"), ("datetime", "now"), ("datetime", "today"), ("date", "today"),
    ("uuid", "uuid4"), ("uuid", "uuid1"), ("os", "urandom"), ("random", "random"), ("random", "randint"),
}  # fmt: skip


def _trees(*rooms: str) -> list[tuple[str, ast.Module]]:
    return [
        (file.relative_to(ROOT).as_posix(), ast.parse(file.read_text(encoding="utf-8")))
        for room in rooms
        for file in sorted((ROOT / room).rglob("*.py"))
        if "migrations" not in file.parts
    ]


def test_clock_and_chance_are_handed_in():
    """Outside the ports nobody asks the machine for the time or for random numbers."""
    found = [
        f"{name}:{node.lineno}"
        for name, tree in _trees("forms", "records", "reports", "sync", "desktop")
        if name not in PORTS
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in OUTSIDE
    ]

    assert found == []


def test_broad_excepts_are_two_in_all():
    """Only the last resorts catch everything: the window's crash handler and the server's."""
    allowed = {"desktop/crash.py", "sync/server/last_resort.py"}

    found = [
        f"{name}:{node.lineno}"
        for name, tree in _trees("forms", "records", "reports", "sync", "desktop")
        if name not in allowed
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (
            node.type is None
            or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})
        )
    ]

    assert found == []


def test_labels_show_plain_text():
    """Whoever makes a QLabel or QMessageBox in a file says PlainText there: Qt shows names as HTML unless told."""
    found = []
    for name, _tree in _trees("desktop"):
        text = (ROOT / name).read_text(encoding="utf-8")
        if re.search(r"\b(QLabel|QMessageBox)\(", text) and "PlainText" not in text:
            found.append(name)

    assert found == []


def _unmarked_chinese(tree: ast.Module) -> list[int]:
    """Return the lines of Chinese string literals that no `_` or `N_` call and no docstring holds."""
    marked: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in {
            "_",
            "N_",
            "ngettext",
        }:
            marked.update(id(inner) for inner in ast.walk(node))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            marked.add(id(node.value))
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CHINESE.search(node.value)
        and id(node) not in marked
    ]


def test_every_word_on_screen_is_in_the_catalogues():
    """In the windows and the console each Chinese sentence stands in `_()` or `N_()`, or its line says why not."""
    found = []
    for name, tree in _trees("desktop"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        found += [
            f"{name}:{line}: {lines[line - 1].strip()}"
            for line in _unmarked_chinese(tree)
            if "not shown" not in lines[line - 1] and "same in every language" not in lines[line - 1]
        ]

    assert found == []


@pytest.mark.parametrize(
    "pattern",
    [r"/(work|farm)/", r"pypi\.org|npmjs\.(org|com)|deb\.debian\.org|files\.pythonhosted"],
)
def test_no_address_of_this_workshop_is_committed(pattern):
    """No path of a machine and no registry address stands in a tracked file."""
    # This file would match itself.
    found = subprocess.run(
        ["git", "grep", "-n", "-I", "-E", pattern, "--", ".", ":!*.svg", f":!{Path(__file__).relative_to(ROOT).as_posix()}"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    ).stdout.splitlines()  # fmt: skip

    assert found == []
