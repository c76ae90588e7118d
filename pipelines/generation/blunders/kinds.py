"""All kinds of blunders."""

from collections.abc import Sequence

from pipelines.generation.blunders.columns import TABLE_BLUNDERS
from pipelines.generation.blunders.earlier import EARLIER_BLUNDERS
from pipelines.generation.blunders.files import FILE_BLUNDERS
from pipelines.generation.blunders.making import Blunder
from pipelines.generation.blunders.schools import SCHOOL_BLUNDERS
from pipelines.generation.blunders.shared import SHARED_BLUNDERS
from pipelines.generation.blunders.sheets import SHEET_BLUNDERS

BLUNDERS: Sequence[Blunder] = (
    *FILE_BLUNDERS,
    *SHEET_BLUNDERS,
    *TABLE_BLUNDERS,
    *SCHOOL_BLUNDERS,
    *SHARED_BLUNDERS,
    *EARLIER_BLUNDERS,
)
