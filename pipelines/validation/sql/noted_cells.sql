-- What there is to say about single cells of a dataset. value: the cell as it is meant; problems: rules told for each cell;
-- repairs: rules told once for a column.
CREATE OR REPLACE TEMP TABLE noted_cell (
    row_id BIGINT NOT NULL,
    field VARCHAR NOT NULL,
    raw VARCHAR NOT NULL,
    value VARCHAR,
    problems VARCHAR [] NOT NULL,
    repairs VARCHAR [] NOT NULL,
    suggestion VARCHAR
);
