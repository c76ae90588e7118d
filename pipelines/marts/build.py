"""Building the tables of a release from the statements of ``sql/``, one file per table."""

from pathlib import Path

from pipelines.engine import Engine, quote_identifier
from schemas.marts import ColumnType, Mart, load_marts

_HERE = Path(__file__).parent
_SQL_TYPES: dict[ColumnType, str] = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "decimal": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
}


def bind_views(engine: Engine) -> None:
    """Bind the views that several marts read (``views.sql``) over the inputs."""
    engine.execute((_HERE / "views.sql").read_text(encoding="utf-8"))


def mart_select(mart: Mart) -> str:
    """The mart's statement as it is written in ``sql/``."""
    return (_HERE / "sql" / f"{mart.name}.sql").read_text(encoding="utf-8")


def mart_statement(mart: Mart) -> str:
    """The mart's statement with its columns in the order and of the types that ``schemas/marts`` describes."""
    columns = ", ".join(
        f"CAST({quote_identifier(column.name)} AS {_SQL_TYPES[column.type]}) AS {quote_identifier(column.name)}"
        for column in mart.columns
    )
    return f"SELECT {columns} FROM (\n{mart_select(mart)}\n) AS mart"


def _has_rows(engine: Engine, mart: Mart) -> bool:
    """False where nobody sent the dataset that the mart is made of: planning its joins would take longer than all else."""
    accepted = quote_identifier(f"accepted_{mart.dataset}")
    return not mart.dataset or bool(engine.rows(f"SELECT 1 FROM {accepted} LIMIT 1"))


def _no_rows(mart: Mart) -> str:
    columns = (f"CAST(NULL AS {_SQL_TYPES[c.type]}) AS {quote_identifier(c.name)}" for c in mart.columns)
    return f"SELECT {', '.join(columns)} WHERE FALSE"


def build_marts(engine: Engine, folder: Path) -> dict[str, int]:
    """Write ``<folder>/<table>.parquet`` for every pseudonymous mart; answers table → rows.

    Inputs and views must be bound; each mart is bound under its name for those after it. Rows are in the order of
    content and nothing of the run is written, so that the same inputs give the same bytes.
    """
    rows = {}
    for mart in load_marts():
        if not mart.is_restricted:
            order = ", ".join(quote_identifier(name) for name in mart.order)
            path = folder / f"{mart.name}.parquet"
            select = f"{mart_statement(mart)} ORDER BY {order}" if _has_rows(engine, mart) else _no_rows(mart)
            rows[mart.name] = engine.write_parquet(select, path)
            engine.bind_parquet(mart.name, [path])
    return rows
