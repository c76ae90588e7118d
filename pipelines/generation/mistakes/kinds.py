"""All kinds of mistakes, by dataset."""

from collections import defaultdict
from collections.abc import Mapping

from pipelines.generation.mistakes.planting import Kind
from pipelines.generation.mistakes.results import LIST_KINDS
from pipelines.generation.mistakes.staff import OTHER_KINDS, STAFF_KINDS
from pipelines.generation.mistakes.staff_lists import STAFF_LIST_KINDS
from pipelines.generation.mistakes.students import STUDENT_KINDS
from pipelines.generation.mistakes.teaching import TEACHING_KINDS


def _by_dataset() -> Mapping[str, list[Kind]]:
    kinds: dict[str, list[Kind]] = defaultdict(list)
    for kind in (*STUDENT_KINDS, *STAFF_KINDS, *OTHER_KINDS, *LIST_KINDS, *TEACHING_KINDS, *STAFF_LIST_KINDS):
        kinds[kind.dataset].append(kind)
    return kinds


KINDS = _by_dataset()
