"""Damaged files through the whole way of a submission: ``python -m benchmarks.fuzz [SECONDS] [SEED]``.

Files of ``tests/should_pass`` are changed at random - bytes, parts of a package, signs of a text - and received, read
and validated like any others. Whatever happens to a reader process, its file must end in a finding and nothing else may
fail. Files that ended their reader, or made our own code fail, are kept in ``benchmarks/cache/fuzz``; ends with 1 where
there are any.
"""

import io
import logging
import random
import re
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from benchmarks.corpus import outcomes
from pipelines.intake.package import DAMAGE

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("tests/should_pass", "tests/intake/should_pass")
KEPT = ROOT / "benchmarks" / "cache" / "fuzz"
ROUND = 300  # files
# "file 17: Traceback …" of the reader process; a panic of a library is expected of damaged files.
_FAILURE = re.compile(r"^file (\d+): Traceback.*?(?=^file |\Z)", re.MULTILINE | re.DOTALL)
_PANIC = "PanicException"
_NUMBER = re.compile(rb'"\d+"|>\d+<')
_EXTREMES = (b"0", b"-1", b"1048577", b"4294967296", b"99999999999999999999", b"1e308", b"NaN", b"")

# A part may pass for locked.
_UNREADABLE: tuple[type[Exception], ...] = (*DAMAGE, RuntimeError)

Mutation = Callable[[random.Random, bytes], bytes]


def flip(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 20)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def move(chance: random.Random, content: bytes) -> bytes:
    """A stretch taken out, or put in once more, elsewhere."""
    start, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    place = chance.randrange(len(content) + 1)
    kept = content if chance.random() < 0.5 else content[:start] + content[end:]
    return kept[:place] + content[start : min(end, start + 5000)] + kept[place:]


def exaggerate(chance: random.Random, content: bytes) -> bytes:
    """One number of an XML part becomes an impossible one."""
    numbers = list(_NUMBER.finditer(content))
    if not numbers:
        return flip(chance, content)
    number = chance.choice(numbers)
    return content[: number.start() + 1] + chance.choice(_EXTREMES) + content[number.end() - 1 :]


def sign(chance: random.Random, content: bytes) -> bytes:
    """Signs that mean something to a text file, or to no encoding."""
    inserted = chance.choice((b'"', b'""', b"\n", b"\r", b",", b";", b"\t", b"\0", b"\xff", b"\xc3", b"\xef\xbb\xbf"))
    place = chance.randrange(len(content) + 1)
    return content[:place] + inserted * chance.choice((1, 1, 1, 2, 600)) + content[place:]


def repack(chance: random.Random, content: bytes) -> bytes:
    """A package with a part changed, missing, or exchanged for another."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    except _UNREADABLE:  # it was damaged before
        return flip(chance, content)
    if not parts:
        return content
    first, second = chance.choice(list(parts)), chance.choice(list(parts))
    match chance.randrange(6):
        case 0:
            del parts[first]
        case 1:
            parts[first], parts[second] = parts[second], parts[first]
        case _:
            parts[first] = chance.choice((flip, cut, move, exaggerate, exaggerate))(chance, parts[first])
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            # Not by its name alone, which would write the time of day beside it.
            package.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return memory.getvalue()


def mutations(content: bytes) -> Sequence[Mutation]:
    if content.startswith(b"PK"):
        return (repack, repack, repack, flip, cut)
    return (flip, cut, move) if content.startswith(b"\xd0\xcf") else (flip, cut, move, sign, sign)


class Failures(logging.Handler):
    """Gathers what reader processes complained of."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[int, str] = {}

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        self.texts |= {int(f[1]): f[0] for f in _FAILURE.finditer(said) if _PANIC not in f[0]}


def run_round(chance: random.Random, sources: Sequence[Path], counts: Counter[str], console: Console) -> int:
    """One round; answers how many files are worth a look."""
    failures = Failures()
    log = logging.getLogger("pipelines.intake.reader_client")
    log.setLevel(logging.INFO)
    log.addHandler(failures)
    with TemporaryDirectory(prefix="csdl-fuzz-") as folder:
        paths = []
        for number in range(ROUND):
            source = chance.choice(sources)
            content = source.read_bytes()
            for _ in range(chance.choice((1, 1, 2, 4))):
                content = chance.choice(mutations(content))(chance, content)
            paths.append(Path(folder) / f"{number:03d}_{source.name}")
            paths[-1].write_bytes(content)
        try:
            found = outcomes(paths)
        except Exception as error:  # the one thing that must not happen
            console.print_exception()
            found = {path.name: (type(error).__name__, "") for path in paths}
        log.removeHandler(failures)
        counts.update(outcome for outcome, _ in found.values())
        failed = {paths[file_id - 1].name: text for file_id, text in failures.texts.items()}
        strange = {name for name, (outcome, _) in found.items() if outcome not in ("read", "refused")} | set(failed)
        for path in paths:
            if path.name in strange:
                KEPT.mkdir(parents=True, exist_ok=True)
                kept = KEPT / f"{chance.randrange(1 << 32):08x}_{path.name}"
                kept.write_bytes(path.read_bytes())
                console.print(kept.relative_to(ROOT), found[path.name], failed.get(path.name, ""), markup=False)
        return len(strange)


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 120.0
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    chance, console, counts = random.Random(seed), Console(width=140), Counter[str]()
    sources = sorted(p for s in SOURCES for p in (ROOT / s).rglob("*") if p.is_file() and p.suffix != ".json")
    strange, begin = 0, time.monotonic()
    while time.monotonic() - begin < seconds:
        strange += run_round(chance, sources, counts, console)
    told = ", ".join(f"{count} {outcome}" for outcome, count in counts.most_common())
    console.print(
        f"{counts.total()} files in {time.monotonic() - begin:.0f} s, seed {seed}: {told}; {strange} to look at"
    )
    return min(strange, 1)


if __name__ == "__main__":
    sys.exit(main())
