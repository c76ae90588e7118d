"""Texts that a cheap look lets pass are texts about which the rules say nothing."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.engine import Engine
from pipelines.validation.cells import text_placeholders
from pipelines.validation.sql import statement
from pipelines.validation.text_cells import TextField, bind_text_fields, text_fields
from schemas.catalogue import load_catalogue
from schemas.text import fold

FIELDS = [field for field in text_fields(load_catalogue()) if field.dataset == "student"]
_LETTERS = "aAnNgGđĐ\u00d0\u00f0\u0189ơƠễỄ́ sS"
TEXTS = st.one_of(
    st.text(st.sampled_from(_LETTERS + "0123456789.,-'’?�□\t\u00a0/()eE+@"), max_size=20),
    st.from_regex(r"[0-9]{8,16}", fullmatch=True),
    st.from_regex(r"[A-ZĐ][a-zơễ]{0,6}( [A-ZĐ]?[a-zơễ]{1,6}){0,3}", fullmatch=True),
    st.sampled_from(text_placeholders()).flatmap(lambda text: st.sampled_from([text, text.title(), text.upper()])),
    st.text(max_size=8),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with Engine(tmp_path_factory.mktemp("engine"), memory=200, threads=1) as engine:
        bind_text_fields(engine, load_catalogue())
        engine.execute("SET VARIABLE placeholders = $texts", {"texts": text_placeholders()})
        yield engine


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, min_size=1, max_size=40))
def test_what_passes_is_right(engine: Engine, texts: list[str]) -> None:
    passed = [(field.field, text) for field in FIELDS for text in _passing(field, texts)]
    _judge(engine, passed)
    assert engine.rows("SELECT field, raw, value, problems, repairs FROM notable_text") == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("full_name", "Nguyễn Thị Ánh"),
        ("mother_phone", "0912345678"),
        ("personal_id", "079214001234"),
        ("class_code", "6A1"),
        ("home_address", "Số 12/3, đường Trần Phú (khu 2)"),
    ],
)
def test_ordinary_texts_pass(name: str, text: str) -> None:
    [field] = [field for field in FIELDS if field.field == name]
    assert _passing(field, [text]) == [text]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("full_name", "NGUYỄN VĂN AN"),
        ("full_name", "Không có"),
        ("full_name", "\u00d0ặng Thị Lan"),
        ("home_address", "Tổ 3, \u0189ông Anh"),
        ("mother_phone", "+84912345678"),
        ("personal_id", "79214001234"),
        ("school_code", "7E8"),
        ("class_code", "6A1 "),
        ("class_name", "2025-01-06 00:00:00"),
        ("home_address", "Tr?n Phú"),
    ],
)
def test_doubtful_texts_are_looked_at(engine: Engine, name: str, text: str) -> None:
    [field] = [field for field in FIELDS if field.field == name]
    assert _passing(field, [text]) == []
    _judge(engine, [(name, text)])
    assert engine.value("SELECT count(*) FROM notable_text") == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(_LETTERS, max_size=12), min_size=1, max_size=40))
def test_tidy_texts_are_compared_alike_in_both_languages(engine: Engine, texts: list[str]) -> None:
    engine.bind_arrow("compared", pa.table({"text": pa.array(texts, pa.string())}))
    assert engine.rows("SELECT coalesce(fold(tidy(text)), '') FROM compared") == [(fold(text),) for text in texts]


def _passing(field: TextField, texts: list[str]) -> list[str]:
    array = pa.array(texts, pa.string())
    return [str(text) for text in array.filter(pc.fill_null(field.is_surely_right(array), False)).to_pylist()]


def _judge(engine: Engine, texts: list[tuple[str, str]]) -> None:
    names, raw = (pa.array([text[place] for text in texts], pa.string()) for place in (0, 1))
    engine.bind_arrow("doubtful_text", pa.table({"field": names, "raw": raw, "is_legacy": pa.repeat(False, len(raw))}))
    engine.execute(statement("judged_text"), {"dataset": "student"})
    engine.execute(statement("notable_text"))
