"""Which columns schools use: for every dataset the fields and the share of schools that have a column for them.

Fields that the catalogue requires are always there; a column without any value is left out by the school.
"""

from collections.abc import Mapping

ALWAYS = 1.0

USAGE: Mapping[str, Mapping[str, float]] = {
    "school": {
        "school_code": ALWAYS, "school_name": ALWAYS, "school_year": ALWAYS, "level_group_code": ALWAYS,
        "ownership_code": ALWAYS, "school_type_code": ALWAYS, "province_code": ALWAYS, "district_code": ALWAYS,
        "ward_code": ALWAYS, "region_code": 0.6, "area_code": 0.5, "is_extremely_hard_area": ALWAYS,
        "national_standard_code": 0.9, "principal_name": ALWAYS, "principal_phone": 0.9, "phone": 0.8, "email": 0.9,
        "website": 0.5, "address": 0.9, "established_date": 0.5, "area_m2": 0.8, "campus_count": ALWAYS,
        "staff_count": ALWAYS, "student_count": ALWAYS, "class_count": ALWAYS, "has_grid_power": 0.9,
        "has_clean_water": 0.9, "has_toilets": ALWAYS, "has_internet": 0.7, "has_internet_for_teaching": 0.9,
        "has_computers_for_teaching": 0.9, "teaches_two_sessions": 0.8, "has_boarders": 0.8,
        "has_residential_students": 0.6, "has_disabled_students": 0.7, "has_handwashing_programme": 0.6,
        "has_life_skills_education": 0.6, "has_school_counselling": 0.6, "has_party_cell": 0.7,
        "is_minimum_quality_met": 0.6,
    },
    "campus": {
        "school_code": ALWAYS, "school_year": ALWAYS, "campus_code": ALWAYS, "campus_name": ALWAYS, "address": 0.8,
        "distance_km": ALWAYS, "area_m2": 0.8, "province_code": ALWAYS, "district_code": ALWAYS, "ward_code": 0.9,
    },
    "class": {
        "school_code": ALWAYS, "school_year": ALWAYS, "class_code": ALWAYS, "class_name": ALWAYS, "grade_code": ALWAYS,
        "campus_code": 0.9, "homeroom_staff_code": ALWAYS, "homeroom_teacher_name": 0.85, "is_combined": ALWAYS,
        "is_specialised": ALWAYS, "is_boarding": ALWAYS, "boarding_type_code": ALWAYS, "shift_code": 0.9,
        "sessions_per_week_code": 0.8, "weekly_periods_code": 0.8, "first_foreign_language_code": 0.85,
        "is_vnen": ALWAYS, "mixed_age_code": ALWAYS, "preschool_age_group_code": ALWAYS,
        "is_new_preschool_programme": 0.7, "has_disabled_children": 0.6, "has_class_parent_committee": 0.6,
        "has_maths_equipment": 0.5, "is_continuing_education": 0.4, "student_count": 0.85,
    },
    "student": {
        "school_code": ALWAYS, "school_year": ALWAYS, "local_code": 0.75, "learner_id": ALWAYS, "personal_id": ALWAYS,
        "full_name": ALWAYS, "birth_date": ALWAYS, "sex_code": ALWAYS, "ethnicity_code": ALWAYS, "religion_code": 0.5,
        "nationality_code": 0.85, "birth_place": 0.85, "hometown": 0.5, "health_insurance_number": 0.6,
        "phone": 0.9, "home_province_code": 0.95, "home_hamlet_name": 0.5, "home_address": 0.9, "current_address": 0.5,
        "class_code": ALWAYS, "class_name": ALWAYS, "grade_code": ALWAYS, "status_code": ALWAYS, "status_date": ALWAYS,
        "admission_type_code": 0.85, "leaving_term_code": 0.3, "dropout_reason_code": ALWAYS,
        "transfer_destination_code": ALWAYS, "transfer_to_province_code": ALWAYS,
        "transfer_from_province_code": ALWAYS, "transfer_to_district_code": ALWAYS,
        "transfer_from_district_code": ALWAYS, "is_disabled": ALWAYS, "disability_type_code": ALWAYS,
        "policy_group_code": 0.85, "is_poor_household": 0.85, "support_form_code": 0.5,
        "is_study_cost_supported": 0.5, "is_rice_supplied": 0.3, "is_lunch_supported": 0.6, "is_boarder": 0.7,
        "is_pioneer": 0.7, "is_youth_union_member": 0.8, "blood_group_code": 0.15, "is_nutrition_checked": 0.8,
        "nutrition_status_code": 0.8, "height_cm": 0.55, "weight_kg": 0.55, "is_able_to_swim": 0.5,
        "is_new_preschool_entrant": 0.7, "is_in_five_year_old_class": 0.7, "is_in_ministry_programme": 0.4,
        "father_name": ALWAYS, "father_birth_date": 0.9, "father_personal_id": 0.45, "father_occupation": 0.85,
        "father_phone": 0.85, "mother_name": ALWAYS, "mother_birth_date": ALWAYS, "mother_personal_id": 0.45,
        "mother_occupation": 0.85, "mother_phone": 0.85, "guardian_name": ALWAYS, "guardian_birth_date": ALWAYS,
        "guardian_personal_id": 0.3, "guardian_occupation": 0.6, "guardian_phone": 0.7,
    },
    "staff": {
        "school_code": ALWAYS, "school_year": ALWAYS, "staff_code": ALWAYS, "personal_id": ALWAYS,
        "full_name": ALWAYS, "birth_date": ALWAYS, "sex_code": ALWAYS, "ethnicity_code": 0.95,
        "identity_issue_date": 0.7, "identity_issue_place": 0.6, "social_insurance_number": 0.7, "phone": 0.95,
        "email": 0.9, "hometown": 0.6, "home_province_code": 0.85, "home_address": 0.7,
        "staff_group_code": ALWAYS, "position_code": ALWAYS,
        "level_code": 0.5, "status_code": ALWAYS, "status_date": ALWAYS, "contract_type_code": ALWAYS,
        "hire_date": ALWAYS, "hiring_agency": 0.5, "profession_start_date": 0.5, "school_entry_year": 0.5,
        "rank_code": ALWAYS, "salary_step_code": ALWAYS, "salary_coefficient": ALWAYS, "salary_effective_date": 0.7,
        "seniority_allowance": 0.8, "leadership_allowance": ALWAYS, "incentive_allowance": ALWAYS,
        "weekly_periods": 0.7, "is_teaching_two_sessions": 0.4, "is_party_member": 0.8, "qualification_code": ALWAYS,
        "training_standard_code": 0.9, "main_speciality_code": ALWAYS, "main_training_level_code": ALWAYS,
        "training_institution": 0.5, "informatics_level_code": 0.7, "main_foreign_language_code": ALWAYS,
        "language_certificate_group_code": ALWAYS, "language_certificate_type_code": ALWAYS,
        "language_framework_level_code": ALWAYS, "political_theory_level_code": 0.7,
        "education_management_level_code": 0.6, "subject_code": ALWAYS, "professional_standard_code": ALWAYS,
        "self_professional_standard_code": ALWAYS, "regular_training_result_code": 0.6,
        "public_employee_rating_code": 0.7, "excellent_teacher_level_code": 0.5,
    },
    "facility": {
        "school_code": ALWAYS, "school_year": ALWAYS, "campus_code": ALWAYS, "facility_type_code": ALWAYS,
        "construction_code": ALWAYS, "quantity": ALWAYS, "area_m2": ALWAYS, "meets_standard_quantity": 0.8,
        "in_use_quantity": 0.8, "built_year": 0.6,
    },
    "finance": {
        "school_code": ALWAYS, "school_year": ALWAYS, "fiscal_year": ALWAYS, "budget_line_code": ALWAYS,
        "planned_amount": ALWAYS, "estimated_amount": ALWAYS, "final_amount": ALWAYS,
    },
    "exam_registration": {
        "school_code": ALWAYS, "school_year": ALWAYS, "exam_year": ALWAYS, "registration_code": 0.8,
        "learner_id": ALWAYS, "personal_id": ALWAYS, "full_name": ALWAYS, "birth_date": ALWAYS, "sex_code": ALWAYS,
        "ethnicity_code": ALWAYS, "class_code": 0.6, "class_name": ALWAYS, "is_independent_candidate": ALWAYS,
        "is_continuing_education": 0.7, "first_elective_code": ALWAYS, "second_elective_code": ALWAYS,
        "foreign_language_code": ALWAYS, "registration_date": 0.7, "submission_status_code": 0.4,
    },
    "result": {
        # Without the learner's numbers a row finds nobody.
        "school_code": ALWAYS, "school_year": ALWAYS, "learner_id": ALWAYS, "local_code": ALWAYS,
        "personal_id": ALWAYS, "full_name": ALWAYS, "birth_date": ALWAYS, "class_code": ALWAYS, "class_name": ALWAYS,
        "grade_code": ALWAYS, "term_code": ALWAYS, "subject_code": ALWAYS, "midterm_score": 0.3, "final_score": 0.3,
        "periodic_test_score": ALWAYS, "score": ALWAYS, "subject_rating_2021_code": ALWAYS,
        "subject_rating_primary_code": ALWAYS, "learning_rating_code": ALWAYS, "conduct_rating_code": ALWAYS,
        "old_learning_rating_code": ALWAYS, "old_conduct_rating_code": ALWAYS, "primary_overall_rating_code": ALWAYS,
        "self_reliance_rating_code": ALWAYS, "communication_rating_code": ALWAYS, "problem_solving_rating_code": ALWAYS,
        "language_competency_rating_code": ALWAYS, "maths_competency_rating_code": ALWAYS,
        "science_competency_rating_code": ALWAYS, "technology_competency_rating_code": ALWAYS,
        "informatics_competency_rating_code": ALWAYS, "aesthetic_competency_rating_code": ALWAYS,
        "physical_competency_rating_code": ALWAYS, "patriotism_rating_code": ALWAYS, "kindness_rating_code": ALWAYS,
        "diligence_rating_code": ALWAYS, "honesty_rating_code": ALWAYS, "responsibility_rating_code": ALWAYS,
        "title_code": 0.9, "days_absent": 0.8, "promotion_outcome_code": 0.8, "is_promoted": 0.9,
        "is_retest_required": 0.6, "is_programme_completed": 0.8,
    },
    "class_subject": {
        "school_code": ALWAYS, "school_year": ALWAYS, "class_code": ALWAYS, "subject_code": ALWAYS,
        "teacher_staff_code": 0.8, "is_specialised_subject": ALWAYS, "term1_periods": 0.9, "term2_periods": 0.9,
        "assessment_method_code": ALWAYS, "term1_score_weight": 0.6, "term2_score_weight": 0.6,
        "is_vnen_subject": ALWAYS, "term_code": ALWAYS, "term_teacher_staff_code": ALWAYS,
    },
    "learning_resource": {
        "school_code": ALWAYS, "school_year": ALWAYS, "resource_code": ALWAYS, "title": ALWAYS,
        "media_type_code": ALWAYS, "subject_code": 0.9, "grade_code": ALWAYS, "author": 0.9,
        "author_staff_code": ALWAYS, "licence_code": ALWAYS, "url": ALWAYS, "file_name": ALWAYS,
        "language_code": ALWAYS, "duration_minutes": ALWAYS, "size_mb": 0.7, "published_date": 0.9,
        "review_status_code": ALWAYS, "reviewer_name": ALWAYS, "review_date": ALWAYS,
    },
    "staff_salary": {
        "school_code": ALWAYS, "school_year": ALWAYS, "staff_code": ALWAYS, "effective_date": ALWAYS,
        "rank_code": 0.9, "salary_step_code": 0.9, "salary_coefficient": ALWAYS, "over_scale_percent": 0.7,
    },
    "staff_training": {
        "school_code": ALWAYS, "school_year": ALWAYS, "staff_code": ALWAYS, "training_school_name": ALWAYS,
        "speciality_code": 0.9, "major_name": 0.7, "start_date": ALWAYS, "end_date": 0.9, "training_mode_code": 0.9,
        "certificate_code": ALWAYS, "certificate": 0.6,
    },
    "staff_language": {
        "school_code": ALWAYS, "school_year": ALWAYS, "staff_code": ALWAYS, "foreign_language_code": ALWAYS,
        "foreign_language_level_code": ALWAYS, "score": 0.8, "issue_date": ALWAYS,
    },
    "staff_award": {
        "school_code": ALWAYS, "school_year": ALWAYS, "staff_code": ALWAYS, "award_type_code": ALWAYS,
        "award_content": 0.9, "award_level": 0.8, "award_date": ALWAYS, "decision_no": ALWAYS,
    },
    "staff_discipline": {
        "school_code": ALWAYS, "school_year": ALWAYS, "staff_code": ALWAYS, "discipline_type_code": ALWAYS,
        "discipline_level": 0.8, "discipline_date": ALWAYS, "decision_no": ALWAYS,
    },
    "staff_standard_assessment": {
        "school_code": ALWAYS, "school_year": ALWAYS, "staff_code": ALWAYS, "standard_set_code": ALWAYS,
        "criterion_code": ALWAYS, "assessment_content": ALWAYS, "self_rating_code": ALWAYS,
        "superior_rating_code": ALWAYS,
    },
    "staff_language_training": {
        "school_code": ALWAYS, "school_year": ALWAYS, "staff_code": ALWAYS, "course_code": ALWAYS,
        "exam_unit_code": 0.8, "training_unit_code": 0.9, "organiser_code": 0.7, "duration_code": 0.8,
        "location_type_code": 0.6, "delivery_mode_code": 0.8, "result_code": ALWAYS,
    },
    "staff_pedagogy_training": {
        "school_code": ALWAYS, "school_year": ALWAYS, "staff_code": ALWAYS, "course_code": ALWAYS,
        "training_unit_code": 0.9, "organiser_code": 0.7, "duration_code": 0.8, "location_type_code": 0.6,
        "delivery_mode_code": 0.8, "result_code": ALWAYS,
    },
}  # fmt: skip

# Fields that a school has because it has another one.
FOLLOWS: Mapping[str, str] = {
    "home_district_code": "home_province_code",
    "home_ward_code": "home_province_code",  # many communes of different provinces have the same name
    "boarding_type_code": "is_boarder",
    "pioneer_join_date": "is_pioneer",
    "youth_union_join_date": "is_youth_union_member",
    "party_join_date": "is_party_member",
    "first_language_periods_code": "first_foreign_language_code",
    "first_language_programme_code": "first_foreign_language_code",
}

# Schools that write the codes of their classes; the others know a class by its name only.
CLASS_CODE_SHARE = 0.6

# The key of the parent record stands in the ministry's template; a school's own lists do without it.
TEMPLATE_ONLY = frozenset({"school_code", "school_year"})
