"""What the window remembers on this PC."""

import os

from hypothesis import given
from hypothesis import strategies as st

from desktop.settings import Settings


def test_settings_survive_the_program(tmp_path):
    """What was set is there in the next run."""
    Settings(tmp_path / "window.toml").set("columns.employment", {"widths": {"full_name": 130}, "hidden": []})
    again = Settings(tmp_path / "window.toml")
    assert again.get("columns.employment", {})["widths"] == {"full_name": 130}


def test_unreadable_file_is_kept_aside(tmp_path):
    """A broken settings file never keeps the window shut; the old bytes stay for who wants to look."""
    file = tmp_path / "window.toml"
    file.write_bytes(b"language = \xff\xfe [[[")
    settings = Settings(file)
    assert settings.was_unreadable
    assert settings.get("language", "zh") == "zh"
    assert file.with_suffix(".unreadable").exists()


def test_value_of_another_type_means_default(tmp_path):
    """A number where a list belongs (somebody edited by hand) is ignored."""
    file = tmp_path / "window.toml"
    file.write_text("offices = 3\n", encoding="utf-8")
    assert Settings(file).offices() == []


def test_read_only_folder_is_no_failure(tmp_path):
    """Where nothing can be written the value still counts until the end of the program."""
    (tmp_path / "blocked").write_text("a file where the folder should be")
    settings = Settings(tmp_path / "blocked" / "window.toml")
    settings.set("theme", "dark")
    assert settings.get("theme", "light") == "dark"


def test_last_office_comes_first_and_gone_ones_are_left_out(tmp_path):
    """The list of offices is in the order of use and holds only folders that are still there."""
    settings = Settings(tmp_path / "window.toml")
    for name in ("甲县", "乙县", "丙县"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "keyring.json").write_text("{}")
        settings.remember_office(folder, name)
    os.remove(tmp_path / "乙县" / "keyring.json")
    assert [folder.name for folder in settings.offices()] == ["丙县", "甲县"]
    assert settings.office_name(tmp_path / "丙县") == "丙县"


@given(st.binary(max_size=200))
def test_any_bytes_in_the_file_open_with_defaults(tmp_path_factory, content):
    """Whatever stands in the file, reading it never fails."""
    file = tmp_path_factory.mktemp("settings") / "window.toml"
    file.write_bytes(content)
    assert Settings(file).get("nothing.here", "default") == "default"
