"""What a failed run is told as."""

import errno
import os

import dagster as dg
import pytest

from assets.runs import _in_words
from pipelines.errors import CsdlError


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "Đĩa chứa"),
        (CsdlError("release.no_checkpoint", problem="it broke"), "Không chạy được bước kiểm tra"),
        (ValueError("unforeseen"), "ValueError: unforeseen"),
    ],
)
@pytest.mark.parametrize("of", ["step", "resource"])
def test_errors_are_told_in_words_where_there_are_words(error: Exception, told: str, of: str) -> None:
    @dg.resource
    def needed() -> None:
        if of == "resource":
            raise error

    @dg.op(required_resource_keys={"needed"})
    def fail() -> None:
        raise error

    @dg.job(resource_defs={"needed": needed})
    def failing() -> None:
        fail()

    assert _in_words(failing.execute_in_process(raise_on_error=False)).startswith(told)
