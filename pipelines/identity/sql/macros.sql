-- How far two descriptions are of one person, 0 to 1: 1 equal, 0 contradictory (IDN014: another name and another birth
-- date). A date that is not known to the day supports a name but cannot stand in for it.
CREATE OR REPLACE MACRO agreement(name_a, birth_a, name_b, birth_b) AS
    CASE
        WHEN name_a = name_b AND birth_a = birth_b AND birth_a <> '' THEN 1.0
        WHEN birth_a = birth_b AND length(birth_a) = 10 THEN 0.5 + 0.45 * similarity(name_a, name_b)
        WHEN NOT is_other_name(name_a, name_b) THEN 0.5 * similarity(name_a, name_b)
        ELSE 0.0
    END;

-- Two values that are both known and not the same.
CREATE OR REPLACE MACRO contradicts(a, b) AS
    coalesce(a <> b, FALSE);

-- Two personal numbers of two persons: both known, and not one mistyped for the other. A number that is mistyped is no reason to take
-- a row for somebody new, nor to link it: an officer looks at it.
CREATE OR REPLACE MACRO has_other_number(a, b) AS
    CASE WHEN contradicts(a, b) THEN NOT is_mistyped(a, b) ELSE FALSE END;

-- What a strategy's pair scores: by a number, as far as the descriptions agree, where beside a number that fits a second difference is a
-- contradiction; by a description, 1, unless the personal number may be mistyped or the birth date is not known.
CREATE OR REPLACE MACRO pair_score(is_number, agreement, has_different_number, birth_date) AS
    CASE
        WHEN is_number AND agreement < 1 AND has_different_number THEN 0.0
        WHEN is_number THEN agreement
        WHEN has_different_number THEN 0.9
        WHEN birth_date <> '' THEN 1.0
        ELSE 0.5
    END;

CREATE OR REPLACE MACRO name_key(folded_name, birth_date, sex_code) AS
    content_key(concat_ws('|', folded_name, birth_date, sex_code));

-- A name without the order of its syllables.
CREATE OR REPLACE MACRO syllables(name) AS string_split(name, ' ');
CREATE OR REPLACE MACRO ordered_name(name) AS array_to_string(list_sort(syllables(name)), ' ');

-- What two descriptions of one learner share, however they are misspelt: any of these.
CREATE OR REPLACE MACRO blocking_keys(folded_name, birth_date, folded_mother_name, folded_father_name, school_code) AS
    list_filter(
        [
            hash('name', ordered_name(folded_name), left(birth_date, 4)),
            hash('ends', syllables(folded_name)[1], syllables(folded_name)[-1], birth_date),
            hash('school', school_code, birth_date),
            hash('school and name', school_code, ordered_name(folded_name)),
            CASE WHEN folded_mother_name <> '' THEN hash('mother', folded_mother_name, birth_date) END,
            CASE WHEN folded_mother_name <> '' THEN hash('mother and name', folded_mother_name, folded_name) END,
            CASE WHEN folded_father_name <> '' THEN hash('father', folded_father_name, birth_date) END
        ],
        lambda key : key IS NOT NULL
    );

-- Two names that end in another given name, where the syllables were not only exchanged.
CREATE OR REPLACE MACRO has_other_given_name(name_a, name_b) AS
    syllables(name_a)[-1] <> syllables(name_b)[-1] AND ordered_name(name_a) <> ordered_name(name_b);

-- What a row of a learner or member of staff says about who it is, with the school's own number for them.
CREATE OR REPLACE MACRO row_content(said, own_number) AS
    content_key(
        concat_ws(
            '|',
            said.school_code,
            said.folded_name,
            said.birth_date,
            said.sex_code,
            said.folded_mother_name,
            coalesce(said.person_id, ''),
            coalesce(said.personal_id, ''),
            coalesce(own_number, '')
        )
    );

-- Two names of a parent, both known, that are not one misspelt for the other. Most begin alike ("nguyen thi"): the given name decides.
CREATE OR REPLACE MACRO is_other_parent(name_a, name_b) AS
    coalesce(
        ordered_name(name_a) <> ordered_name(name_b)
        AND (
            similarity(name_a, name_b) < 0.80
            OR has_other_given_name(name_a, name_b) AND similarity(syllables(name_a)[-1], syllables(name_b)[-1]) < 0.70
        ),
        FALSE
    );
