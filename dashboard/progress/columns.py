"""Columns of a frame as arrays, whatever a cell holds: what is no text or number is missing."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.progress.exactness import Flags, Floats, Ints, Objects

FIRST_YEAR, LAST_YEAR = 1, 9999
CELLS = (list, tuple, np.ndarray)
_LONGEST = 60
"""Digits beyond which no number of the field goes."""


def texts(frame: pd.DataFrame, name: str, otherwise: str | None = None) -> Objects:
    """A text column as objects; missing values and what is no text become `otherwise`."""
    if name not in frame:
        return np.full(len(frame), otherwise, dtype=object)
    column = frame[name]
    if isinstance(column.dtype, pd.StringDtype):
        result = objects(column.array)
        if otherwise is not None:
            result[column.isna().to_numpy(dtype=bool)] = otherwise
        return result
    spelled = [_text(value) for value in column.to_numpy(dtype=object)]
    result = np.array([*spelled, None], dtype=object)[:-1]
    result[[value is None for value in spelled]] = otherwise
    return result


def objects(array: Any) -> Objects:
    """The texts of a pandas text array, None for what is missing."""
    # Arrow's own conversion takes half the time of the one that looks for missing values.
    return np.asarray(pa.array(array).to_numpy(zero_copy_only=False), dtype=object)


def text_column(words: Sequence[str] | Objects, places: Ints) -> Any:
    """A pandas text array of few words and their positions; -1 is missing."""
    held = pd.array([*words, None], dtype="str")
    return held.take(np.where(places < 0, len(words), places))


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, bool | list | tuple | dict | np.ndarray) or value is None:
        return None
    if isinstance(value, int | np.integer):
        return str(value) if abs(int(value)) < 10**_LONGEST else None
    number = as_float(value)
    return None if isnan(number) else repr(number)


def codes(
    frame: pd.DataFrame, name: str, names: Sequence[str], otherwise: str | None = None
) -> Ints:
    """Position of every value of a text column in `names`, -1 where it is none of them.

    Missing values count as `otherwise`.
    """
    missing = -1 if otherwise is None else list(names).index(otherwise)
    if name not in frame:
        return np.full(len(frame), missing, dtype=np.int64)
    column = frame[name]
    if isinstance(column.dtype, pd.CategoricalDtype):
        known = _positions(column.cat.categories.astype(str), names)
        held = column.cat.codes.to_numpy()
        return np.where(held < 0, missing, np.append(known, -1)[held])
    if not isinstance(column.dtype, pd.StringDtype):
        column = pd.Series(texts(frame, name), dtype="str")
    found = _positions(column.array, names)
    if missing < 0 or not column.hasnans:
        return found
    return np.where(column.isna().to_numpy(dtype=bool), missing, found)


def _positions(values: Any, names: Sequence[str]) -> Ints:
    held = pa.array(values)
    kind = pa.large_string() if pa.types.is_large_string(held.type) else pa.string()
    if not pa.types.is_large_string(held.type):
        held = held.cast(kind)
    found = pc.index_in(held, value_set=pa.array(list(names), kind))
    return np.asarray(pc.fill_null(found, -1) if found.null_count else found).astype(np.int64)


def as_float(value: Any) -> float:
    """A finite float, or NaN for anything that is none (texts are read)."""
    if isinstance(value, bool | list | tuple | dict | np.ndarray) or value is None:
        return float("nan")
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return float("nan")
    return number if number - number == 0 else float("nan")


def floats(frame: pd.DataFrame, name: str, otherwise: float = np.nan) -> Floats:
    """A number column as floats; missing values, infinities and non-numbers are NaN."""
    if name not in frame:
        return np.full(len(frame), otherwise)
    column = frame[name]
    if column.dtype.kind in "iuf":
        read = np.array(column.to_numpy(dtype=np.float64, na_value=np.nan), dtype=np.float64)
        read[~np.isfinite(read)] = np.nan
        return read
    return np.array([as_float(value) for value in column], dtype=np.float64)


def integers(frame: pd.DataFrame, name: str, otherwise: int) -> Ints:
    """A whole-number column; what is missing or no number becomes `otherwise`."""
    if name in frame and isinstance(frame[name].dtype, np.dtype) and frame[name].dtype.kind == "i":
        return np.asarray(frame[name].to_numpy(), dtype=np.int64)
    read = floats(frame, name)
    with np.errstate(invalid="ignore"):
        whole = np.abs(read) < 2**53
    return np.where(whole, read, otherwise).astype(np.int64)


def years(frame: pd.DataFrame, name: str) -> Ints:
    """A year column as integers, 0 where missing or outside 1-9999."""
    read = floats(frame, name)
    with np.errstate(invalid="ignore"):
        usable = (read >= FIRST_YEAR) & (read <= LAST_YEAR)
    return np.where(usable, read, 0).astype(np.int64)


def flags(frame: pd.DataFrame, name: str, otherwise: bool) -> Flags:
    """A yes/no column; missing values become `otherwise`."""
    if name not in frame:
        return np.full(len(frame), otherwise)
    column = frame[name]
    if column.dtype == bool:
        return column.to_numpy(copy=True)
    stated = [x if isinstance(x, bool | np.bool_) else otherwise for x in column]
    return np.array(stated, dtype=bool)


def given(frame: pd.DataFrame, name: str) -> Flags:
    """Where a column states anything at all."""
    if name not in frame:
        return np.zeros(len(frame), dtype=bool)
    return frame[name].notna().to_numpy(dtype=bool)


def lists(frame: pd.DataFrame, name: str) -> list[list[Any]]:
    """A column of lists; anything else becomes an empty list."""
    if name not in frame:
        return [[] for _ in range(len(frame))]
    return [list(x) if length_of(x) else [] for x in frame[name]]


def length_of(cell: Any) -> int:
    """Length of a list cell, 0 for anything else."""
    return len(cell) if isinstance(cell, list | tuple | np.ndarray) else 0
