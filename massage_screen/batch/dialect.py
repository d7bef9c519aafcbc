"""What databases write differently. All else of the statement is common to them."""

from __future__ import annotations

from typing import NamedTuple


class Dialect(NamedTuple):
    """The few things that one database writes in its own way.

    Attributes:
        name: What the database is called on the command line.
        materialized: What stands before the steps; in Postgres, steps that are put
            into each other take all memory there is.
        quote: What stands around the names of columns.
        text_list: The type of a list of texts.
        double: The type of a number with a fraction.
        size: How many items a list has.
        distinct: How many different items a list has.
        first: The first item of a list that has one.
        contains: Whether a list has an item.
        listed: A list of what stands between commas.
        bit: The bit of the place that an item has in a list, or 0.
        bits: The bits of all items of a list, made of the bit of each, `word`.
        ones: How many bits are set.
        is_number: Whether a text is a number in full.
        before: What whoever runs the statement must see to before it.
    """

    name: str
    materialized: str
    quote: str
    text_list: str
    double: str
    size: str
    distinct: str
    first: str
    contains: str
    listed: str
    bit: str
    bits: str
    ones: str
    is_number: str
    before: tuple[str, ...] = ()


#: A number in full; no longer than what is sure to be read.
_NUMBER = "^[+-]?[0-9]{1,18}([.][0-9]{1,40})?([eE][+-]?[0-9]{1,2})?$"
_PATTERN = "'" + _NUMBER.replace("{", "{{").replace("}", "}}") + "'"

DUCKDB = Dialect(
    name="duckdb",
    materialized="",
    quote='"',
    text_list="VARCHAR[]",
    double="DOUBLE",
    size="len({})",
    distinct="len(list_distinct({}))",
    first="({})[1]",
    contains="list_contains({}, {})",
    listed="[{}]",
    bit="COALESCE(CAST(1 AS BIGINT) << CAST(list_position({1}, {0}) - 1 AS INT), 0)",
    bits="COALESCE(list_bit_or(list_transform({0}, lambda word: {1})), 0)",
    ones="bit_count({})",
    is_number="regexp_matches({}, '"
    + _NUMBER.replace("{", "{{").replace("}", "}}")
    + "')",
)
POSTGRES = Dialect(
    name="postgres",
    materialized="MATERIALIZED ",
    quote='"',
    text_list="TEXT[]",
    double="DOUBLE PRECISION",
    size="CARDINALITY({})",
    distinct="(SELECT COUNT(DISTINCT item) FROM UNNEST({}) AS item)",
    first="({})[1]",
    contains="({1} = ANY({0}))",
    listed="ARRAY[{}]",
    bit="COALESCE(CAST(1 AS BIGINT) << (ARRAY_POSITION({1}, {0}) - 1), 0)",
    bits="COALESCE((SELECT BIT_OR({1}) FROM UNNEST({0}) AS word), 0)",
    ones="BIT_COUNT(CAST({} AS BIT(64)))",
    is_number=f"({{}} ~ {_PATTERN})",
)
SPARK = Dialect(
    name="spark",
    materialized="",
    quote="`",
    text_list="ARRAY<STRING>",
    double="DOUBLE",
    size="SIZE({})",
    distinct="SIZE(ARRAY_DISTINCT({}))",
    first="TRY_ELEMENT_AT({}, 1)",
    contains="ARRAY_CONTAINS({}, {})",
    listed="`array`({})",  # behind the word itself it reads no `>>`
    bit="COALESCE(SHIFTLEFT(CAST(1 AS BIGINT), CAST("
    "NULLIF(ARRAY_POSITION({1}, {0}), 0) - 1 AS INT)), 0)",
    bits="AGGREGATE({0}, CAST(0 AS BIGINT), (found, word) -> found | {1})",
    ones="BIT_COUNT({})",
    is_number=f"({{}} RLIKE {_PATTERN})",
    before=(
        "Planning takes a minute or more. Start the driver with a large stack",
        "(-Xss256m) and 3g of memory, and set before, or it does not come to an end:",
        "  SET spark.sql.codegen.wholeStage=false;",
        "  SET spark.sql.optimizer.excludedRules="
        "org.apache.spark.sql.catalyst.optimizer.CollapseProject;",
    ),
)
DIALECTS = {each.name: each for each in (DUCKDB, POSTGRES, SPARK)}
