"""Parents, guardians, homes and telephone numbers: shared by the children of a family."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.generation.chance import Chance, Ints, Objects, Weighted
from pipelines.generation.names import FEMALE, MALE, family_names, full_names
from pipelines.generation.tables import Columns, Office, Value, blank_unless, dates

_JOBS = Weighted.of(
    [("Nông dân", 26), ("Công nhân", 24), ("Kinh doanh", 12), ("Buôn bán", 10), ("Lao động tự do", 9), ("Giáo viên", 4),
     ("Viên chức", 4), ("Lái xe", 3), ("Thợ xây", 3), ("Nội trợ", 3), ("Kỹ sư", 1), ("Bác sĩ", 0.5)]
)  # fmt: skip
_STREETS = Weighted.of(
    (name, 1) for name in ("Lê Lợi", "Trần Phú", "Nguyễn Trãi", "Hùng Vương", "Quang Trung", "Lý Thường Kiệt",
                           "Nguyễn Huệ",
                           "Điện Biên Phủ", "Phan Đình Phùng", "Cách Mạng Tháng Tám", "Nguyễn Văn Cừ", "Lê Duẩn")
)  # fmt: skip
_MOBILE_PREFIXES = Weighted.of([("03", 34), ("05", 6), ("07", 16), ("08", 14), ("09", 30)])
FATHER, MOTHER, GUARDIAN = "father", "mother", "guardian"


def mobile_numbers(chance: Chance, purpose: str, ids: Ints) -> list[str]:
    """Ten-digit mobile numbers."""
    starts = chance.pick(f"{purpose} phone start", _MOBILE_PREFIXES, ids).tolist()
    rest = chance.integers(f"{purpose} phone", 10_000_000, 100_000_000, ids).tolist()
    return [f"{start}{number}" for start, number in zip(starts, rest, strict=True)]


def addresses(chance: Chance, is_urban: bool, ids: Ints) -> list[str]:
    """A house in a street, or a hamlet."""
    number = chance.integers("house", 1, 320, ids).tolist()
    if is_urban:
        streets = chance.pick("street", _STREETS, ids).tolist()
        return [f"Số {n}, đường {street}" for n, street in zip(number, streets, strict=True)]
    return [f"Nhà số {n}, thôn {n % 12 + 1}" for n in number]


def adult_ids(chance: Chance, purpose: str, ids: Ints, sex: int, birth_year: Ints, prefix: Ints) -> list[str]:
    """Personal numbers of parents; they need not be distinct."""
    digit = (birth_year // 100 - 19) * 2 + (sex - 1)
    serial = chance.integers(f"{purpose} serial", 1, 1_000_000, ids)
    rows = zip(prefix.tolist(), digit.tolist(), (birth_year % 100).tolist(), serial.tolist(), strict=True)
    return [f"{p:03d}{d}{y:02d}{s:06d}" for p, d, y, s in rows]


def family_columns(office: Office, ethnicity: Objects, surname: Objects) -> Columns:
    """Homes, parents and guardians of the learners of a roll."""
    roll, chance = office.roll, office.chance
    family = roll["family"].astype(np.int64)
    absent = {who: chance.flag(f"no {who}", share, family) for who, share in ((FATHER, 0.045), (MOTHER, 0.02))}
    present = {FATHER: ~absent[FATHER], MOTHER: ~absent[MOTHER], GUARDIAN: absent[FATHER] & absent[MOTHER]}
    mother_year = roll["mother_year"].astype(np.int64)
    years = {
        FATHER: mother_year - chance.integers("father older", -2, 9, family),
        MOTHER: mother_year,
        GUARDIAN: mother_year - chance.integers("guardian older", 18, 30, family),
    }
    columns = office.place_columns(roll["ward"], "home_")
    home = addresses(chance, office.school.is_urban, family)
    hamlets = [f"Tổ dân phố {n}" if office.school.is_urban else f"Thôn {n}" for n in (family % 12 + 1).tolist()]
    columns |= {"home_address": home, "current_address": home, "home_hamlet_name": hamlets}
    own_phone = (roll["stage"] > 9) & chance.flag("own phone", 0.6, roll["person"])
    columns["phone"] = blank_unless(own_phone, mobile_numbers(chance, "learner", roll["person"].astype(np.int64)))
    maiden = family_names(chance, "mother family name", family, ethnicity)
    for who, sex, names in ((FATHER, MALE, surname), (MOTHER, FEMALE, maiden), (GUARDIAN, FEMALE, maiden)):
        prefix = roll["prefix"].astype(np.int64)
        columns |= _adult(chance, who, sex, names, family, years[who], prefix, present[who])
    return columns


def _adult(
    chance: Chance, who: str, sex: int, surname: Objects, family: Ints, year: Ints, prefix: Ints, present: NDArray[Any]
) -> Columns:
    sexes = np.full(len(family), sex, dtype=np.int64)
    values: dict[str, list[Value]] = {
        "name": full_names(chance, who, family, sexes, surname).tolist(),
        "birth_date": dates(chance.birthday(f"{who} birthday", year, family)),
        "personal_id": list(adult_ids(chance, who, family, sex, year, prefix)),
        "occupation": chance.pick(f"{who} job", _JOBS, family).tolist(),
        "phone": list(mobile_numbers(chance, who, family)),
    }
    return {f"{who}_{name}": blank_unless(present, column) for name, column in values.items()}
