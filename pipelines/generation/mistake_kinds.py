"""All kinds of mistakes, by dataset."""

from collections import defaultdict
from collections.abc import Mapping

from pipelines.generation.list_mistakes import LIST_KINDS
from pipelines.generation.mistakes import Kind
from pipelines.generation.staff_list_mistakes import STAFF_LIST_KINDS
from pipelines.generation.staff_mistakes import OTHER_KINDS, STAFF_KINDS
from pipelines.generation.student_mistakes import STUDENT_KINDS
from pipelines.generation.teaching_mistakes import TEACHING_KINDS


def _by_dataset() -> Mapping[str, list[Kind]]:
    kinds: dict[str, list[Kind]] = defaultdict(list)
    for kind in (*STUDENT_KINDS, *STAFF_KINDS, *OTHER_KINDS, *LIST_KINDS, *TEACHING_KINDS, *STAFF_LIST_KINDS):
        kinds[kind.dataset].append(kind)
    return kinds


KINDS = _by_dataset()
