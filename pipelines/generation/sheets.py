"""From tables to sheets: what is written in which cell of which file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # the package has no stubs

from pipelines.generation.styles import Cell, Style
from pipelines.generation.tables import Columns, Office, Table
from schemas.catalogue import load_catalogue

# Names of the files of schools that send one file for each dataset.
FILES = {
    "school": "truong.xlsx",
    "campus": "diem_truong.xlsx",
    "class": "lop.xlsx",
    "staff": "can_bo.xlsx",
    "student": "hoc_sinh.xlsx",
    "facility": "co_so_vat_chat.xlsx",
    "result": "ket_qua_hoc_tap.xlsx",
    "finance": "tai_chinh.xlsx",
    "exam_registration": "dang_ky_du_thi.xlsx",
    "class_subject": "mon_hoc_cua_lop.xlsx",
    "learning_resource": "hoc_lieu_so.xlsx",
    "staff_salary": "dien_bien_luong.xlsx",
    "staff_training": "qua_trinh_dao_tao.xlsx",
    "staff_language": "ngoai_ngu.xlsx",
    "staff_award": "khen_thuong.xlsx",
    "staff_discipline": "ky_luat.xlsx",
    "staff_standard_assessment": "danh_gia_theo_chuan.xlsx",
    "staff_language_training": "boi_duong_ngoai_ngu.xlsx",
    "staff_pedagogy_training": "boi_duong_su_pham.xlsx",
}
TITLES = {
    "school": "THÔNG TIN TRƯỜNG",
    "campus": "DANH SÁCH ĐIỂM TRƯỜNG",
    "class": "DANH SÁCH LỚP HỌC",
    "staff": "DANH SÁCH CÁN BỘ, GIÁO VIÊN, NHÂN VIÊN",
    "student": "DANH SÁCH HỌC SINH",
    "facility": "CƠ SỞ VẬT CHẤT",
    "result": "KẾT QUẢ HỌC TẬP",
    "finance": "TÌNH HÌNH TÀI CHÍNH",
    "exam_registration": "DANH SÁCH ĐĂNG KÝ DỰ THI TỐT NGHIỆP THPT",
    "class_subject": "PHÂN CÔNG GIẢNG DẠY",
    "learning_resource": "DANH MỤC HỌC LIỆU SỐ",
    "staff_salary": "DIỄN BIẾN LƯƠNG",
    "staff_training": "QUÁ TRÌNH ĐÀO TẠO",
    "staff_language": "CHỨNG CHỈ NGOẠI NGỮ",
    "staff_award": "KHEN THƯỞNG",
    "staff_discipline": "KỶ LUẬT",
    "staff_standard_assessment": "ĐÁNH GIÁ THEO CHUẨN NGHỀ NGHIỆP",
    "staff_language_training": "BỒI DƯỠNG NGOẠI NGỮ",
    "staff_pedagogy_training": "BỒI DƯỠNG NGHIỆP VỤ SƯ PHẠM",
}
# Lists that have the same columns: only the names of their sheets tell them apart (FIL007).
NAMED = frozenset({"staff_language_training", "staff_pedagogy_training"})
UNITS = {"class": "lớp", "staff": "người", "student": "học sinh"}
INDEX_HEADER = "STT"


@dataclass
class Grid:
    """A table as the school writes it: the cells of each column, which mistakes may still spoil."""

    table: Table
    headers: dict[str, str]  # field -> header, in the order of the columns
    cells: dict[str, list[Cell]]

    @property
    def dataset(self) -> str:
        return self.table.dataset

    def add_column(self, name: str, header: str, cells: list[Cell]) -> None:
        """Add a column at the right."""
        self.headers[name] = header
        self.cells[name] = cells

    def take(self, rows: Sequence[int]) -> None:
        """Keep these rows, in this order; a row may be taken twice."""
        table = self.table
        columns: Columns = {name: [values[row] for row in rows] for name, values in table.columns.items()}
        persons = None if table.persons is None else table.persons[list(rows)]
        self.table = Table(table.dataset, columns, persons)
        self.cells = {name: [cells[row] for row in rows] for name, cells in self.cells.items()}


@dataclass(frozen=True)
class Sheet:
    """Some rows of a grid on one sheet. Rows and columns are counted from 1, as Excel shows them."""

    file: str
    name: str
    grid: Grid
    start: int  # first row of the grid that stands here
    stop: int  # the row after the last
    titles: tuple[str, ...]  # from row 1 on
    header_row: int
    has_index: bool  # a column STT comes first
    footers: tuple[str, ...]
    touches: "tuple[Touch, ...]" = ()  # what is done to it in the end

    @property
    def is_empty(self) -> bool:
        return self.start == self.stop

    def excel_row(self, row: int) -> int:
        """The Excel row of a row of the grid."""
        return self.header_row + 1 + row - self.start

    def excel_column(self, field: str) -> int:
        return list(self.grid.headers).index(field) + 1 + self.has_index


Touch: TypeAlias = Callable[[Worksheet, Sheet], None]


def write_grid(table: Table, style: Style, office: Office) -> Grid:
    """A table in the school's style; columns that hold nothing and need not be there are left out."""
    dataset = load_catalogue().datasets[table.dataset]
    headers, cells = {}, {}
    for field in dataset.columns:
        header = style.headers[table.dataset].get(field.name)
        if header is None or field.name not in table.columns:
            continue
        values = table.columns[field.name]
        if field.required != "yes" and all(value is None for value in values):
            continue
        headers[field.name] = header
        cells[field.name] = style.cells(field, values, office.gazetteer, office.has_districts)
    return Grid(table, headers, cells)


def file_name(dataset: str, style: Style, office: Office) -> str:
    return f"{office.school.code}.xlsx" if style.shape == "template" else FILES[dataset]


def lay_out(grids: Sequence[Grid], style: Style, office: Office) -> list[Sheet]:
    """The sheets of one submission, in the order of the files and of the sheets within them."""
    if style.shape == "template":
        return [
            Sheet(
                file_name(grid.dataset, style, office),
                load_catalogue().datasets[grid.dataset].sheet_vi,
                grid,
                0,
                len(grid.table),
                (),
                1,
                False,
                (),
            )
            for grid in grids
        ]
    sheets = []
    for grid in grids:
        if grid.dataset == "student" and style.shape == "class_sheets":
            sheets += _class_sheets(grid, style, office)
        else:
            name = load_catalogue().datasets[grid.dataset].sheet_vi if grid.dataset in NAMED else "Sheet1"
            sheets.append(_list_sheet(grid, name, 0, len(grid.table), TITLES[grid.dataset], style, office))
    return sheets


def _class_sheets(grid: Grid, style: Style, office: Office) -> list[Sheet]:
    """One sheet for each class; the roll is sorted by class."""
    names = grid.table.columns["class_name"]
    starts = [row for row in range(len(names)) if row == 0 or names[row] != names[row - 1]]
    stops = [*starts[1:], len(names)]
    return [
        _list_sheet(grid, str(names[a]), a, b, f"{TITLES['student']} LỚP {names[a]}", style, office)
        for a, b in zip(starts, stops, strict=True)
    ]


def _list_sheet(grid: Grid, name: str, start: int, stop: int, title: str, style: Style, office: Office) -> Sheet:
    year = office.period.school_year
    titles = ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", office.school.name.upper(), f"{title} NĂM HỌC {year}-{year + 1}")
    unit = UNITS.get(grid.dataset)
    total = (f"Tổng cộng: {stop - start} {unit}",) if unit else ()
    return Sheet(
        file=file_name(grid.dataset, style, office),
        name=name,
        grid=grid,
        start=start,
        stop=stop,
        titles=titles[: style.header_row - 2] if style.header_row < 5 else titles,
        header_row=style.header_row,
        has_index=True,
        footers=(*total, "", "Người lập biểu", "Hiệu trưởng"),
    )
