"""The site in a real browser: drawn, searched, printed. Needs Debian's chromium (./check has it)."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

import resources
from tests.reports.site.conftest import County

FONTS = resources.path("fonts", "NotoSansSC-Regular.ttf").parent
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed")
_QUIET = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--virtual-time-budget=3000",
)  # fmt: skip


def browser(tmp_path: Path, *arguments: str) -> str:
    """Run the browser once, with a profile and the program's own fonts (a server has no Chinese one), and return what it wrote."""
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(
        f"<fontconfig><dir>{FONTS}</dir><cachedir>{tmp_path / 'fontcache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    command = [str(CHROMIUM), *_QUIET, f"--user-data-dir={tmp_path / 'profile'}", *arguments]
    around = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
    return subprocess.run(command, check=True, capture_output=True, timeout=120, text=True, env=around).stdout


def test_the_site_is_drawn_searched_and_printed(county: County, tmp_path: Path) -> None:
    search = (county.folder / "zh" / "search.html").as_uri()
    with_script = browser(tmp_path, "--dump-dom", f"{search}?q=%E9%A5%AE%E6%B0%B4")  # 饮水
    assert "找到 1 条" in with_script
    assert "2026年海棠镇饮水工程</a>" in with_script
    assert "没有找到" in browser(tmp_path, "--dump-dom", f"{search}?q=nosuchword").replace("data-none", "")
    picture = tmp_path / "index.png"
    index = (county.folder / "zh" / "index.html").as_uri()
    browser(tmp_path, "--window-size=1000,800", f"--screenshot={picture}", index)
    with Image.open(picture) as drawn:
        assert drawn.size == (1000, 800)
        colours = drawn.convert("RGB").getcolors(1_000_000)
        assert colours is not None
        assert len(colours) > 20  # words, rules and cards, no blank sheet

    paper = tmp_path / "indicators.pdf"
    browser(
        tmp_path,
        "--no-pdf-header-footer",
        f"--print-to-pdf={paper}",
        (county.folder / "zh" / "indicators" / "index.html").as_uri(),
    )
    pages = PdfReader(paper).pages
    assert len(pages) >= 2
    first = pages[0].extract_text().replace(" ", "")  # the heading's letters stand apart
    assert "考核指标" in first
    assert "查找" not in first  # navigation and search stay on the screen
