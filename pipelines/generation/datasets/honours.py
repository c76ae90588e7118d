"""What a school's staff were praised and punished for over the years (staff_award, staff_discipline)."""

import numpy as np

from pipelines.generation.chance import Days, Ints, Weighted, new_year, year_of
from pipelines.generation.datasets.careers import career_table
from pipelines.generation.tables import Columns, Office, Table, blank_unless, dates

# Shares of the staff a year.
_AWARDED, _DISCIPLINED = 0.18, 0.004
_CERTIFICATE, _PRAISE = "01", "02"  # staff_award_type: of the province, of the school or commune
_CERTIFICATE_SHARE = 0.12
_REASONS = Weighted.of([("Đạt danh hiệu Lao động tiên tiến", 70), ("Đạt danh hiệu Chiến sĩ thi đua cơ sở", 15),
                        ("Giáo viên dạy giỏi cấp trường", 10), ("Hoàn thành xuất sắc công tác công đoàn", 5)])  # fmt: skip
_MEASURES = Weighted.of([("01", 80), ("02", 17), ("03", 3)])  # staff_discipline_type
# Awards are given when a school year ends; measures are taken within it.
_YEAR_ENDS = np.timedelta64(134, "D")  # 15 May
_SCHOOL_STARTS = np.timedelta64(260, "D")  # 18 September


def by_year(office: Office, purpose: str, share: float) -> tuple[Ints, Ints]:
    """The members of staff to whom something happened, and the school years in which it did, since they were hired."""
    hired, this_year = year_of(office.staff["hire_date"]), office.period.school_year
    years = np.arange(hired.min(), this_year + 1)
    happened = office.chance.flag(purpose, share, office.staff["person"][:, None], years[None, :])
    member, place = np.nonzero(happened & (years[None, :] >= hired[:, None]))
    return member, years[place]


def told(office: Office, member: Ints, days: Days) -> Ints:
    """The places of what happened before the census date, and after its member was hired."""
    return np.flatnonzero((days <= np.datetime64(office.census_date)) & (days > office.staff["hire_date"][member]))


def award_table(office: Office, students: Table) -> Table:
    member, year = by_year(office, "award", _AWARDED)
    day = new_year(year + 1) + _YEAR_ENDS + _drawn(office, "award day", 0, 14, member, year).astype("m8[D]")
    kept = told(office, member, day)
    member, year, day = member[kept], year[kept], day[kept]
    person = office.staff["person"][member]
    of_province = office.chance.flag("provincial award", _CERTIFICATE_SHARE, person, year)
    reason = office.chance.pick("reason of the award", _REASONS, person, year)
    columns: Columns = {
        "award_type_code": np.where(of_province, _CERTIFICATE, _PRAISE).tolist(),
        "award_content": [f"{r} năm học {y}-{y + 1}" for r, y in zip(reason.tolist(), year.tolist(), strict=True)],
        "award_level": np.where(of_province, "Cấp tỉnh", "Cấp trường").tolist(),
        "award_date": dates(day),
        "decision_no": _decisions(office, "award", member, year, "QĐ-KT"),
    }
    return career_table("staff_award", office, member, columns)


def discipline_table(office: Office, students: Table) -> Table:
    """Few rows; most schools have none."""
    member, year = by_year(office, "discipline", _DISCIPLINED)
    day = new_year(year) + _SCHOOL_STARTS + _drawn(office, "day of the measure", 0, 200, member, year).astype("m8[D]")
    kept = told(office, member, day)
    member, year, day = member[kept], year[kept], day[kept]
    measure = office.chance.pick("measure", _MEASURES, office.staff["person"][member], year)
    has_number = office.chance.flag("number of the measure", 0.9, office.staff["person"][member], year)
    columns: Columns = {
        "discipline_type_code": measure.tolist(),
        "discipline_level": np.where(measure == "01", "Cấp trường", "Cấp trên").tolist(),
        "discipline_date": dates(day),
        "decision_no": blank_unless(has_number, _decisions(office, "discipline", member, year, "QĐ-KL")),
    }
    return career_table("staff_discipline", office, member, columns)


def _drawn(office: Office, purpose: str, low: int, high: int, member: Ints, year: Ints) -> Ints:
    return office.chance.integers(purpose, low, high, office.staff["person"][member], year)


def _decisions(office: Office, purpose: str, member: Ints, year: Ints, mark: str) -> list[str]:
    return [f"{n}/{mark}" for n in _drawn(office, f"decision {purpose}", 10, 2000, member, year).tolist()]
