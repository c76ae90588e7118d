"""The catalogue of rules: chosen rules, one rule in words, and files for those who write software for schools."""

import csv
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pipelines.errors import RuleError
from pipelines.validation.rules import PLACEHOLDER
from schemas.catalogue import Catalogue
from schemas.model import LANGUAGES, Language, Rule

_EXAMPLES = Path(__file__).with_name("placeholders.csv")
# What other software must know of a rule, in this order.
_TEXTS = ("condition_en", "message_vi", "message_en", "fix_vi", "fix_en", "source")


def chosen_rules(catalogue: Catalogue, *, dataset: str = "", family: str = "", severity: str = "") -> list[Rule]:
    """The rules of a dataset (those for any dataset as well), family or severity; raises RuleError for one that is not there."""
    rules = catalogue.rules.values()
    if dataset and dataset not in catalogue.datasets:
        raise RuleError("rules.no_dataset", dataset=dataset, known=", ".join(catalogue.datasets))
    families = sorted({rule.id[:3] for rule in rules})
    if family and family.upper() not in families:
        raise RuleError("rules.no_family", family=family, known=", ".join(families))
    if severity and severity not in (severities := sorted({rule.severity for rule in rules})):
        raise RuleError("rules.no_severity", severity=severity, known=", ".join(severities))
    return [
        rule
        for rule in rules
        if (not dataset or rule.dataset in (dataset, "any"))
        and (not family or rule.id.startswith(family.upper()))
        and (not severity or rule.severity == severity)
    ]


def one_rule(catalogue: Catalogue, rule_id: str) -> Rule:
    """Raises RuleError for an id that no rule has."""
    rule = catalogue.rules.get(rule_id.upper())
    if rule is None:
        raise RuleError("rules.absent", rule=rule_id)
    return rule


def example(catalogue: Catalogue, rule: Rule, language: Language) -> str:
    """The message of a rule as a finding could say it; what depends on the cell is left open (…)."""
    field = _first_field(catalogue, rule, language)
    known = {name: words[language] for name, words in _example_words().items()}
    known |= {"field": field} if field else {}
    message = rule.message_vi if language == "vi" else rule.message_en
    return PLACEHOLDER.sub(lambda match: known.get(match[1], "…"), message)


def _first_field(catalogue: Catalogue, rule: Rule, language: Language) -> str:
    datasets = [catalogue.datasets[rule.dataset]] if rule.dataset in catalogue.datasets else []
    datasets += catalogue.datasets.values()
    fields = [field for dataset in datasets for field in dataset.fields if field.name in rule.fields[:1]]
    return fields[0].label(language) if fields else ""


@cache
def _example_words() -> Mapping[str, Mapping[str, str]]:
    with _EXAMPLES.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


def as_record(catalogue: Catalogue, rule: Rule) -> dict[str, object]:
    """Everything that is said of a rule, for programs."""
    fixed: dict[str, object] = {
        "rule_id": rule.id,
        "dataset": rule.dataset,
        "level": rule.level,
        "severity": rule.severity,
        "fields": list(rule.fields),
        "since": rule.since and rule.since.isoformat(),
        "until": rule.until and rule.until.isoformat(),
    }
    texts = {name: getattr(rule, name) for name in _TEXTS}
    return fixed | texts | {f"example_{language}": example(catalogue, rule, language) for language in LANGUAGES}


def write_export(catalogue: Catalogue, folder: Path) -> list[Path]:
    """Write ``rules-<version>.csv`` and ``.json``: all rules and the version of the schema that they are of; answers the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    records = [as_record(catalogue, rule) for rule in catalogue.rules.values()]
    as_csv, as_json = (folder / f"rules-{catalogue.version}.{suffix}" for suffix in ("csv", "json"))
    as_json.write_text(
        json.dumps({"version": catalogue.version, "rules": records}, ensure_ascii=False, indent=2) + "\n",
        encoding="utf-8",
    )
    with as_csv.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["version", *records[0]], lineterminator="\n")
        writer.writeheader()
        for record in records:
            fields = record["fields"]
            assert isinstance(fields, list)
            writer.writerow(record | {"version": catalogue.version, "fields": ";".join(fields)})
    return [as_csv, as_json]
