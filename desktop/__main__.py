"""The one entry: a verb goes to the console, nothing (or a folder) opens the window.

``python -m desktop`` · ``python -m desktop --office DIR`` open the window; everything else is the console's.
"""

import multiprocessing
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Run the window or one verb and return the exit status."""
    if not arguments:
        return _window(None)
    if len(arguments) == 2 and arguments[0] == "--office":
        return _window(Path(arguments[1]))
    from desktop.console import main as console

    return console(arguments)


def _window(folder: Path | None) -> int:
    from desktop import display

    if not display.there_is_one():
        from desktop import words
        from desktop.problem_codes import NO_DISPLAY
        from forms.problems import Problem

        words.use(words.of_machine())
        sys.stderr.write(Problem(NO_DISPLAY).sentence(words._) + f" ({NO_DISPLAY.code})\n")
        return 2
    from desktop.app import main as window

    return window(folder)


if __name__ == "__main__":
    multiprocessing.freeze_support()  # the workbook reader and the workers are child processes of the frozen program too
    sys.exit(main(sys.argv[1:]))
