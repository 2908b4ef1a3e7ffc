"""What the window remembers on this PC: language, theme, geometry, widths, the last office. Nothing personal.

One small TOML file a person may read and edit. It is written whole to a new file and renamed, so a power cut
leaves the old or the new one. A file that cannot be read is kept aside and defaults are used: a window that
does not open because of a column width would be absurd.
"""

import os
import tomllib
from pathlib import Path
from typing import Any


def default_file() -> Path:
    """Return where the settings of this person lie on this machine."""
    from platformdirs import user_config_path

    return user_config_path("xiezuo", appauthor=False) / "window.toml"


def default_reports() -> Path:
    """Return where crash reports go."""
    from platformdirs import user_log_path

    return user_log_path("xiezuo", appauthor=False)


def default_offices() -> Path:
    """Return the folder in which new office folders are proposed."""
    from platformdirs import user_data_path

    return user_data_path("xiezuo", appauthor=False)


class Settings:
    """The remembered values, by dotted key (``columns.employment.widths``)."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.was_unreadable = False
        self._document = self._read()

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value at *key* as plain Python, or *default* when absent or of another type."""
        here: Any = self._document
        for part in key.split("."):
            if not isinstance(here, dict) or part not in here:
                return default
            here = here[part]
        if default is not None and not isinstance(here, type(default)):
            return default
        return here

    def set(self, key: str, value: Any) -> None:
        """Remember *value* (text, number, bool, or lists and tables of them) at *key* and write the file."""
        *tables, last = key.split(".")
        here: Any = self._document
        for part in tables:
            if not isinstance(here.get(part), dict):
                here[part] = {}
            here = here[part]
        if here.get(last) == value:
            return
        here[last] = value
        self._write()

    def remember_office(self, folder: Path, name: str) -> None:
        """Put *folder* first among the known offices (nine at most), under the office's *name*."""
        known = [str(folder), *(one for one in self.get("offices", []) if one != str(folder))][:9]
        names = {one: old for one, old in self.get("office_names", {}).items() if one in known}
        self.set("offices", known)
        self.set("office_names", names | {str(folder): name})

    def office_name(self, folder: Path) -> str:
        """Return the name of the office in *folder* as last seen, else the folder's own name."""
        return str(self.get("office_names", {}).get(str(folder), folder.name))

    def offices(self) -> list[Path]:
        """Return the known office folders that still exist, the last one used first."""
        return [Path(one) for one in self.get("offices", []) if (Path(one) / "keyring.json").is_file()]

    def _read(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError):  # unreadable as UTF-8 and as TOML are both of this kind
            self.was_unreadable = True
            self._set_aside()
            return {}

    def _set_aside(self) -> None:
        try:
            os.replace(self.file, self.file.with_suffix(".unreadable"))
        except OSError:
            return  # read-only: the defaults do for this time

    def _write(self) -> None:
        import tomlkit  # a fifth of a bare start to import, and the first window writes nothing

        new = self.file.with_suffix(".new")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with new.open("w", encoding="utf-8") as target:
                target.write(tomlkit.dumps(self._document))
                target.flush()
                os.fsync(target.fileno())
            os.replace(new, self.file)
        except OSError:
            return  # remembered until the end of the program; a full disk is told where work is saved
