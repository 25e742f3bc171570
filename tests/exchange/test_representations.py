"""Rows as JSON and as tables of text."""

import json
from decimal import Decimal

import numpy as np

from dashboard.exchange.csv_files import write_sheet
from dashboard.exchange.representations import plain, to_json, to_table


def test_missing_values_become_null_and_numbers_stay_exact() -> None:
    row = {
        "none": None,
        "nan": float("nan"),
        "numpy": np.float64("nan"),
        "year": np.int64(2027),
        "yearfloat": 2027.0,
        "exact": Decimal("550000000000"),
        "units": np.array(["市工业和信息化局", "市科技局"], dtype=object),
        "flag": np.bool_(True),
    }
    assert json.loads(to_json(plain(row))) == {
        "none": None,
        "nan": None,
        "numpy": None,
        "year": 2027,
        "yearfloat": 2027,
        "exact": "550000000000",
        "units": ["市工业和信息化局", "市科技局"],
        "flag": True,
    }


def test_a_table_lines_up_chinese_and_latin_columns() -> None:
    table = to_table(("region", "value"), [("滨州市", "5500"), ("xinle", "12%")])
    assert table.splitlines() == [
        "region  value",
        "------  -----",
        "滨州市  5500",
        "xinle   12%",
    ]


def test_a_note_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in to_table(("note",), [("\x1b]0;title\x07\x1b[2J bad\nline",)])


def test_numbers_are_written_without_exponents() -> None:
    text = to_json([{"completion": 0.00001, "list": [1.5e-07], "note": "it is 1e-05,"}])
    assert '"completion": 0.00001,' in text
    assert "0.00000015" in text
    assert json.loads(text)[0]["note"] == "it is 1e-05,"
    assert write_sheet(("completion",), [{"completion": 0.00001}], "\n") == "completion\n0.00001\n"
