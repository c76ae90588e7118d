"""What typing does to names, dates and numbers: few of many rows, each changed by a draw of its own."""

from collections.abc import Callable
from datetime import date

import numpy as np

from pipelines.generation.chance import Days, Flags, Ints, Objects
from schemas.text import fold

Change = Callable[[str, int], str]
_LETTERS = "aeiouhnt"


def at(values: Objects, chosen: Flags, change: Change, draws: Ints) -> Objects:
    """The values, with ``change(value, draw)`` of those that are chosen and not blank."""
    changed = values.copy()
    for n in np.flatnonzero(chosen & (values != None)).tolist():  # noqa: E711 (element by element)
        changed[n] = change(changed[n], int(draws[n]))
    return changed


def left_out(values: Objects, chosen: Flags) -> Objects:
    """The values, with nothing where they are chosen."""
    remaining = values.copy()
    remaining[chosen] = None
    return remaining


def without_accents(name: str, _draw: int) -> str:
    return fold(name).upper()


def swap_syllables(name: str, _draw: int) -> str:
    """Middle and given syllable in the other order."""
    *before, middle, given = name.split(" ")
    return " ".join([*before, given, middle]) if before else name


def leave_syllable_out(name: str, draw: int) -> str:
    """A name of four syllables or more loses one in the middle."""
    syllables = name.split(" ")
    if len(syllables) > 3:
        del syllables[1 + draw % (len(syllables) - 2)]
    return " ".join(syllables)


def type_letter_wrongly(name: str, draw: int) -> str:
    """One letter after the first becomes another, is doubled or is left out."""
    place = 1 + draw % max(len(name) - 1, 1)
    if name[place : place + 1].strip():
        letter = (_LETTERS[draw // 7 % len(_LETTERS)], name[place] * 2, "")[draw % 3]
        return name[:place] + letter + name[place + 1 :]
    return name


def type_digit_wrongly(digits: str, draw: int) -> str:
    place = draw % len(digits)
    return digits[:place] + str((int(digits[place]) + 1 + draw // len(digits) % 9) % 10) + digits[place + 1 :]


def swap_day_and_month(days: Days, chosen: Flags) -> Days:
    """Where both orders make a date."""
    month = days.astype("M8[M]")
    day_number = (days - month.astype("M8[D]")).astype(np.int64) + 1
    month_number = month.astype(np.int64) % 12 + 1
    first = days.astype("M8[Y]").astype("M8[M]") + (day_number - 1).astype("m8[M]")
    swapped: Days = first.astype("M8[D]") + (month_number - 1).astype("m8[D]")
    return np.where(chosen & (day_number <= 12), swapped, days)


def type_date_digit_wrongly(days: Days, chosen: Flags, draws: Ints) -> Days:
    """One digit of the day, the month or the last of the year; what makes no date or a year beyond 4 others stays."""
    changed = days.copy()
    for n in np.flatnonzero(chosen).tolist():
        text = days[n].astype(str)
        place = (3, 5, 6, 8, 9)[int(draws[n]) % 5]
        digit = (int(text[place]) + 1 + int(draws[n]) // 5 % 9) % 10
        try:
            wrong = date.fromisoformat(f"{text[:place]}{digit}{text[place + 1 :]}")
        except ValueError:
            continue
        if abs(wrong.year - int(text[:4])) <= 4:
            changed[n] = np.datetime64(wrong)
    return changed
