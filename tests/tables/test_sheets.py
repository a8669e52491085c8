"""sheets.yml agrees with the tables, and has a word in every language for every code."""

from __future__ import annotations

from evaltools.tables import TABLES
from evaltools.tables.sheets import BESIDES, LANGUAGES, sheets

COLUMNS = [(table, column) for table, sheet in sheets().items() for column in sheet.columns.values()]


def test_every_column_of_a_sheet_is_one_of_its_table():
    for table, column in COLUMNS:
        assert column.name in BESIDES or column.name in {each.name for each in TABLES[table].columns}, (table, column.name)


def test_every_code_has_a_word_in_every_language_that_fits_a_list():
    for table, column in COLUMNS:
        if column.kind == "category":
            assert set(column.words) == set(TABLES[table].column(column.name).codes), (table, column.name)
        for language in LANGUAGES:
            words = column.codes(language).values()
            assert len(set(words)) == len(column.words or ()) and all(words)
            # A drop-down list within a cell holds 255 signs, and a comma would part a word in two.
            assert len(",".join(words)) <= 255 and not any("," in word for word in words)


def test_no_word_means_two_codes():
    from evaltools.sources.registers.values import code_key

    for table, column in COLUMNS:
        keys = {(code_key(word), code) for code, words in (column.words or {}).items() for word in (*words, code)}
        assert len({key for key, _ in keys}) == len(keys), (table, column.name)


def test_bands_are_the_codes_in_order():
    for table, column in COLUMNS:
        if column.bands:
            assert list(column.bands) == list(TABLES[table].column(column.name).codes)
            assert list(column.bands.values()) == sorted(column.bands.values())


def test_every_sheet_has_a_title_and_a_sentence_in_every_language():
    for sheet in sheets().values():
        assert set(sheet.title) == set(sheet.good_for) == set(LANGUAGES) and sheet.required
        assert all(len(title) <= 31 for title in sheet.title.values()), "longer than a sheet's name may be"
        assert set(sheet.kinds) <= {"workshop", "miriam", "bureau"}
