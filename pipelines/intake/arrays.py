"""Between Arrow and NumPy by way of buffers: the ready-made ways would import pandas first, 0.3 s a process."""

from collections.abc import Sequence
from typing import TypeAlias, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa

# A column of cells.
Texts: TypeAlias = "pa.Array[pa.StringScalar]"
Flags = npt.NDArray[np.bool_]
# A sheet of more rows is looked at column by column: a copy of it would cost memory.
_MANY_ROWS = 2000


def integers(values: npt.NDArray[np.int64]) -> "pa.Int64Array":
    data = pa.py_buffer(np.ascontiguousarray(values).data)
    return cast("pa.Int64Array", pa.Array.from_buffers(pa.int64(), len(values), [None, data]))


def text(value: str) -> pa.StringScalar:
    content = value.encode()
    ends = pa.py_buffer(np.array([0, len(content)], dtype=np.int32).data)
    return cast("pa.StringScalar", pa.Array.from_buffers(pa.string(), 1, [None, ends, pa.py_buffer(content)])[0])


class Cells:
    """The cells of an array, by its buffers: to look at all of them, or at some without a scalar of Arrow for each.

    An empty cell takes no bytes.
    """

    def __init__(self, column: Texts) -> None:
        validity, ends, content = column.buffers()
        self.is_filled = _bits(validity, column.offset, len(column))
        self.content = memoryview(content or b"")
        self._ends = np.frombuffer(memoryview(ends or bytes(4)), dtype=np.int32)[column.offset :][: len(column) + 1]

    def has_empty_text(self) -> bool:
        """Whether a cell is not null and yet empty."""
        return bool(np.count_nonzero(self._ends[1:] != self._ends[:-1]) != np.count_nonzero(self.is_filled))

    def texts(self, first: int, step: int) -> list[str | None]:
        """Every so many cells, from one on."""
        content = self.content
        begins, ends = self._ends[:-1][first::step].tolist(), self._ends[1:][first::step].tolist()
        return [str(content[b:e], "utf-8") if b < e else None for b, e in zip(begins, ends, strict=True)]


def together(columns: Sequence[Texts]) -> list[Cells]:
    """The cells of all columns, one after the other: of a sheet of few rows each look at a column costs more than its cells."""
    if not columns or len(columns[0]) > _MANY_ROWS:
        return list(map(Cells, columns))
    return [Cells(pa.concat_arrays(columns))]


def are_true(column: "pa.BooleanArray") -> Flags:
    """True for each value that is true; null is not."""
    validity, values = column.buffers()
    return _bits(values, column.offset, len(column)) & _bits(validity, column.offset, len(column))


def _bits(buffer: pa.Buffer | None, offset: int, length: int) -> Flags:
    """A bitmap as flags; no bitmap stands for all true."""
    if buffer is None:
        return np.ones(length, dtype=np.bool_)
    packed = np.frombuffer(memoryview(buffer), dtype=np.uint8)
    bits: Flags = np.unpackbits(packed, count=offset + length, bitorder="little").view(np.bool_)
    return bits[offset:]
