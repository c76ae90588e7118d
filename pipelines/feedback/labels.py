"""What people read: labels of the catalogue, and the texts of feedback."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pipelines.texts import Texts, chosen_language
from schemas.catalogue import load_catalogue
from schemas.model import Language


class Labels:
    """Labels in one language; a name or code without one stands for itself."""

    def __init__(self, language: Language) -> None:
        catalogue = load_catalogue()
        self.language = language
        # (dataset, '') and (dataset, field) → label
        self.names: Mapping[tuple[str, str], str] = {
            (dataset.name, name): label
            for dataset in catalogue.datasets.values()
            for name, label in (
                ("", dataset.label(language)),
                *((field.name, field.label(language)) for field in dataset.columns),
            )
        }
        self._codes = {
            (code.list, code.code): code.label_vi if language == "vi" else code.label_en
            for codes in catalogue.code_lists.values()
            for code in codes
        }

    def dataset(self, name: str) -> str:
        return self.names.get((name, ""), name)

    def field(self, dataset: str, name: str) -> str:
        return self.names.get((dataset, name), name) if name else ""

    def code(self, code_list: str, code: str | None) -> str:
        """The label of a code; a dash where nothing was said."""
        return self._codes.get((code_list, code), code) if code else "—"


@cache
def load_labels(language: Language) -> Labels:
    return Labels(language)


def feedback_texts() -> Texts:
    """The texts of feedback in the chosen language."""
    return Texts(Path(__file__).parent / "texts.csv", chosen_language())
