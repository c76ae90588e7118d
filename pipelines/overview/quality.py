"""Scores of quality, as the current release has them."""

from dataclasses import dataclass

from pipelines.publication.pointer import read_pointer
from pipelines.publication.releases import open_release
from pipelines.settings import Settings

_SCORES = """
SELECT
    period,
    area_code,
    dimension,
    score,
    previous_score
FROM marts.fact_quality_score
WHERE area_level = $level AND $code IN ('', area_code)
ORDER BY
    period,
    area_code,
    dimension
"""


@dataclass(frozen=True, slots=True)
class Score:
    """From 0 to 1; ``previous_score`` is that of the period before, None in the first."""

    score: float
    previous_score: float | None


def quality_scores(settings: Settings, *, school: str = "") -> dict[tuple[str, str], dict[str, Score]]:
    """Period and province (or the school, if one is given) → dimension → score; nothing before the first release."""
    if read_pointer(settings.workspace) is None:
        return {}
    with open_release(settings) as connection:
        if not _has_scores(
            connection.execute("SELECT view_name FROM duckdb_views() WHERE schema_name = 'marts'").fetchall()
        ):
            return {}
        rows = connection.execute(_SCORES, {"level": "school" if school else "province", "code": school}).fetchall()
    scores: dict[tuple[str, str], dict[str, Score]] = {}
    for period, area, dimension, score, previous in rows:
        scores.setdefault((period, area), {})[dimension] = Score(score, previous)
    return scores


def _has_scores(views: list[tuple[str]]) -> bool:
    """Releases from before there were scores lack them."""
    return ("fact_quality_score",) in views
