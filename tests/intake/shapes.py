"""The shapes of school workbooks, each with what must come out of it: a table of ``docs/shapes.md`` in the form of code.

``python -m tests.intake.shapes`` writes one small workbook a shape to ``tests/should_pass/shapes/``; the .ods files there
are LibreOffice's copies of those whose merged and hidden cells matter.
"""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]  # the package has no stubs

FOLDER = Path(__file__).parents[1] / "should_pass" / "shapes"
HEADER = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Khối", "Trạng thái")
FIELDS = ("full_name", "birth_date", "sex_code", "ethnicity_code", "grade_code", "status_code")
CLASS_HEADER = ("Tên lớp", "Khối", "Lớp ghép", "Lớp chuyên", "Lớp bán trú", "Lớp VNEN", "Lớp ghép độ tuổi")
CLASS_FIELDS = ("class_name", "grade_code")

Cell = str | int | None
Pupil = tuple[str, ...]
PUPILS: Sequence[Pupil] = (
    ("Nguyễn Văn An", "15/03/2014", "Nam", "Kinh", "Khối 6", "Đang học"),
    ("Trần Thị Bích", "01/12/2014", "Nữ", "Tày", "Khối 6", "Đang học"),
    ("Lê Hoàng Cường", "30/07/2014", "Nam", "Kinh", "Khối 6", "Đang học"),
    ("Phạm Thị Dung", "22/02/2014", "Nữ", "Kinh", "Khối 6", "Đang học"),
)


@dataclass
class Page:
    """A sheet. Rows and columns count from 0; ``merges`` are top, left, bottom, right."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    is_hidden: bool = False
    # A cell that is formatted only.
    ghost_row: int | None = None

    def add(self, *cells: Cell) -> int:
        """Append a row; answers its Excel number."""
        self.rows.append(list(cells))
        return len(self.rows)


@dataclass(frozen=True)
class Record:
    sheet: str
    excel_row: int
    values: dict[str, str]
    dataset: str = "student"


@dataclass
class Example:
    """A workbook; of each table sheet, dataset and Excel row of the header; findings: rule, sheet, row, column letter.

    ``needs_notes``: what is hidden or merged in it must be known, which only .xlsx and .ods tell.
    """

    pages: list[Page]
    records: list[Record]
    tables: list[tuple[str, str, int]]
    findings: Sequence[tuple[str, str, int | None, str]] = ()
    needs_notes: bool = False
    # What is done to the bytes of the .xlsx file.
    spoil: Callable[[bytes], bytes] | None = None

    def to_xlsx(self) -> bytes:
        memory = io.BytesIO()
        book = xlsxwriter.Workbook(memory, {"in_memory": True})
        border = book.add_format({"border": 1})
        for page in self.pages:
            sheet = book.add_worksheet(page.name)
            for i, row in enumerate(page.rows):
                for j, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(i, j, cell)
            for merge in page.merges:
                text = page.rows[merge[0]][merge[1]]
                sheet.merge_range(*merge, text)
            for hidden in page.hidden_rows:
                sheet.set_row(hidden, None, None, {"hidden": True})
            for hidden in page.hidden_columns:
                sheet.set_column(hidden, hidden, None, None, {"hidden": True})
            if page.ghost_row:
                sheet.write_blank(page.ghost_row, 0, None, border)
            if page.is_hidden:
                sheet.hide()
        book.close()
        content = memory.getvalue()
        return self.spoil(content) if self.spoil else content


Shape = Callable[[Sequence[Pupil]], Example]
SHAPES: dict[str, Shape] = {}


def shape(build: Shape) -> Shape:
    SHAPES[build.__name__] = build
    return build


def _listed(page: Page, pupils: Sequence[Pupil], dataset: str = "student", **more: str) -> list[Record]:
    """Append pupils with their numbers; ``more`` is what their records have besides."""
    return [
        Record(page.name, page.add(number, *pupil), dict(zip(FIELDS, pupil, strict=True)) | more, dataset)
        for number, pupil in enumerate(pupils, 1)
    ]


def _plain(page: Page, pupils: Sequence[Pupil], header: Sequence[str] = HEADER, **more: str) -> Example:
    """A header, then the pupils."""
    header_row = page.add(*header)
    records = _listed(page, pupils, **more)
    return Example([page], records, [(page.name, "student", header_row)])


@shape
def title_rows(pupils: Sequence[Pupil]) -> Example:
    page = Page("Sheet1")
    page.add("SỞ GIÁO DỤC VÀ ĐÀO TẠO", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    page.add("DANH SÁCH HỌC SINH LỚP 6A NĂM HỌC 2025-2026")
    page.add()
    page.merges = [(1, 0, 1, 6)]
    return _plain(page, pupils, class_name="6A", school_year="2025-2026")


@shape
def header_in_row_40(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh", [[] for _ in range(39)])
    page.rows[0] = ["DANH SÁCH HỌC SINH"]
    return _plain(page, pupils)


@shape
def note_rows(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    page.add("*Số HS tốt nghiệp: 35", None, "Giới tính: Nam, Nữ")
    page.add("Ghi chú", None, "Các cột có dấu (*) là bắt buộc")
    return _plain(page, pupils)


@shape
def two_row_header(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    page.add(*HEADER, "Cha", None, "Mẹ", None)
    header_row = page.add(*[None] * 7, "Họ tên", "Năm sinh", "Họ tên", "Năm sinh")
    page.merges = [*((0, i, 1, i) for i in range(7)), (0, 7, 0, 8), (0, 9, 0, 10)]
    records = [
        Record(
            page.name,
            page.add(number, *pupil, "Nguyễn Văn Ba", 1980, "Lê Thị Tư", 1982),
            dict(zip(FIELDS, pupil, strict=True)) | {"father_name": "Nguyễn Văn Ba", "mother_name": "Lê Thị Tư"},
        )
        for number, pupil in enumerate(pupils, 1)
    ]
    return Example([page], records, [(page.name, "student", header_row)])


@shape
def three_row_header(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    page.add("STT", "Thông tin học sinh", *[None] * 5, "Thông tin gia đình", None)
    page.add(None, *HEADER[1:], "Cha", "Mẹ")
    header_row = page.add(*[None] * 7, "Họ tên", "Họ tên")
    page.merges = [(0, 0, 2, 0), (0, 1, 0, 6), (0, 7, 0, 8), *((1, i, 2, i) for i in range(1, 7))]
    records = [
        Record(
            page.name,
            page.add(number, *pupil, "Nguyễn Văn Ba", "Lê Thị Tư"),
            dict(zip(FIELDS, pupil, strict=True)) | {"father_name": "Nguyễn Văn Ba", "mother_name": "Lê Thị Tư"},
        )
        for number, pupil in enumerate(pupils, 1)
    ]
    return Example([page], records, [(page.name, "student", header_row)])


@shape
def bare_labels_beside_parents(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    header_row = page.add(*HEADER, "Họ tên cha", "Năm sinh", "SĐT", "Họ tên mẹ", "Năm sinh", "SĐT", "GVCN", "Email")
    father, mother = ("Nguyễn Văn Ba", "1980", "0912345678"), ("Lê Thị Tư", "1982", "0912345679")
    of_parents = {
        f"{parent}_{name}": value
        for parent, values in (("father", father), ("mother", mother))
        for name, value in zip(("name", "birth_date", "phone"), values, strict=True)
    }
    records = [
        Record(
            page.name,
            page.add(number, *pupil, *father, *mother, "Đỗ Thị Hoa", "hoa@example.vn"),
            dict(zip(FIELDS, pupil, strict=True)) | of_parents,
        )
        for number, pupil in enumerate(pupils, 1)
    ]
    return Example([page], records, [(page.name, "student", header_row)], [("FIL011", page.name, None, "N")])


@shape
def name_in_two_columns(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    page.add("STT", "Họ và tên", None, *HEADER[2:])
    header_row = page.add(None, "Họ đệm", "Tên")
    page.merges = [(0, 1, 0, 2), *((0, i, 1, i) for i in (0, *range(3, 8)))]
    return Example([page], _with_split_names(page, pupils), [(page.name, "student", header_row)])


@shape
def name_in_three_columns(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    header_row = page.add("STT", "Họ", "Tên đệm", "Tên", *HEADER[2:])
    records = [
        Record(page.name, page.add(number, family, " ".join(middle), given, *pupil[1:]), values)
        for number, pupil in enumerate(pupils, 1)
        for family, *middle, given in [pupil[0].split()]
        for values in [dict(zip(FIELDS, pupil, strict=True))]
    ]
    return Example([page], records, [(page.name, "student", header_row)])


@shape
def name_merged_over_two_columns(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    header_row = page.add("STT", "Họ và tên", None, *HEADER[2:])
    page.merges = [(0, 1, 0, 2)]
    records = _with_split_names(page, pupils)
    return Example([page], records, [(page.name, "student", header_row)], needs_notes=True)


def _with_split_names(page: Page, pupils: Sequence[Pupil]) -> list[Record]:
    """Append pupils with their given names in a column of their own."""
    return [
        Record(page.name, page.add(number, *pupil[0].rsplit(" ", 1), *pupil[1:]), dict(zip(FIELDS, pupil, strict=True)))
        for number, pupil in enumerate(pupils, 1)
    ]


@shape
def date_in_three_columns(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    page.add(*HEADER[:3], None, None, *HEADER[3:])
    header_row = page.add(None, None, "Ngày", "Tháng", "Năm")
    page.merges = [(0, 2, 0, 4), *((0, i, 1, i) for i in (0, 1, *range(5, 9)))]
    records = [
        Record(page.name, page.add(number, name, *born.split("/"), *others), values)
        for number, (name, born, *others) in enumerate(pupils, 1)
        for values in [dict(zip(FIELDS, (name, born, *others), strict=True))]
    ]
    return Example([page], records, [(page.name, "student", header_row)])


@shape
def birth_dates_by_sex(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    page.add(*HEADER[:2], "Năm sinh", None, *HEADER[4:])
    header_row = page.add(None, None, "Nam", "Nữ")
    page.merges = [(0, 2, 0, 3), *((0, i, 1, i) for i in (0, 1, *range(4, 7)))]
    records = [
        Record(page.name, page.add(number, pupil[0], *dates, *pupil[3:]), dict(zip(FIELDS, pupil, strict=True)))
        for number, pupil in enumerate(pupils, 1)
        for dates in [(pupil[1], None) if pupil[2] == "Nam" else (None, pupil[1])]
    ]
    return Example([page], records, [(page.name, "student", header_row)])


@shape
def row_of_column_numbers(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    page.add(*HEADER)
    header_row = page.add("A", "B", "(1)", "(2)", "(3)", "(4)", "(5)")
    return Example([page], _listed(page, pupils), [(page.name, "student", header_row)])


@shape
def key_row(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    page.add(*HEADER)
    header_row = page.add(None, *FIELDS)
    return Example([page], _listed(page, pupils), [(page.name, "student", header_row)])


@shape
def key_row_that_contradicts(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    page.add(*HEADER[:3], HEADER[4], HEADER[3], *HEADER[5:])
    header_row = page.add(None, *FIELDS)
    told = ("FIL013", page.name, None, "D")
    return Example([page], _listed(page, pupils), [(page.name, "student", header_row)], [told])


@shape
def marks_in_the_header(pupils: Sequence[Pupil]) -> Example:
    return _plain(
        Page("Học sinh"),
        pupils,
        ("STT", "HỌ VÀ TÊN (*)", "Ngày\nsinh (*)", "giới  tính", "DAN TOC", "[Khối]", "Trạng thái:"),
    )


@shape
def legend_in_the_header(pupils: Sequence[Pupil]) -> Example:
    """The sex by signs that are not the ministry's, and a row of hints below the labels."""
    page = Page("Học sinh")
    page.add(*HEADER[:3], "Giới tính (Nữ: 1, Nam: 0)", *HEADER[4:], "Hộ nghèo (x nếu có)")
    header_row = page.add(None, None, "(dd/mm/yyyy)", None, "(Kinh, Tày...)")
    records = []
    for number, (name, born, sex, *others) in enumerate(pupils, 1):
        row = page.add(number, name, born, int(sex == "Nữ"), *others)
        records.append(Record(page.name, row, dict(zip(FIELDS, (name, born, sex.lower(), *others), strict=True))))
    return Example([page], records, [(page.name, "student", header_row)])


@shape
def numbers_in_advance(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    example = _plain(page, pupils)
    for number in range(len(pupils) + 1, len(pupils) + 20):
        page.add(number)
    return example


@shape
def footers(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    example = _plain(page, pupils)
    page.add("Tổng cộng: 35 học sinh")
    page.add()
    page.add(None, None, None, None, "Hà Nội, ngày 5 tháng 9 năm 2025")
    page.add(None, "Người lập biểu", None, None, "Hiệu trưởng")
    page.add(None, "Đỗ Thị Em", None, None, "Vũ Văn Giang")
    return example


@shape
def blank_rows_inside(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    example = _plain(page, pupils[:2])
    page.add()
    page.add()
    example.records += _listed(page, pupils[2:])
    example.findings = [("FIL017", page.name, None, "")]
    return example


@shape
def rows_below_the_signatures(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    example = _plain(page, pupils[:2])
    page.add(None, "Người lập biểu", None, None, "Hiệu trưởng")
    example.records += _listed(page, pupils[2:])
    example.findings = [("FIL017", page.name, None, "")]
    return example


@shape
def ghost_rows(pupils: Sequence[Pupil]) -> Example:
    return _plain(Page("Học sinh", ghost_row=1_048_575), pupils)


@shape
def wrong_dimension(pupils: Sequence[Pupil]) -> Example:
    example = _plain(Page("Học sinh"), pupils)
    example.spoil = _with_dimension
    return example


def _with_dimension(content: bytes) -> bytes:
    """The workbook with a stored dimension of two cells."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as other:
        for name in package.namelist():
            part = package.read(name)
            if name == "xl/worksheets/sheet1.xml":
                start = part.index(b'<dimension ref="') + len(b'<dimension ref="')
                part = part[:start] + b"A1:B1" + part[part.index(b'"', start) :]
            other.writestr(name, part)
    return memory.getvalue()


@shape
def sheet_per_class(pupils: Sequence[Pupil]) -> Example:
    examples = [_plain(Page(name), pupils, class_name=name) for name in ("6A", "6B", "Lá 1")]
    return _together(*examples)


def _together(*examples: Example) -> Example:
    return Example(
        [page for example in examples for page in example.pages],
        [record for example in examples for record in example.records],
        [table for example in examples for table in example.tables],
        [finding for example in examples for finding in example.findings],
    )


@shape
def code_lists_and_guides(pupils: Sequence[Pupil]) -> Example:
    guide = Page("Hướng dẫn", [["Hướng dẫn nhập liệu"], ["Nhập đủ các cột có dấu *", "Không đổi tên cột"]])
    codes = Page("GIOI_TINH", [["Mã", "Tên"], ["01", "Nam"], ["02", "Nữ"]])
    example = _plain(Page("Học sinh"), pupils)
    example.pages = [guide, *example.pages, codes]
    return example


@shape
def names_of_columns_misspelt(pupils: Sequence[Pupil]) -> Example:
    """A sheet that says it holds classes, but names too few of the columns that these must have."""
    classes = Page(
        "Lớp học", [["Tên lớp", "Khốii", "Ghép", "Chuyên", "Bán trú"], ["6A", "Khối 6", "Không", "Không", "Có"]]
    )
    example = _plain(Page("Học sinh"), pupils)
    example.pages = [*example.pages, classes]
    example.findings = [(rule_id, classes.name, None, "") for rule_id in ("FIL009", "FIL010", "FIL011")]
    return example


@shape
def marks_of_one_subject(pupils: Sequence[Pupil]) -> Example:
    """The columns of a sheet of marks, which lacks most of what a list of results must have."""
    page = Page("Toán 6A", [["BẢNG ĐIỂM MÔN TOÁN LỚP 6A"], ["STT", "Họ và tên", "TX1", "TX2", "GK", "CK", "TBM"]])
    for number, (name, *_) in enumerate(pupils, 1):
        page.add(number, name, 8, 9, 7, 8, 8)
    told = [(rule_id, page.name, None, "") for rule_id in ("FIL009", "FIL010", "FIL011")]
    return Example([page], [], [], told)


@shape
def hidden_rows(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh", hidden_rows=[2, 3])
    example = _plain(page, pupils)
    example.findings = [("FIL017", page.name, None, "")]
    return replace(example, needs_notes=True)


@shape
def hidden_column(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh", hidden_columns=[4])
    example = _plain(page, pupils)
    example.findings = [("FIL017", page.name, None, "E")]
    return replace(example, needs_notes=True)


@shape
def hidden_sheet(pupils: Sequence[Pupil]) -> Example:
    example = _plain(Page("Học sinh"), pupils)
    old = Page("Năm ngoái", [list(HEADER), [1, *pupils[0]]], is_hidden=True)
    example.pages = [*example.pages, old]
    example.findings = [("FIL026", old.name, None, "")]
    return example


@shape
def short_list_of_people_beside(pupils: Sequence[Pupil]) -> Example:
    example = _plain(Page("Học sinh"), pupils)
    born = HEADER.index("Ngày sinh")
    few = Page("Bổ sung", [["STT", "Họ và tên", "Ngày sinh", "Lớp"], [1, "Lê Thị Bổ Sung", pupils[0][born - 1], "6A"]])
    example.pages = [*example.pages, few]
    example.findings = [("FIL036", few.name, None, "")]
    return example


@shape
def cell_merged_down(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    header_row = page.add(*HEADER, "Lớp")
    records = _listed(page, pupils, class_name="6A")
    page.rows[1].append("6A")
    page.merges = [(1, 7, len(pupils), 7)]
    told = ("FIL016", page.name, None, "H")
    return Example([page], records, [(page.name, "student", header_row)], [told], needs_notes=True)


@shape
def cells_merged_across(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    header_row = page.add(*HEADER, "Nơi sinh", "Quê quán")
    records = _listed(page, pupils)
    page.rows[2] += ["Hà Nội", None]
    page.merges = [(2, 7, 2, 8)]
    told = ("FIL016", page.name, None, "H")
    return Example([page], records, [(page.name, "student", header_row)], [told], needs_notes=True)


@shape
def classes_below_each_other(pupils: Sequence[Pupil]) -> Example:
    page = Page("Khối 6")
    tables, records = [], []
    for name in ("6A", "6B"):
        page.add(None, f"DANH SÁCH HỌC SINH LỚP {name}")
        tables.append((page.name, "student", page.add(*HEADER)))
        records += _listed(page, pupils, class_name=name)
        page.add("Tổng cộng: 4 học sinh", None, "trong đó nữ: 2")
        page.add()
    return Example([page], records, tables)


@shape
def classes_named_between_the_rows(pupils: Sequence[Pupil]) -> Example:
    page = Page("Khối 6")
    header_row = page.add(*HEADER)
    records = []
    for name in ("6A", "6B"):
        row = page.add(f"Lớp {name}")
        page.merges.append((row - 1, 0, row - 1, 6))
        records += _listed(page, pupils, class_name=name)
    return Example([page], records, [(page.name, "student", header_row)])


@shape
def years_below_each_other(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    tables, records = [], []
    for year in ("2025-2026", "2024-2025"):
        page.add(f"DANH SÁCH HỌC SINH LỚP 6A NĂM HỌC {year}")
        tables.append((page.name, "student", page.add(*HEADER)))
        records += _listed(page, pupils, class_name="6A", school_year=year)
        page.add()
    return Example([page], records, tables)


@shape
def those_who_left_below_the_others(pupils: Sequence[Pupil]) -> Example:
    """With the header once more, without it, and with another one."""
    page = Page("6A")
    page.add("DANH SÁCH HỌC SINH LỚP 6A")
    header_row = page.add(*HEADER)
    records = _listed(page, pupils, class_name="6A")
    page.add()
    for title, status in (("DANH SÁCH HỌC SINH CHUYỂN ĐI HỌC KỲ 1", "Chuyển đi kỳ 1"), ("HỌC SINH BỎ HỌC", "Thôi học")):
        page.add(title)
        if status != "Thôi học":
            page.add(*HEADER)
        left = [(*pupil[:-1], "") for pupil in pupils[:2]]
        records += _listed(page, left, class_name="6A", status_code=status)
        records += _listed(page, pupils[:1], class_name="6A", status_code=f"Đang học; {status}")
    page.add()
    page.add("DANH SÁCH HỌC SINH CHUYỂN ĐẾN HỌC KỲ I")
    header_below = page.add(*HEADER[:-1], "Ngày chuyển")
    came = [(*pupil[:-1], "05/01/2026") for pupil in pupils[2:]]
    records += _listed(page, came, class_name="6A", status_code="Chuyển đến kỳ 1")
    tables = [(page.name, "student", row) for row in (header_row, header_below)]
    return Example([page], records, tables)


@shape
def two_datasets_on_a_sheet(pupils: Sequence[Pupil]) -> Example:
    page = Page("Dữ liệu")
    page.add("I. DANH SÁCH LỚP HỌC")
    tables = [(page.name, "class", page.add(*CLASS_HEADER))]
    records = [
        Record(page.name, page.add(name, "Khối 6", "Không", "Không", "Không", "Không", "Không"), values, "class")
        for name in ("6A", "6B")
        for values in [{"class_name": name, "grade_code": "Khối 6"}]
    ]
    page.add()
    page.add("II. DANH SÁCH HỌC SINH")
    tables.append((page.name, "student", page.add(*HEADER)))
    return Example([page], [*records, *_listed(page, pupils)], tables)


@shape
def side_by_side(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    header_row = page.add(*HEADER, None, *HEADER)
    records = []
    half = len(pupils) // 2
    for left, right in zip(pupils[:half], pupils[half : 2 * half], strict=True):
        row = page.add(1, *left, None, 2, *right)
        records += [Record(page.name, row, dict(zip(FIELDS, pupil, strict=True))) for pupil in (left, right)]
    table = (page.name, "student", header_row)
    return Example([page], records, [table, table])


@shape
def header_on_every_page(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    page.add(None, "DANH SÁCH HỌC SINH LỚP 6A")
    example = _plain(page, pupils[:2], class_name="6A")
    page.add(*HEADER)
    example.records += _listed(page, pupils[2:], class_name="6A")
    return example


@shape
def header_on_every_page_of_a_class(pupils: Sequence[Pupil]) -> Example:
    """Rows that name their class are no titles, complete or not."""
    page = Page("Học sinh")
    example = _plain(page, [], (*HEADER, "Lớp"))
    for place, pupil in enumerate([*pupils[:2], (pupils[2][0], *[""] * 5), pupils[3]]):
        if place:
            page.add(*HEADER, "Lớp")
        row = page.add(None, *(cell or None for cell in pupil), "Lớp 6A1")
        values = {name: cell for name, cell in zip(FIELDS, pupil, strict=True) if cell}
        example.records.append(Record(page.name, row, values | {"class_name": "Lớp 6A1"}))
    return example


@shape
def two_rows_a_pupil_merged(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    header_row = page.add(*HEADER, "Họ tên cha", "Địa chỉ")
    records = []
    for number, pupil in enumerate(pupils, 1):
        row = page.add(number, *pupil, "Nguyễn Văn Ba", None)
        page.add(*[None] * 8, "12 Lê Lợi")
        page.merges += [(row - 1, i, row, i) for i in range(7)]
        values = dict(zip(FIELDS, pupil, strict=True)) | {"father_name": "Nguyễn Văn Ba", "home_address": "12 Lê Lợi"}
        records.append(Record(page.name, row, values))
    told = ("FIL028", page.name, None, "")
    return Example([page], records, [(page.name, "student", header_row)], [told], needs_notes=True)


@shape
def two_rows_a_pupil_by_turns(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    page.add(*HEADER, "Họ tên cha")
    header_row = 1
    page.add(*[None] * 7, "Họ tên mẹ")
    records = []
    for number, pupil in enumerate(pupils, 1):
        row = page.add(number, *pupil, "Nguyễn Văn Ba")
        page.add(*[None] * 7, "Lê Thị Tư")
        values = dict(zip(FIELDS, pupil, strict=True)) | {"father_name": "Nguyễn Văn Ba", "mother_name": "Lê Thị Tư"}
        records.append(Record(page.name, row, values))
    return Example([page], records, [(page.name, "student", header_row)], [("FIL028", page.name, None, "")])


@shape
def second_rows_that_clash(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    header_row = page.add(*HEADER, "Họ tên cha")
    records = []
    for number, pupil in enumerate(pupils, 1):
        row = page.add(number, *pupil, "Nguyễn Văn Ba")
        page.add(*[None] * 7, "Lê Thị Tư")
        records.append(Record(page.name, row, dict(zip(FIELDS, pupil, strict=True)) | {"father_name": "Nguyễn Văn Ba"}))
    told = [("FIL028", page.name, None, ""), ("FIL029", page.name, None, "")]
    return Example([page], records, [(page.name, "student", header_row)], told)


@shape
def another_year_in_the_title(pupils: Sequence[Pupil]) -> Example:
    page = Page("Sheet1")
    page.add("TRƯỜNG THCS LÊ LỢI - MÃ TRƯỜNG: 79760502")
    page.add("DANH SÁCH HỌC SINH NĂM HỌC 2023 - 2024")
    return _plain(page, pupils, school_year="2023-2024", school_code="79760502")


@shape
def empty_form_beside(pupils: Sequence[Pupil]) -> Example:
    example = _plain(Page("Học sinh"), pupils)
    example.pages = [*example.pages, Page("Lớp học", [list(CLASS_HEADER)])]
    example.findings = [("FIL031", "Lớp học", None, "")]
    return example


@shape
def sample_header_above(pupils: Sequence[Pupil]) -> Example:
    """A short specimen above the table itself: of two headers without data between them the better is taken."""
    page = Page("Học sinh")
    page.add("Mẫu:", "Họ và tên", "Ngày sinh", "Giới tính")
    page.add()
    return _plain(page, pupils)


@shape
def single_labels_over_two_rows(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    page.add(*HEADER, "Cha", "Mẹ")
    header_row = page.add(*[None] * 7, "Họ tên", "Họ tên")
    records = [
        Record(
            page.name,
            page.add(number, *pupil, "Nguyễn Văn Ba", "Lê Thị Tư"),
            dict(zip(FIELDS, pupil, strict=True)) | {"father_name": "Nguyễn Văn Ba", "mother_name": "Lê Thị Tư"},
        )
        for number, pupil in enumerate(pupils, 1)
    ]
    return Example([page], records, [(page.name, "student", header_row)])


@shape
def doubtful_header(pupils: Sequence[Pupil]) -> Example:
    """ "Mẹ" may be the parent of the labels below it, or a title."""
    page = Page("Học sinh")
    page.add(None, "Mẹ", None, "Thông tin khác")
    example = _plain(page, pupils)
    example.findings = [("FIL027", page.name, None, "")]
    return example


@shape
def column_without_a_header(pupils: Sequence[Pupil]) -> Example:
    page = Page("Học sinh")
    example = _plain(page, pupils)
    page.rows[1].append("0912345678")
    example.findings = [("FIL011", page.name, None, "H")]
    return example


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, build in SHAPES.items():
        (FOLDER / f"{name}.xlsx").write_bytes(build(PUPILS).to_xlsx())


if __name__ == "__main__":
    main()
