"""Headers that are nearly spelled like a name of a field."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from pipelines.intake.headers import DatasetHeaders, dataset_headers
from pipelines.intake.near_headers import near_header
from schemas.catalogue import load_catalogue
from schemas.text import fold

LETTERS = "abcdeghiklmnopqrstuvxy"


@cache
def datasets() -> dict[str, DatasetHeaders]:
    return dataset_headers(load_catalogue())


def labels(dataset: DatasetHeaders) -> Iterator[tuple[str, str]]:
    """Names of fields as people write them, of two words or more, each once."""
    yield from {fold(a): f for a, f in dataset.aliases.items() if " " in a and "_" not in a}.items()


def mistyped(header: str, chance: random.Random) -> str:
    """One letter missing, wrong, added, or exchanged with the next."""
    place, letter = chance.randrange(len(header)), chance.choice(LETTERS)
    before, here, after = header[:place], header[place], header[place + 1 :]
    changed = (before + after, before + letter + after, before + letter + here + after)
    return chance.choice([*changed, before + after[:1] + here + after[1:]])


@pytest.mark.parametrize(
    ("header", "field", "is_certain"),
    [
        ("Ngày tháng năm sihn", "birth_date", True),
        ("Họ và tên hoc sinhh", "full_name", True),
        ("Trạngthái", "status_code", True),
        ("Số điện thọai liên hệ", "phone", True),
        ("Họ và tên mẹ đẻ", "mother_name", False),
        ("Họ và tên bố nuôi", "father_name", False),
        ("Mẹ dân tộcc", "is_mother_ethnic_minority", False),
    ],
)
def test_near_spellings(header: str, field: str, is_certain: bool) -> None:
    near = near_header(datasets()["student"], header)
    assert near and (near.field, near.is_certain) == (field, is_certain)
    assert 0 < near.score <= 1


@pytest.mark.parametrize("header", ["Hạnh kiểm", "Ghi chú của GVCN", "Ba", "Họ tên cô", "Điểm TB", "Ngoại ngữ 3"])
def test_other_headers_are_near_to_nothing(header: str) -> None:
    near = near_header(datasets()["student"], header)
    assert not near or not near.is_certain


@pytest.mark.parametrize("name", datasets())
def test_no_name_is_near_to_another_field_when_it_is_taken_out_of_the_list(name: str) -> None:
    dataset = datasets()[name]
    for label, field in labels(dataset):
        others = {alias: f for alias, f in dataset.aliases.items() if fold(alias) != label}
        near = near_header(replace(dataset, aliases=others), label)
        assert not (near and near.is_certain and near.field != field), (label, near)


def test_single_mistakes_lead_to_the_field_or_nowhere() -> None:
    chance = random.Random(1)
    outcomes: Counter[str] = Counter()
    for dataset in datasets().values():
        for label, field in labels(dataset):
            header = mistyped(label, chance)
            if not dataset.aliases.get(header):
                near = near_header(dataset, header)
                if near and near.is_certain:
                    outcomes["right" if near.field == field else "wrong"] += 1
                else:
                    outcomes["asked" if near else "none"] += 1
    assert not outcomes["wrong"]
    assert outcomes["right"] > 0.4 * outcomes.total()
