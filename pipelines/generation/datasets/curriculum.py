"""What is taught in which class: subject codes by level and grade, in the programme of 2018 and the one before."""

from dataclasses import dataclass

# School year in which the programme of 2018, and with it Circulars 27/2020 and 22/2021, reached a grade (stage).
NEW_PROGRAMME_SINCE = {1: 2020, 2: 2021, 3: 2022, 4: 2023, 5: 2024} | {
    6: 2021, 7: 2022, 8: 2023, 9: 2024, 10: 2022, 11: 2023, 12: 2024,
}  # fmt: skip

_PRIMARY, _LOWER, _UPPER, _CONTINUING = "02", "03", "04", "05"
# Electives of upper secondary classes: natural sciences, social sciences, and a mixture.
_UPPER_ELECTIVES = (("35", "36", "37", "38"), ("41", "52", "38", "46"), ("35", "36", "41", "52"))
_CONTINUING_ELECTIVES = (("54", "55", "56", "63"), ("59", "65", "63", "54"))


@dataclass(frozen=True)
class Curriculum:
    """Subjects of a class. ``scored``: marks of 0 to 10 (in primary schools: tests beside a rating); ``commented``: ratings only."""

    scored: tuple[str, ...]
    commented: tuple[str, ...]

    @property
    def subjects(self) -> tuple[str, ...]:
        return self.scored + self.commented


def is_new_programme(stage: int, school_year: int) -> bool:
    return school_year >= NEW_PROGRAMME_SINCE[stage]


def curriculum(level: str, stage: int, section: int, school_year: int) -> Curriculum:
    """The subjects of one class of grade 1 to 12."""
    is_new = is_new_programme(stage, school_year)
    if level == _PRIMARY:
        return _primary(stage, is_new)
    if level == _LOWER:
        return _lower_secondary(stage, is_new)
    if level == _CONTINUING:
        chosen = _CONTINUING_ELECTIVES[section % len(_CONTINUING_ELECTIVES)]
        return Curriculum(("57", "53", "58", *chosen), ("91",) if is_new else ())
    if not is_new:
        return Curriculum(("39", "34", "42", "35", "36", "37", "40", "41", "52", "46", "38", "47"), ("48",))
    return Curriculum(("39", "34", "42", "40", "47", *_UPPER_ELECTIVES[section % len(_UPPER_ELECTIVES)]), ("48", "91"))


def _primary(stage: int, is_new: bool) -> Curriculum:
    """Tests are set in mathematics and Vietnamese, from grade 3 or 4 also in languages, informatics and the sciences."""
    tested = ["02", "01"]
    if stage >= 3:
        tested += ["11", "87" if is_new else "12"]
    if stage >= 4:
        tested += ["13", "05"]
    nature = [] if stage >= 4 else ["04"]
    craft = [] if is_new else ["08" if stage < 4 else "09"]
    return Curriculum(tuple(tested), ("03", *nature, "06", "07", *craft, "10", *(["91"] if is_new else [])))


def _lower_secondary(stage: int, is_new: bool) -> Curriculum:
    if is_new:
        return Curriculum(("19", "15", "22", "26", "66", "20", "21", "27", "32"), ("28", "29", "30", "91"))
    chemistry = ("17",) if stage >= 8 else ()
    return Curriculum(("19", "15", "22", "16", *chemistry, "18", "20", "21", "26", "27", "32"), ("28", "29", "30"))
