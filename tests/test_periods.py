"""Names of periods."""

import pytest

from pipelines.errors import UnknownPeriodError
from pipelines.periods import Period


@pytest.mark.parametrize("name", ["2000-2001-dau-nam", "2025-2026-giua-nam", "2199-2200-cuoi-nam"])
def test_a_period_is_named_by_its_name(name: str) -> None:
    assert Period.parse(name).name == name


@pytest.mark.parametrize(
    "name",
    [
        "1025-1026-dau-nam",
        "0000-0001-dau-nam",
        "1999-2000-dau-nam",
        "2025-2027-dau-nam",
        "2025-2026-dau-nam\n",
        "２０２５-２０２６-dau-nam",
    ],
)
def test_other_names_are_no_period(name: str) -> None:
    with pytest.raises(UnknownPeriodError):
        Period.parse(name)
