"""What findings say, in full and in the form that may leave with the pseudonymous marts."""

from datetime import date

from tests.validation.bench import findings_of

BORN = date(2014, 5, 3)


def test_a_rule_about_a_personal_field_has_no_public_value_under_a_harmless_one() -> None:
    [told] = findings_of("FLD034", student=[{"birth_date": BORN, "birth_date_year": 2014, "status_date": BORN}])
    assert (told["field"], told["value"]) == ("status_date", "03/05/2014")
    assert told["public_value"] is None and "2014" not in told["public_message_vi"]


def test_a_rule_about_harmless_fields_keeps_its_value() -> None:
    [told] = findings_of("FAC002", facility=[{"facility_type_code": "library", "quantity": 5, "in_use_quantity": 6}])
    assert told["public_value"] == told["value"] == "5"
