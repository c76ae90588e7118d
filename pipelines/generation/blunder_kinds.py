"""All kinds of blunders."""

from collections.abc import Sequence

from pipelines.generation.blunders import Blunder
from pipelines.generation.earlier_blunders import EARLIER_BLUNDERS
from pipelines.generation.file_blunders import FILE_BLUNDERS
from pipelines.generation.school_blunders import SCHOOL_BLUNDERS
from pipelines.generation.shared_blunders import SHARED_BLUNDERS
from pipelines.generation.sheet_blunders import SHEET_BLUNDERS
from pipelines.generation.table_blunders import TABLE_BLUNDERS

BLUNDERS: Sequence[Blunder] = (
    *FILE_BLUNDERS,
    *SHEET_BLUNDERS,
    *TABLE_BLUNDERS,
    *SCHOOL_BLUNDERS,
    *SHARED_BLUNDERS,
    *EARLIER_BLUNDERS,
)
