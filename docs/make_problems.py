"""Writes docs/problems.md from the problem catalogues, so that the page cannot lag behind the program."""

import importlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from forms.problems import Detail  # noqa: E402  (the path must be set first)
from resources.i18n import translator  # noqa: E402  (the path must be set first)


def details() -> list[Detail]:
    """Return every problem of every room, ordered by code."""
    found: dict[str, Detail] = {}
    for file in sorted(ROOT.glob("*/**/problem_codes*.py")):
        if ".venv" in file.parts or "tests" in file.parts:
            continue
        module = importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
        found.update({value.code: value for value in vars(module).values() if isinstance(value, Detail)})
    return [found[code] for code in sorted(found)]


def page() -> str:
    """Return the page as Markdown."""
    english = translator("en")
    lines = [
        "# 问题代码 · Problem codes",
        "",
        "每个代码永不改变。硬 = 必须改正；软 = 可保留，须写说明。 "
        "A code never changes. 硬 hard: must be put right; 软 soft: may stand with a written explanation.",
        "",
        "| 代码 | 类 | 说的是什么，怎么办 | What it says, what to do |",
        "|---|---|---|---|",
    ]
    for detail in details():
        kind = "硬" if detail.severity == "hard" else "软"
        chinese = f"{detail.what} {detail.remedy}".replace("|", "\\|")
        translated = f"{english(detail.what)} {english(detail.remedy)}".replace("|", "\\|")
        lines.append(f"| {detail.code} | {kind} | {chinese} | {translated} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    (ROOT / "docs" / "problems.md").write_text(page(), encoding="utf-8")
