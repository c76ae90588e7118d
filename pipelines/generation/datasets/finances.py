"""The finance dataset of one school: final accounts of the last fiscal year, plan and estimate of this one.

Told at the beginning of a school year, for the calendar year that it begins in (n) and the one before. Lines come in
blocks of eight, one for each level: the total, its three sources and its four groups of spending, which both add up.
"""

from pipelines.generation.tables import Columns, Office, Table, Value
from pipelines.periods import Point

_RECURRENT = 15
# First line of the block of each level.
_BLOCKS = {"01": 16, "02": 24, "03": 32, "04": 40, "05": 48}
_SOURCES = (0.82, 0.12)  # state budget, fees; the rest is from elsewhere
_SPENDING = (0.74, 0.15, 0.06)  # persons, goods and services, support; the rest is other spending
# Million VND a learner and year.
_PER_LEARNER = {"01": 14.0, "02": 11.0, "03": 12.0, "04": 13.0, "05": 9.0}


def finance_table(office: Office, students: Table) -> Table:
    """One row a budget line and fiscal year; none but at the beginning of a school year."""
    if office.period.point is not Point.BEGINNING:
        return Table("finance", office.key_columns(0))
    year = office.period.school_year
    rows: list[tuple[Value, ...]] = []
    for fiscal_year in (year - 1, year):
        draw = office.chance.generator(f"finance {fiscal_year}", office.school.index)
        lines = {number: amount for level in office.school.kind.levels for number, amount in
                 _block(level, _learners(office, level) * _PER_LEARNER[level] * float(draw.uniform(0.9, 1.1)))}  # fmt: skip
        total = sum(lines[_BLOCKS[level]] for level in office.school.kind.levels)
        for number, amount in ((_RECURRENT, total), *lines.items()):
            plan, final = (amount, None) if fiscal_year == year else (None, amount)
            rows.append((fiscal_year, str(number), plan, plan, final))
    names = ("fiscal_year", "budget_line_code", "planned_amount", "estimated_amount", "final_amount")
    columns: Columns = dict(zip(names, (list(column) for column in zip(*rows, strict=True)), strict=True))
    return Table("finance", office.key_columns(len(rows)) | columns)


def _learners(office: Office, level: str) -> int:
    return sum(size for (stage, _), size in office.class_sizes.items() if office.school.level_of(stage) == level)


def _block(level: str, total: float) -> list[tuple[int, int]]:
    """The lines of a level with whole millions that add up to its total twice."""
    amount, first = round(total), _BLOCKS[level]
    parts = [amount]
    for shares in (_SOURCES, _SPENDING):
        given = [round(amount * share) for share in shares]
        parts += [*given, amount - sum(given)]
    return [(first + place, part) for place, part in enumerate(parts)]
