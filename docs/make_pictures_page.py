"""Writes docs/pictures.md, the page that shows every screen and paper, so that no picture lies about unlinked.

Run it after `python -m desktop.pictures` or `docs/make_paper_pictures.py`: ``python docs/make_pictures_page.py``.
"""

from pathlib import Path

HERE = Path(__file__).resolve().parent
LOOKS = ("zh-light", "zh-dark", "en-light", "en-dark", "zh-contrast", "zh-right-to-left")


def _screens(pictures: list[str]) -> dict[str, list[str]]:
    """Return the pictures of each screen, in the order of `LOOKS`; what bears no look stands under its own name."""
    screens: dict[str, list[str]] = {}
    for picture in pictures:
        name, look = picture, ""
        for one in LOOKS:
            if picture.endswith(f"-{one}"):
                name, look = picture.removesuffix(f"-{one}"), one
        screens.setdefault(name, []).append(look)
    return screens


def page() -> str:
    """Return the page as Markdown."""
    lines = [
        "# 全部画面 · All screens",
        "",
        "每个画面：中文、英文，浅色、深色；三个画面另有高对比度和从右往左。 Each screen: Chinese and English, light and dark; three also in high "
        "contrast and from the right.",
    ]
    for name, looks in _screens(sorted(file.stem for file in (HERE / "pictures").glob("*.png"))).items():
        files = [f"{name}-{look}" if look else name for look in sorted(looks, key=(*LOOKS, "").index)]
        lines += ["", f"## {name}", ""]
        for first in range(0, len(files), 2):
            pair = files[first : first + 2]
            cells = [f"![{file}](pictures/{file}.png)" for file in pair]
            lines += ["| " + " | ".join(cells) + " |", "|" + "---|" * len(pair), ""]
        lines.pop()
    lines += ["", "# 纸 · Papers"]
    for file in sorted((HERE / "pictures" / "papers").glob("*.png")):
        lines += ["", f"## {file.stem}", "", f"![{file.stem}](pictures/papers/{file.name})"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    (HERE / "pictures.md").write_text(page(), encoding="utf-8")
