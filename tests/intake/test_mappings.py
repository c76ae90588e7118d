"""Columns that no alias names: what is proposed, what officers decide, and what is read again."""

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import insert

from pipelines.errors import MappingError
from pipelines.intake.dialects import choose_dialect, dialects, list_layouts
from pipelines.intake.mappings import decide, list_mappings, map_header
from pipelines.intake.read import partitions_to_read
from pipelines.state.models import HeaderMapping, Sheet, SubmittedFile
from pipelines.validation.validate import partitions_to_validate, validate_partition
from tests.intake.books import HEADER, PUPILS, students
from tests.intake.conftest import PARTITION, SCHOOL, Installation

OTHER_SCHOOL = "79760502"
# "Họ và tênn" is certain, "Dân tộ" is doubtful, "Ghi chú riêng" is near to nothing.
ODD = (
    "STT",
    "Họ và tên học sinhh",
    "Ngày sinh",
    "Giới tính",
    "Dân tộc",
    "Khối",
    "Trạng thái",
    "Họ và tên mẹ đẻ",
    "Sở thích",
)
ODD_PUPILS = tuple((*pupil, "Lê Thị Hoa", "vẽ") for pupil in PUPILS)


def odd(installation: Installation, sender: str = SCHOOL, header: tuple[str, ...] = ODD) -> None:
    installation.land("hoc_sinh.xlsx", students(*ODD_PUPILS, header=header), sender=sender)
    installation.receive()
    installation.read()


def statuses(database: Database) -> dict[str, str]:
    return {mapping.header: mapping.status for mapping in list_mappings(database)}


def test_a_certain_spelling_is_used_and_a_doubtful_one_is_asked(installation: Installation) -> None:
    odd(installation)
    assert [row["full_name"] for row in installation.rows()] == [pupil[1] for pupil in PUPILS]
    assert "mother_name" not in installation.rows()[0]
    [used] = [f for f in installation.findings() if f["rule_id"] == "FIL024"]
    assert (used["field"], used["excel_column"]) == ("full_name", "B")
    [unknown] = [f for f in installation.findings() if f["rule_id"] == "FIL011"]
    assert "H (Họ và tên mẹ đẻ → Họ tên mẹ?)" in unknown["parameters"]
    assert "I (Sở thích)" in unknown["parameters"]
    assert statuses(installation.database) == {"họ và tên học sinhh": "used", "họ và tên mẹ đẻ": "proposed"}


def test_a_name_that_another_column_has_is_not_taken(installation: Installation) -> None:
    odd(installation, header=(*ODD[:7], "Họ và tên", "Sở thích"))
    assert [row["full_name"] for row in installation.rows()] == ["Lê Thị Hoa"] * len(PUPILS)
    assert not list_mappings(installation.database)


def test_what_is_confirmed_is_read_again_at_once_and_later_without_asking(installation: Installation) -> None:
    odd(installation)
    [proposal] = list_mappings(installation.database, "proposed")
    assert (proposal.field, proposal.seen, proposal.dataset) == ("mother_name", 1, "student")
    assert proposal.example
    before = {row["sheet_id"] for row in installation.table(Sheet)}
    assert decide(installation.database, [proposal.mapping_id], "confirmed") == 1
    assert partitions_to_read(installation.database) == [PARTITION]
    installation.read()
    assert [row["mother_name"] for row in installation.rows()] == ["Lê Thị Hoa"] * len(PUPILS)
    assert {row["sheet_id"] for row in installation.table(Sheet)} == before
    assert not partitions_to_read(installation.database)
    odd(installation, sender=OTHER_SCHOOL)
    assert all(row["mother_name"] for row in installation.rows())
    assert len(installation.rows()) == 2 * len(PUPILS)


def test_what_is_rejected_is_not_used_and_never_proposed_again(installation: Installation) -> None:
    odd(installation)
    [used] = list_mappings(installation.database, "used")
    decide(installation.database, [used.mapping_id], "rejected")
    installation.read()
    assert "full_name" not in installation.rows()[0]
    assert "FIL024" not in installation.rules()
    odd(installation, sender=OTHER_SCHOOL)
    assert statuses(installation.database)["họ và tên học sinhh"] == "rejected"
    assert len(installation.table(HeaderMapping)) == 2


def test_an_officer_maps_a_header_for_a_school_for_a_software_or_for_all(installation: Installation) -> None:
    odd(installation)
    odd(installation, sender=OTHER_SCHOOL)
    assert map_header(installation.database, "student", "Sở  thích", "birth_place", SCHOOL) == 1
    installation.read()
    assert [row["file"] for row in installation.rows() if row.get("birth_place")] == ["hoc_sinh.xlsx"] * len(PUPILS)
    assert sum(bool(row.get("birth_place")) for row in installation.rows()) == len(PUPILS)
    assert map_header(installation.database, "student", "Sở thích", "home_address") == 2
    installation.read()
    assert sum(bool(row.get("birth_place")) for row in installation.rows()) == len(PUPILS)
    assert sum(bool(row.get("home_address")) for row in installation.rows()) == len(PUPILS)


def test_rows_of_an_earlier_reading_count_no_more(installation: Installation) -> None:
    for n in range(4):
        installation.land("hoc_sinh.xlsx", students(*ODD_PUPILS, header=ODD), sender=f"7976050{n + 1}")
    installation.receive()
    installation.read()
    shared = {row["part"] for row in installation.table(Sheet)}
    assert len(shared) < 4
    validate_partition(installation.settings, installation.database, PARTITION)
    map_header(installation.database, "student", "Họ và tên mẹ đẻ", "mother_name", SCHOOL)
    assert sorted(row["status"] for row in installation.table(SubmittedFile)) == ["read"] * 3 + ["received"]
    installation.read()
    assert {row["part"] for row in installation.table(Sheet)} > shared
    assert partitions_to_validate(installation.settings, installation.database) == [PARTITION]
    for everything in (False, True):
        summary = validate_partition(installation.settings, installation.database, PARTITION, everything=everything)
        assert summary.senders == (4 if everything else 1)
        assert summary.rows["student"].read == summary.senders * len(PUPILS)
        rows = summary.rows["student"]
        assert rows.read == rows.accepted + rows.queried + rows.rejected


def test_unknown_things_are_refused(installation: Installation) -> None:
    with pytest.raises(MappingError):
        decide(installation.database, [7], "confirmed")
    with pytest.raises(MappingError):
        map_header(installation.database, "student", "Sở thích", "hobby")
    with pytest.raises(MappingError):
        choose_dialect(installation.database, SCHOOL, "klingon")


def test_a_field_that_another_column_holds_is_refused(installation: Installation) -> None:
    odd(installation)
    with pytest.raises(MappingError) as raised:
        map_header(installation.database, "student", "Sở thích", "birth_date")
    for said in ("hoc_sinh.xlsx", "C ('Ngày sinh')", "birth_date"):
        assert said in str(raised.value)
    assert not partitions_to_read(installation.database)
    # Of other senders nothing is known, and a column that nearly names the field gives way.
    assert map_header(installation.database, "student", "Sở thích", "birth_date", OTHER_SCHOOL) == 0
    assert map_header(installation.database, "student", "Sở thích", "full_name", SCHOOL) == 1
    installation.read()
    assert [row["full_name"] for row in installation.rows()] == ["vẽ"] * len(PUPILS)


def test_an_alias_goes_before_a_decision(installation: Installation) -> None:
    with pytest.raises(MappingError) as raised:
        map_header(installation.database, "student", "Dân  tộc", "birth_place")
    assert "student.ethnicity_code" in str(raised.value)
    decided = {"dataset": "student", "status": "confirmed", "score": 1.0, "scope": ""}
    with installation.database.begin() as connection:
        for header, field in (("dân tộc", "birth_place"), ("sở thích", "birth_date")):
            connection.execute(insert(HeaderMapping).values(**decided, header=header, field=field))
    odd(installation)
    assert {row["ethnicity_code"] for row in installation.rows()} == {pupil[4] for pupil in PUPILS}
    assert not {"FIL010", "FIL012"} & set(installation.rules())


def test_layouts_are_listed_with_whose_codes_they_hold(installation: Installation) -> None:
    odd(installation)
    odd(installation, sender=OTHER_SCHOOL)
    [layout] = list_layouts(installation.database)
    assert (layout.dataset, layout.files, layout.senders, layout.headers) == ("student", 2, 2, ODD)
    choose_dialect(installation.database, layout.signature, "provincial-hub")
    assert list_layouts(installation.database, SCHOOL)[0].dialect == "provincial-hub"
    choose_dialect(installation.database, layout.signature, "ministry")
    with installation.database.connect() as connection:
        assert not dialects(connection)


def test_the_plain_header_needs_no_mapping(installation: Installation) -> None:
    installation.land("hoc_sinh.xlsx", students(header=HEADER))
    installation.receive()
    installation.read()
    assert not list_mappings(installation.database)
    assert not {"FIL011", "FIL024"} & set(installation.rules())
