"""Text from before Unicode is converted where its words say so, and nothing else is touched."""

import random
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.intake.formats.sheet import RawSheet
from pipelines.intake.formats.workbook import read_workbook
from pipelines.intake.legacy.columns import to_unicode
from pipelines.intake.legacy.encodings import as_windows_1252, encodings
from schemas.letters import is_syllable, legacy_letters
from tests.intake.test_sheets import read

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "encodings"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VOWELS = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES]
SMALL = [letter for letter in [*VOWELS, "đ"] if not letter.isascii()]
LETTERS = [*SMALL, *map(str.upper, SMALL)]

# Each list is a column of good text, with letters that are those of other encodings too.
GOOD = {
    "Vietnamese": "Lê Hà;Cao Quý;Tô Ân;Bùi Ái;Võ Hoà;Phùng Khê;Hồ Quỳnh;Bé;Tôi;Cà Mau;Lý Ngà;Trần Thị Bích",
    "Ê-đê, Gia-rai": "H'Ñuôn Êban;Y Blô Êñuôl;H'Djưng Niê Kđăm;Rơ Châm H'Yéo;Siu H'Biă;K'Brêu;Y Ñuin Byă;H Ñê Ayun",
    "H'Mông, Hrê": "Giàng A Páo;Vàng Thị Dở;Sùng Mí Nô;Hrê;H'Mông;Brâu;Ơ-đu;Rơ-măm;Xtiêng;M'Nông",
    "German": "Jürgen Müller;Käthe Schröder;Günther Weiß;Björn Böhm;Jörg Größer;Hänsel Kühn;Özil Übermut",
    "French": "Noël Dupré;Anaïs Lefèvre;François Hébert;Loïc Benoît;Gaëlle Côté;Maï;Thaïs;Aïcha;Chloë;Île;Ève",
    "Spanish": "Peña;Muñoz;Núñez;Ñ;Ibáñez;Begoña;Yáñez;Ñuflo;María;José;Raúl;Año;Niño;Señor",
    "Nordic": "Søren Ångström;Bjørk;Åse Løvø;Øyvind;Pål Grønli;Jón Þór;Håkon;Gøran;Søn;Bø;Hø;Lån;Ås",
    "Portuguese": "João;São Tomé;Conceição;Gonçalo;Simões;Magalhães;Luís;Antônio;Mãe;Pão;Não;Lã",
    "capitals": "ÑU;AÏ;OÄ;BÖ;LÜ;CÂ;TÊ;LÔ",
    "signs": "m²;25 °C;½;§ 5;© Sở GDĐT;10 µm;±5;£;¥;1º;3ª;“A”;«Tốt»",
}


def sheet(*columns: list[str]) -> RawSheet:
    return RawSheet("Trang 1", [pa.array(column, pa.string()) for column in columns], "ABC"[: len(columns)])


@pytest.mark.parametrize("name", ["TCVN3", "VISCII", "VPS"])
def test_a_table_of_single_letters_has_every_letter_once(name: str) -> None:
    letters = list(legacy_letters()[name].values())
    # The fonts of TCVN3 have no capitals with tone marks.
    assert sorted(letters) == sorted([*SMALL, *"ĂÂĐÊÔƠƯ"] if name == "TCVN3" else LETTERS)


@pytest.mark.parametrize(("name", "iconv_name"), [("TCVN3", "TCVN5712-1"), ("VISCII", "VISCII")])
def test_a_table_agrees_with_iconv(name: str, iconv_name: str) -> None:
    if not shutil.which("iconv"):
        pytest.skip("iconv is not installed")
    for byte, letter in legacy_letters()[name].items():
        command = ["iconv", "-f", iconv_name, "-t", "UTF-8"]
        known = subprocess.run(command, input=bytes([byte]), capture_output=True, check=True).stdout.decode()
        assert unicodedata.normalize("NFC", known) == letter, f"{byte:02X}"


def test_the_table_of_windows_1258_agrees_with_python() -> None:
    (encoding,) = [e for e in encodings() if e.name == "Windows-1258"]
    for letter in LETTERS:
        base, tone = letter, ""
        for mark in TONES[1:]:
            if mark in (parts := unicodedata.normalize("NFD", letter)):
                base, tone = unicodedata.normalize("NFC", parts.replace(mark, "")), mark
        assert encoding.decode(as_windows_1252((base + tone).encode("cp1258"))) == letter


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Nguyeãn Vaên AÂn", "Nguyễn Văn Ân"),
        ("ÑOAØN THÒ KYØ", "ĐOÀN THỊ KỲ"),
        ("Höùa Chí Vyõ", "Hứa Chí Vỹ"),
        ("Traàn Ngoïc Thuûy Tieân", "Trần Ngọc Thủy Tiên"),
    ],
)
def test_vni_writes_marks_behind_their_vowel(written: str, meant: str) -> None:
    (vni,) = [e for e in encodings() if e.name == "VNI"]
    assert vni.decode(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("NGUYÔN V¡N §øC", "NGUYỄN VĂN ĐỨC"),
        ("§oµn ¸i Vü", "Đoàn Ái Vỹ"),
        ("Hµ", "Hà"),
        ("ThÞ x· ¸i NghÜa", "Thị xã ái Nghĩa"),
    ],
)
def test_capitals_that_tcvn3_lacks(written: str, meant: str) -> None:
    (tcvn3,) = [e for e in encodings() if e.name == "TCVN3"]
    assert tcvn3.decode(written) == meant


@pytest.mark.parametrize("word", ["Nguyễn", "Quỳnh", "Hoà", "Hòa", "Nghiêm", "Krông", "Ê", "đê", "thuở", "Huyền"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["NguyÔn", "Müller", "Nguyeãn", "Côté", "Søren", ""])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize("name", GOOD)
def test_good_text_is_left_alone(name: str) -> None:
    column = GOOD[name].split(";")
    for beside in ([], ["Nguyễn Văn An", "Trần Thị Bích"]):
        raw = sheet([*column, *beside])
        assert to_unicode(raw) is raw or not to_unicode(raw).converted


def test_few_foreign_words_in_any_company_are_left_alone() -> None:
    words = [word for column in GOOD.values() for word in column.split(";")]
    chance = random.Random(1)
    for _ in range(2000):
        assert not to_unicode(sheet(chance.sample(words, chance.choice((2, 3, 4, 6, 10))))).converted


def test_the_workbooks_of_a_province_are_left_alone(sample_tree: Path) -> None:
    sheets = [raw for path in sample_tree.rglob("*.xlsx") for raw in read_workbook(path.read_bytes(), {})]
    assert len(sheets) > 5
    assert [raw.name for raw in sheets if to_unicode(raw) is not raw] == []


def test_a_column_of_few_words_follows_the_others() -> None:
    names = ["Hä vµ tªn", "NguyÔn V¨n An", "TrÇn ThÞ BÝch", "Phïng ThÕ D\u00adòng"]
    raw = to_unicode(sheet(names, ["Giíi tÝnh", "Nam", "N÷", "Nam"], ["Líp", "6A", "6¡", "6§"]))
    assert raw.columns[1].to_pylist() == ["Giới tính", "Nam", "Nữ", "Nam"]
    assert raw.columns[2].to_pylist() == ["Lớp", "6A", "6Ă", "6Đ"]
    assert raw.converted[0].original.to_pylist() == names


def test_what_is_converted_is_told_once_a_column_with_an_example() -> None:
    path = Path(__file__).parents[1] / "should_pass" / "text" / "tcvn3_pasted_among_unicode.xlsx"
    (finding,) = read(path.read_bytes()).findings
    assert (finding.rule_id, finding.field, finding.excel_column, finding.excel_row) == (
        "FIL022",
        "full_name",
        "B",
        None,
    )
    assert finding.parameters == {
        "sheet": "Học sinh",
        "column": "B",
        "n": 3,
        "found": "TCVN3",
        "value": "TrÇn ThÞ BÝch Ph\u00adîng",
        "suggestion": "Trần Thị Bích Phượng",
    }


def test_every_file_of_the_corpus_holds_the_same_300_names() -> None:
    if not CORPUS.is_dir():
        pytest.skip(f"the corpus of encodings is not here: {CORPUS}")

    def names(path: Path) -> list[str]:
        (table,) = read(path.read_bytes(), path.name).sheets
        return [unicodedata.normalize("NFC", str(name)) for name in table.rows.fields["full_name"].to_pylist()]

    expected = names(CORPUS / "hocsinh_300_utf8.csv")
    assert len(expected) == 300
    assert [path.name for path in sorted(CORPUS.iterdir()) if names(path) != expected] == []
