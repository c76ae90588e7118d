"""The same inputs, judged anew after their own people were registered, give the same release."""

from pathlib import Path

from pipelines.identity.identify import identify_partition
from pipelines.publication.publish import publish
from pipelines.publication.releases import show_release
from pipelines.state.database import open_database
from pipelines.validation.validate import validate_partition
from tests.validation.passes import SCHOOL, STUDENT, register_school
from tests.validation.staged import PARTITION, settings_in, stage

ID = "7900000018"


def test_everything_again_gives_the_same_release(tmp_path: Path) -> None:
    """A child is entered under the id that its row claims; so does the row of another child, which is rejected for its sex."""
    settings = settings_in(tmp_path)
    settings.workspace.create()
    database = open_database(settings.database_url)
    register_school(database)
    other = {"full_name": "Lê Văn Bình", "birth_date": "01/09/2013", "sex_code": "9", "local_code": "HS002"}
    stage(settings, database, SCHOOL, {"student": [STUDENT | {"learner_id": ID}, STUDENT | other | {"learner_id": ID}]})

    def release(*, everything: bool) -> str:
        # No list of classes: the children need not wait for it.
        validate_partition(settings, database, PARTITION, everything=everything, unasked=frozenset({"XSC001"}))
        identify_partition(settings, database, PARTITION)
        return show_release(settings, publish(settings, database).release_id).content_sha256

    assert release(everything=False) == release(everything=True)
