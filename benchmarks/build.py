"""Makes the frozen one-folder program in a clean run-time environment and walks the demonstration with it.

Not part of the plain `./check`: it takes minutes and hundreds of megabytes.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Build in a new environment that holds only the run-time lock and PyInstaller, then run the result."""
    work = Path(tempfile.mkdtemp(prefix="xiezuo-build-"))
    python = work / "venv" / "bin" / "python"
    uv = Path(sys.executable).with_name("uv")
    try:
        subprocess.run([sys.executable, "-m", "venv", str(work / "venv")], check=True)
        install = [str(uv), "pip", "install", "-q", "--python", str(python), "--require-hashes"]
        subprocess.run([*install, "-r", "requirements.lock"], cwd=ROOT, check=True)
        subprocess.run([*install, "-r", str(_build_tools(work))], cwd=ROOT, check=True)
        subprocess.run(
            [str(python), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN",
             "--workpath", str(work / "work"), "--distpath", str(ROOT / "dist"), "build.spec"],
            cwd=ROOT, check=True,
        )  # fmt: skip
        program = ROOT / "dist" / "xiezuo" / "xiezuo"
        size = sum(file.stat().st_size for file in program.parent.rglob("*") if file.is_file())
        print(f"{program.parent}: {size / 2**20:.0f} MiB")
        return subprocess.run([str(program), "demo"], env=_bare_environment(), check=False).returncode
    finally:
        shutil.rmtree(work)


def _build_tools(work: Path) -> Path:
    """Return a lock file of PyInstaller alone, cut from the development lock, hashes included."""
    wanted = ("pyinstaller==", "pyinstaller-hooks-contrib==", "altgraph==", "packaging==", "setuptools==")
    lines, keep = [], False
    for line in (ROOT / "requirements-dev.lock").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith((" ", "#")):
            keep = line.startswith(wanted)
        if keep:
            lines.append(line)
    file = work / "build-tools.lock"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def _bare_environment() -> dict[str, str]:
    """Return an environment without Python's own variables, as on a clerk's machine."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))
    }


if __name__ == "__main__":
    sys.exit(main())
