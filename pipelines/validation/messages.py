"""Telling findings in words: the texts of the rules, filled with what their statements answered."""

from pipelines.engine import Engine, quote_identifier, quote_text
from pipelines.validation.rules import OWN_PLACEHOLDERS, PLACEHOLDER, TEXTS
from schemas.catalogue import Catalogue
from schemas.model import Rule

# What may stand in a message that leaves with the pseudonymous marts although the field is personal.
_PUBLIC_PLACEHOLDERS = OWN_PLACEHOLDERS | {"n", "percent", "limit", "other_row"}
_OWN = {"row": "place_row(q.row_id)", "column": "coalesce(q.letter, l.letter)", "sheet": "s.sheet", "file": "s.file"}


def tell_findings(engine: Engine, catalogue: Catalogue) -> None:
    """Make view ``told_finding``: table ``finding`` with letter and texts; value and texts also in their public form (``public_*``)."""
    fired = engine.rows("SELECT DISTINCT rule_id, dataset FROM finding ORDER BY ALL")
    # The rules are looked for one after the other: those with most findings first.
    often = engine.rows("SELECT rule_id FROM finding GROUP BY rule_id ORDER BY count(*) DESC, rule_id")
    rules = [catalogue.rules[str(rule_id)] for (rule_id,) in often]
    hiding = [
        f"({quote_text(str(r))}, {quote_text(str(d))})"
        for r, d in fired
        if _is_about_persons(catalogue, str(r), str(d))
    ]
    # A rule about a personal field may show it under another one: a birth date beside the date of hiring.
    is_hidden = "coalesce(f.is_personal, FALSE)" + (
        f" OR (q.rule_id, q.dataset) IN ({', '.join(hiding)})" if hiding else ""
    )
    texts = [f"{_told(rules, text)} AS {text}" for text in TEXTS]
    hidden = [f"CASE WHEN {is_hidden} THEN {_told(rules, text, public=True)} END AS hidden_{text}" for text in TEXTS]
    public = [f"coalesce(hidden_{text}, {text}) AS public_{text}" for text in TEXTS]
    engine.execute(
        f"""
        CREATE OR REPLACE TEMP VIEW told_finding AS
        SELECT row_id, dataset, rule_id, severity, field, letter, value, public_value, {", ".join([*TEXTS, *public])}
        FROM (
            SELECT
                q.row_id,
                q.dataset,
                q.rule_id,
                q.severity,
                q.field,
                coalesce({_OWN["column"]}, b.letter) AS letter,
                q.value,
                CASE WHEN {is_hidden} THEN NULL ELSE q.value END AS public_value,
                {", ".join([*texts, *hidden])}
            FROM finding AS q
            JOIN sheet AS s ON s.sheet_id = place_sheet(q.row_id)
            LEFT JOIN column_letter AS l ON l.layout_id = s.layout_id AND l.field = q.field
            LEFT JOIN column_letter AS b ON b.layout_id = s.layout_id AND b.field = '' AND place_row(q.row_id) > 0
            LEFT JOIN field AS f ON f.dataset = q.dataset AND f.name = q.field
        )
        """
    )


def _is_about_persons(catalogue: Catalogue, rule_id: str, dataset: str) -> bool:
    fields = {field.name: field for field in catalogue.datasets[dataset].columns}
    return any(fields[name].is_personal for name in catalogue.rules[rule_id].fields if name in fields)


def _told(rules: list[Rule], text: str, *, public: bool = False) -> str:
    """SQL that picks and fills a text by the rule; in its public form, what may be personal is left out."""
    filled = "".join(
        f" WHEN {quote_text(rule.id)} THEN {_filled(getattr(rule, text), text[-2:], public=public)}" for rule in rules
    )
    return f"CASE q.rule_id{filled} END" if filled else "NULL::VARCHAR"


def _filled(template: str, language: str, *, public: bool) -> str:
    parts = []
    position = 0
    for match in PLACEHOLDER.finditer(template):
        is_left_out = public and match[1] not in _PUBLIC_PLACEHOLDERS
        value = "'…'" if is_left_out else f"coalesce({_placeholder(match[1], language)}, '—')"
        parts += [quote_text(template[position : match.start()]), value]
        position = match.end()
    # Not ||, which would copy the text once for every part.
    return f"concat({', '.join([*parts, quote_text(template[position:])])})"


def _placeholder(name: str, language: str) -> str:
    """What fills a placeholder: a fact of the finding, or what the statement says, in this language if it is words."""
    if name in _OWN:
        return f"CAST({_OWN[name]} AS VARCHAR)"
    if name == "field":
        return f"f.label_{language}, q.field"
    if name == "value":
        return "excerpt(q.shown), excerpt(q.value)"
    return f"q.{quote_identifier(f'{name}_{language}')}, q.{quote_identifier(name)}"
