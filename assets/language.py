"""The language of the page and its texts (``texts.csv``), chosen by CSDL_LANG when the graph is loaded."""

from pathlib import Path

from pipelines.texts import Texts, chosen_language

texts = Texts(Path(__file__).with_name("texts.csv"), chosen_language())
