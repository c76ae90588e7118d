"""Between Arrow and NumPy by way of buffers: the ready-made ways would import pandas first, 0.3 s a process."""

from typing import TypeAlias, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa

# A column of cells.
Texts: TypeAlias = "pa.Array[pa.StringScalar]"
Flags = npt.NDArray[np.bool_]


def integers(values: npt.NDArray[np.int64]) -> "pa.Int64Array":
    data = pa.py_buffer(np.ascontiguousarray(values).data)
    return cast("pa.Int64Array", pa.Array.from_buffers(pa.int64(), len(values), [None, data]))


def text(value: str) -> pa.StringScalar:
    content = value.encode()
    ends = pa.py_buffer(np.array([0, len(content)], dtype=np.int32).data)
    return cast("pa.StringScalar", pa.Array.from_buffers(pa.string(), 1, [None, ends, pa.py_buffer(content)])[0])


def are_filled(column: Texts) -> Flags:
    """True for each cell that is not null."""
    return _bits(column.buffers()[0], column.offset, len(column))


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
