"""The made-up register says of some people something else than was asked, and remembers of whom."""

from datetime import date
from pathlib import Path

import pyarrow as pa

from benchmarks.population_register import PopulationRegister
from pipelines.engine import Engine
from pipelines.verification.channel import REQUEST, Batch

ASKED = [
    {
        "request_no": number,
        "personal_id": f"079216{number:06d}",
        "full_name": "Nguyễn Thị Én",
        "birth_date": "2016-05-03",
        "sex_code": "02",
    }
    for number in range(1, 601)
]
WELL = {"result": "found", "full_name": "NGUYỄN THỊ ÉN", "birth_date": "2016-05-03", "sex_code": "02", "died_on": None}
# What the register says otherwise, by the rule that must tell it.
OTHERWISE = {
    "VER001": {"result"},
    "VER002": {"full_name"},
    "VER003": {"full_name"},
    "VER004": {"birth_date"},
    "VER005": {"sex_code"},
    "VER006": {"full_name", "birth_date"},
    "VER007": {"died_on"},
    "VER008": {"result"},
}


def test_every_rule_has_its_lies_and_nobody_else_is_lied_about(tmp_path: Path) -> None:
    with Engine(tmp_path, 200, 1) as engine:
        register = PopulationRegister(engine, date(2025, 11, 3))
        requests = pa.Table.from_pylist(ASKED, REQUEST)
        [reply] = register.exchange(iter([Batch("b", "2025-11-03", False, lambda: requests)]))
        assert reply.answers is not None
        lies = {lie["personal_id"]: lie["rule_id"] for lie in pa.concat_tables(register.lies).to_pylist()}
        assert set(lies.values()) == OTHERWISE.keys()
        for asked, answer in zip(ASKED, reply.answers.sort_by("request_no").to_pylist(), strict=True):
            differing = {name for name, said in WELL.items() if answer[name] != said}
            assert differing == OTHERWISE.get(lies.get(str(asked["personal_id"]), ""), set())
