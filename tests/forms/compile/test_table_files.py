"""Tables that come with a form as files: CSV, XML and GeoJSON become rows of text; anything else is refused with a code."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.compile import read_table
from forms.problems import Problem


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_as_chinese_excel_saves_it(encoding: str) -> None:
    """Quotes, line breaks in cells and blank lines are read; the encodings of Excel are told apart."""
    text = 'name,label\n1,"新市坝,镇"\n\n2,"两\n行"\n'
    assert read_table("towns.csv", text.encode(encoding)) == [
        {"name": "1", "label": "新市坝,镇"},
        {"name": "2", "label": "两\n行"},
    ]


def test_xml_items_become_rows() -> None:
    """Each child of the root is a row, its children and attributes are the columns."""
    content = b"<root><item id='7'><name>a</name><label>A</label></item></root>"
    assert read_table("x.xml", content) == [{"name": "a", "label": "A", "id": "7"}]


def test_geojson_features_become_rows() -> None:
    """Properties are columns, the geometry is written as ODK writes it: latitude first."""
    features = [
        {
            "id": "p",
            "properties": {"label": "井", "deep": 12},
            "geometry": {"type": "Point", "coordinates": [102.7, 28.9]},
        },
        {
            "properties": {"id": "f"},
            "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]},
        },
    ]
    rows = read_table(
        "wells.geojson", json.dumps({"type": "FeatureCollection", "features": features}).encode()
    )
    assert rows[0] == {"label": "井", "deep": "12", "id": "p", "geometry": "28.9 102.7 0 0"}
    assert rows[1] == {"id": "f", "geometry": "0 0 0 0; 0 1 0 0; 1 1 0 0; 0 0 0 0"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.exe", b"MZ"),
        ("a.csv", b"a,a\n1,2\n"),
        ("a.csv", b""),
        ("a.csv", b'a\n"open'),
        ("a.geojson", b"[]"),
        ("a.geojson", b'{"type": "FeatureCollection", "features": [{"geometry": {"type": "Point", "coordinates": []}}]}'),
        ("a.geojson", b"[" * 100_000),
        ("a.xml", b"<!DOCTYPE r [<!ENTITY e 'x'>]><r>&e;</r>"),
        ("a.xml", b"no xml"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(name: str, content: bytes) -> None:
    """A file that is no table, or a hostile one, gives a coded problem and nothing else."""
    with pytest.raises(Problem) as caught:
        read_table(name, content)
    assert caught.value.code in {"FORMS-053", "FORMS-035", "FORMS-036"}


@given(st.sampled_from(["a.csv", "a.xml", "a.geojson"]), st.binary(max_size=200))
def test_any_bytes_give_rows_or_a_problem(name: str, content: bytes) -> None:
    """Whatever a file holds, reading it ends with rows of text or a coded problem."""
    try:
        rows = read_table(name, content)
    except Problem:
        return
    assert all(isinstance(value, str) for row in rows for value in row.values())
