"""The page of all rules (``docs/rules.md``), made from the catalogue and from what is there: ``python -m pipelines.rulebook.page``."""

from collections.abc import Iterable, Iterator, Sequence

from pipelines.rulebook.catalogue import example
from pipelines.rulebook.evidence import ROOT, Evidence, evidence
from schemas.catalogue import Catalogue, load_catalogue
from schemas.model import Rule

PAGE = ROOT / "docs" / "rules.md"

_INTRODUCTION = """\
# Rules

Made by `csdl rules docs` from `schemas/ministry/rules.csv`, the statements of `pipelines/` and the tests: change those, not
this page. Terms: [rules_terms.md](rules_terms.md). For software that schools use: `csdl rules export`.

**error**: the row stays out until it is corrected. **query**: it enters; correct or explain it.
"""


def rules_page() -> str:
    """The page as Markdown: which rules work and what proves it, then every rule."""
    catalogue = load_catalogue()
    found = evidence(catalogue)
    works = sum(one.works for one in found)
    parts = [
        _INTRODUCTION,
        f"## Which rules work\n\n{works} of {len(found)} rules work.\n",
        _table(("Rule", "Works by", "Proved by"), map(_evidence_cells, found)),
    ]
    families = dict.fromkeys(one.rule.id[:3] for one in found)
    for family in families:
        parts.append(f"## {family}\n")
        parts += [_rule(catalogue, one.rule) for one in found if one.rule.id.startswith(family)]
    return "\n".join(parts)


def write_page() -> None:
    PAGE.write_text(rules_page(), encoding="utf-8")


def _evidence_cells(one: Evidence) -> Sequence[str]:
    by = ", ".join(_link(path) for path in (*one.statements, *(one.compiled if not one.statements else ())))
    return one.rule.id, by or f"not yet: {one.reason}", ", ".join(_link(path) for path in one.tests)


def _link(path: str) -> str:
    """The last part of a path, leading to it."""
    return f"[{path.rpartition('/')[2]}](../{path})"


def _rule(catalogue: Catalogue, rule: Rule) -> str:
    lines = [
        f"### {rule.id} ({rule.severity})\n",
        f"{_dataset(catalogue, rule)}, {rule.level}{_time(rule)}. Source: {rule.source}.\n",
        f"- Fires when: {rule.condition_en}",
        f"- Ví dụ: {example(catalogue, rule, 'vi')}",
        f"- Cách sửa: {rule.fix_vi}",
        f"- Example: {example(catalogue, rule, 'en')}",
        f"- How to mend: {rule.fix_en}\n",
    ]
    return "\n".join(lines)


def _dataset(catalogue: Catalogue, rule: Rule) -> str:
    dataset = catalogue.datasets.get(rule.dataset)
    return f"{dataset.label_vi} ({dataset.name})" if dataset else rule.dataset


def _time(rule: Rule) -> str:
    since = f", since {rule.since.isoformat()}" if rule.since else ""
    return since + (f", until {rule.until.isoformat()}" if rule.until else "")


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(_lines(heads, rows)) + "\n"


def _lines(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


if __name__ == "__main__":
    write_page()
