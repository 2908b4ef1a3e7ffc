"""Every row of the ODK XForms specification (1.0) and XLSForm's question types, each with the proof of what we do.

One table for two readers: `test_form_features.py` carries every proof out, `docs/make_forms.py` writes the matrix in
`docs/forms.md` from it. A row says yes, no or differs; a row without a proof cannot be written.
"""

from dataclasses import dataclass

YES, NO, DIFFERS = "yes", "no", "differs"


@dataclass(frozen=True)
class Feature:
    """One row. *proof* is an expression, a type of the survey sheet, or ``file::test``; *gives* what it must give."""

    area: str
    name: str
    proof: str
    gives: str | None = ""
    verdict: str = YES
    note: str = ""


def _functions(*rows: tuple[str, ...]) -> list[Feature]:
    return [Feature("Functions", *row) for row in rows]


def _by_test(area: str, file: str, *rows: tuple[str, ...]) -> list[Feature]:
    """Return rows proven by a test of *file*: (name, test, verdict, note)."""
    return [Feature(area, row[0], f"{file}::{row[1]}", "", *row[2:]) for row in rows]


_LATEST = "numbers are exact here (34 decimal digits), so 0.1 + 0.2 = 0.3"
FUNCTIONS = _functions(
    ("string", "string(12.50)", "12.5"),
    ("concat", "concat('a', 1, 'b')", "a1b"),
    ("join", "join('-', 'a', 'b')", "a-b"),
    ("substr", "substr('abcd', 1, 3)", "bc"),
    ("substring", "substring('12345', 2, 3)", "234"),
    ("substring-before", "substring-before('a-b', '-')", "a"),
    ("substring-after", "substring-after('a-b', '-')", "b"),
    ("translate", "translate('bar', 'abc', 'AB')", "BAr"),
    ("string-length", "string-length('abc')", "3"),
    ("normalize-space", "normalize-space(' a  b ')", "a b"),
    ("contains", "contains('abc', 'b')", "true"),
    ("starts-with", "starts-with('abc', 'ab')", "true"),
    ("ends-with", "ends-with('abc', 'bc')", "true"),
    ("uuid", "string-length(uuid())", "36"),
    ("uuid(number)", "string-length(uuid(8))", "8"),
    ("digest", "digest('abc', 'MD5', 'hex')", "900150983cd24fb0d6963f7d28e17f72"),
    ("base64-decode", "base64-decode('5Lic')", "东"),
    ("pulldata", "pulldata('none', 'a', 'b', 'c')", None, YES, "a table that was not handed in is empty"),
    ("if", "if(1 = 1, 'y', 'n')", "y"),
    ("coalesce", "coalesce('', 'b')", "b"),
    ("once", "once('x')", "x"),
    ("true", "true()", "true"),
    ("false", "false()", "false"),
    ("boolean", "boolean('x')", "true", DIFFERS, "the text 'false' is true, as in XPath 1.0; so it is in Collect"),
    ("boolean-from-string", "boolean-from-string('1')", "true"),
    ("not", "not(true())", "false"),
    ("regex", "regex('ab', 'a')", "false", DIFFERS, "the whole text must match (as in Collect, not as in Web Forms);"
     " RE2 syntax, so no look-around and no back references"),
    ("checklist", "checklist(1, 2, true(), false())", "true"),
    ("weighted-checklist", "weighted-checklist(3, 5, true(), 3)", "true"),
    ("number", "number('2.50')", "2.5"),
    ("random", "random()", "0.25", YES, "the draw is handed in, so a form can be played again"),
    ("int", "int(-2.7)", "-2"),
    ("sum", "sum(/data/n)", None, YES, "a blank among the values gives no number, as in XPath 1.0"),
    ("max", "max(3, 1.5)", "3"),
    ("min", "min(3, 1.5)", "1.5"),
    ("round", "round(2.675, 2)", "2.68", DIFFERS, "with decimals half away from zero (四舍五入); " + _LATEST),
    ("pow", "pow(1.1, 2)", "1.21"),
    ("log", "log(1)", "0"),
    ("log10", "log10(1000)", "3"),
    ("abs", "abs(-3.5)", "3.5"),
    ("floor", "floor(-2.1)", "-3"),
    ("ceiling", "ceiling(2.1)", "3"),
    ("sin", "sin(0)", "0"),
    ("cos", "cos(0)", "1"),
    ("tan", "tan(0)", "0"),
    ("asin", "asin(0)", "0"),
    ("acos", "acos(1)", "0"),
    ("atan", "atan(0)", "0"),
    ("atan2", "atan2(0, 1)", "0"),
    ("sqrt", "sqrt(16)", "4"),
    ("exp", "exp(0)", "1"),
    ("exp10", "exp10(2)", "100"),
    ("pi", "pi() > 3.14", "true"),
    ("count", "count(/data/n)", "1"),
    ("count-non-empty", "count-non-empty(/data/n)", "0"),
    ("last", "last()", "0", DIFFERS, "only inside a predicate it has a meaning"),
    ("instance", "count(instance('none')/root/item)", "0"),
    ("current", "string-length(current()/../a)", "0"),
    ("randomize", "count(randomize(/data/n, 42))", "1", YES, "the order of JavaRosa and Web Forms for every seed"),
    ("today", "today()", "2026-11-22"),
    ("now", "substring-before(now(), 'T')", "2026-11-22"),
    ("format-date", "format-date('2026-11-05', '%Y-%n-%e %b %a')", "2026-11-5 Nov Thu", DIFFERS,
     "names of months and weekdays are English in every language, so that an answer does not depend on who looks"),
    ("format-date-time", "format-date-time('2026-11-05T08:07:06', '%H:%M:%S %h')", "08:07:06 8"),
    ("date", "date(0)", "1970-01-01"),
    ("date-time", "date-time('2026-11-05T08:00:00')", "2026-11-05T08:00:00"),
    ("decimal-date-time", "decimal-date-time('2026-11-22')", "20779"),
    ("decimal-time", "decimal-time('18:00')", "0.75"),
    ("selected", "selected('x y', 'y')", "true"),
    ("selected-at", "selected-at('x y', 1)", "y"),
    ("count-selected", "count-selected('x y')", "2"),
    ("jr:choice-name", "jr:choice-name('x', '/data/many')", "1"),
    ("jr:itext", "jr:itext('none')", None),
    ("area", "area('0 0; 0 1; 1 1; 0 0')", "6195628067.9", YES, "m², on a sphere with the radius of the equator"),
    ("distance", "distance('0 0; 0 1')", "111318.85", YES, "m, along great circles"),
    ("geofence", "geofence('0.5 0.6', '0 0; 0 1; 1 1; 0 0')", "true"),
    ("version", "version()", "1"),
    ("local-name", "local-name(/data/a)", "a"),
    ("intersects", "intersects('0 0; 1 1; 0 1; 1 0')", "true", YES, "whether a line or area crosses itself, as in Collect"),
)  # fmt: skip

_REPEATS = "tests/forms/engine/test_repeated_rows.py"
_FILLING = "tests/forms/engine/test_filling_forms.py"
_TABLES = "tests/forms/engine/test_choices_and_tables.py"
_DRAWN = "tests/forms/engine/test_choices_drawn.py"
_MORE = "tests/forms/engine/test_more_kinds.py"
FUNCTIONS += _by_test(
    "Functions",
    _TABLES,
    ("indexed-repeat", "test_rows_are_picked_by_place"),
    ("position(node)", "test_rows_are_picked_by_place"),
)

OPERATORS = [
    Feature("Expressions", name, proof, gives, *more)
    for name, proof, gives, *more in (
        ("or, and", "1 = 2 or 1 = 1 and 2 = 2", "true"),
        ("= != < <= > >=", "2 >= 1", "true"),
        ("+ - * div mod", "7 mod 3 + 1 div 4", "1.25", DIFFERS, _LATEST),
        ("| (union)", "count(/data/a | /data/b)", "2"),
        ("child, self, parent axes", "count(../child::a)", "1"),
        ("predicates on rows", "count(/data/a[. = 'x']) + count(/data/a[last()])", "1"),
        ("other axes", "count(ancestor::a)", "FORMS-040", NO, "the specification has none"),
        ("//name", "count(//a)", "1", DIFFERS, "the one node of that name; two of a name are refused"),
        ("* picked by place", "count(/data/a/../*[1])", "FORMS-040", NO, "questions are picked by name"),
        ("attributes (@)", "/data/@id", "FORMS-040", NO, "as the specification says"),
        ("variables ($)", "$a", "FORMS-040", NO, "the specification has none"),
    )
]

TYPES = [
    Feature("Question types", name, kind_type, kind, *more)
    for name, kind_type, kind, *more in (
        ("text", "text", "text"),
        ("integer", "integer", "integer"),
        ("decimal", "decimal", "decimal", DIFFERS, "exact: up to 18 digits before the point"),
        ("date", "date", "date"),
        ("time", "time", "time"),
        ("dateTime", "dateTime", "dateTime"),
        ("select_one", "select_one c", "select_one"),
        ("select_multiple", "select_multiple c", "select_multiple"),
        ("select_one_from_file", "select_one_from_file t.csv", "select_one", YES, "CSV, XML and GeoJSON"),
        ("select_multiple_from_file", "select_multiple_from_file t.geojson", "select_multiple"),
        ("or_other", "select_one c or_other", "select_one"),
        ("rank", "rank c", "rank"),
        ("range", "range", "integer", DIFFERS, "a number between the steps is refused when typed"),
        ("note", "note", "note"),
        ("acknowledge", "acknowledge", "acknowledge"),
        ("barcode", "barcode", "barcode", YES, "a scanner types it"),
        ("geopoint", "geopoint", "geopoint", DIFFERS, "typed or pasted, also in 度分秒: a desk has no GPS"),
        ("geotrace", "geotrace", "geotrace", DIFFERS, "typed"),
        ("geoshape", "geoshape", "geoshape", DIFFERS, "typed"),
        (
            "image",
            "image",
            "image",
            YES,
            "chosen, dropped, pasted or drawn; kept encrypted; the answer's name carries the hash; a picture that comes "
            "with the form as default is told, and not brought in",
        ),
        ("audio", "audio", "audio", YES, "as image"),
        ("video", "video", "video", YES, "as image"),
        ("file", "file", "file", YES, "as image"),
        ("hidden", "hidden", "text"),
        ("calculate", "calculate", "text"),
        ("start", "start", "dateTime"),
        ("end", "end", "dateTime", YES, "the moment of the last save"),
        ("today", "today", "date"),
        ("username", "username", "text"),
        ("deviceid", "deviceid", "text"),
        ("phonenumber", "phonenumber", "text", DIFFERS, "blank, and the author told: a desk has none"),
        ("email", "email", "text", DIFFERS, "blank, and the author told"),
        (
            "start-geopoint",
            "start-geopoint",
            "geopoint",
            DIFFERS,
            "blank, as the specification says without a fix, and the author told",
        ),
        (
            "background-audio",
            "background-audio",
            "file",
            DIFFERS,
            "blank, and the author told: no desk listens to its clerk",
        ),
    )
]

STRUCTURE = [
    *_by_test(
        "Logic and structure",
        _FILLING,
        ("required on blanks only", "test_required_is_asked_only_of_blanks_that_are_asked"),
        ("constraint on given answers only", "test_a_constraint_is_not_asked_of_blanks"),
        ("relevant, inherited", "test_relevance_is_inherited_and_chained"),
        ("irrelevant answers kept while typing, left out when completed",
         "test_irrelevant_answers_are_kept_while_typing_and_left_out_when_completed"),
        ("defaults, static and calculated", "test_a_new_record_has_its_defaults"),
        ("trigger (setvalue on xforms-value-changed)", "test_the_sex_is_filled_from_the_id_number_and_stays_editable"),
        ("calculate is read-only", "test_a_calculated_value_cannot_be_typed"),
        ("output in labels, each language", "test_labels_show_answers_in_each_language"),
        ("instance_name", "test_the_title_is_what_lists_show"),
        ("undo and redo", "test_undo_and_redo_walk_through_what_was_done"),
    ),
    *_by_test(
        "Logic and structure",
        _REPEATS,
        ("repeats", "test_rows_are_added_counted_and_removed", DIFFERS,
         "begin empty, as a grid does: a row nobody typed is no answer; Collect begins with one row"),
        ("repeats in repeats", "test_rows_inside_rows_see_the_row_around_them"),
        ("repeat_count", "test_a_counted_repeat_follows_its_count", DIFFERS,
         "rows beyond a smaller count are hidden, and come back with it"),
        ("odk-new-repeat", "test_a_new_row_gets_its_defaults"),
    ),
    *_by_test(
        "Logic and structure",
        _MORE,
        ("entities: create with condition, save_to", "test_a_record_creates_an_entity_when_the_form_says_so"),
        ("entities: update", "test_a_record_updates_an_entity_of_a_list"),
        ("group labels and relevance", "test_groups_say_whether_they_are_asked_and_what_they_are_called"),
        ("one name in two groups", "test_the_same_name_in_two_groups_is_two_questions", DIFFERS,
         "the later answer is called group_name"),
    ),
    *_by_test(
        "Choices",
        _TABLES,
        ("choice_filter", "test_choices_are_filtered_by_other_answers"),
        ("pulldata, instance() paths", "test_tables_are_looked_up"),
        ("look-up by index", "test_a_look_up_in_a_large_table_is_by_index"),
    ),
    *_by_test(
        "Choices",
        _DRAWN,
        ("choices from repeats", "test_rows_are_offered_as_choices"),
        ("randomize with seed", "test_a_seed_gives_the_order_javarosa_gives"),
        ("labels of tables in several languages", "test_labels_of_a_table_follow_the_language"),
        ("media of labels", "test_pictures_of_labels_are_kept", YES, "shown beside the question"),
    ),
    *_by_test(
        "Choices",
        "tests/forms/compile/test_table_files.py",
        ("CSV", "test_csv_as_chinese_excel_saves_it", YES, "UTF-8 and GB 18030"),
        ("XML", "test_xml_items_become_rows"),
        ("GeoJSON", "test_geojson_features_become_rows"),
    ),
    *_by_test(
        "Choices",
        "tests/forms/compile/test_enclosed_files.py",
        ("files beside the workbook", "test_a_table_beside_the_workbook_travels_in_the_form", YES,
         "taken into the form: covered by its hash, kept with its version, sent on to the offices below"),
        ("media beside the workbook", "test_pictures_of_labels_travel_in_the_form", YES,
         "as files beside it: 2 MB each, 8 MB together"),
        ("XML deeper than a table", "test_choices_deep_in_xml"),
    ),
    *_by_test(
        "Logic and structure",
        "tests/forms/engine/test_metadata.py",
        ("meta/instanceID and meta/instanceName in expressions", "test_expressions_read_the_records_id_and_title"),
        ("audit and other answers of telephones", "test_what_only_a_telephone_answers_is_told", DIFFERS, "blank; told with their rows"),
        ("last-saved", "test_a_default_reads_the_record_saved_last", YES, "of this office; not its repeats"),
        ("end of the record", "test_saving_notes_the_end"),
        ("questions picked by condition, also by *", "test_questions_and_rows_are_picked_by_conditions"),
    ),
]  # fmt: skip

_FIELDS = "tests/desktop/record_form/test_every_kind_of_question.py"
_FILES = "tests/desktop/record_form/test_files_and_labels_of_questions.py"
_PREVIEW = "tests/desktop/frame/test_form_preview.py"
_NAMED = ("test_an_appearance_without_meaning_is_named", NO)
_SIDE = "test_choices_stand_side_by_side"
_LIST = "test_a_list_is_searched_as_typed"
APPEARANCES = [
    *_by_test(
        "Appearances", _FIELDS,
        ("numbers", "test_numbers_of_text_keep_their_zeros", YES, "text; a keyboard has its digits"),
        ("multiline", "test_text_on_several_lines"),
        ("url", "test_only_web_addresses_are_opened", YES, "http and https"),
        ("thousands-sep", "test_thousands_are_parted_when_nobody_types"),
        ("vertical", "test_a_slider_stands_or_has_no_ticks"),
        ("no-ticks", "test_a_slider_stands_or_has_no_ticks"),
        ("picker", "test_a_picker_has_buttons_instead_of_a_slider"),
        ("rating", "test_stars_are_given_by_digit_and_taken_back"),
        ("no-calendar", "test_no_calendar_opens_none"),
        ("month-year", "test_a_year_and_a_month_are_enough"),
        ("year", "test_a_year_and_a_month_are_enough"),
        ("minimal", _LIST), ("search / autocomplete", _LIST, YES, "every list is searched, by pinyin initials too"),
        ("quick", "test_quick_goes_on_at_once"),
        ("columns-pack", _SIDE), ("columns", _SIDE),
        ("columns-n", "test_columns_n_gives_the_number_of_columns"),
        ("no-buttons", _SIDE, DIFFERS, "the pictures keep their buttons"),
        ("likert", "test_a_scale_is_chosen_by_digit_and_arrow"),
        ("field-list", "test_a_group_is_on_one_page", YES, "every group is on one page"),
        ("label", "test_a_grid_has_its_words_once"),
        ("list-nolabel", "test_a_grid_has_its_words_once"),
        ("list", "test_a_list_shares_one_row"),
        ("table-list", "test_a_table_list_is_a_grid"),
        ("hidden-answer", "test_hidden_text_shows_on_demand"),
        ("masked", "test_hidden_text_shows_on_demand"),
        ("counter", "test_a_counter_counts_from_nothing"),
        ("placement-map", "test_a_point_is_typed_or_pasted", DIFFERS, "typed; no map"),
        ("maps", "test_a_point_is_typed_or_pasted", DIFFERS, "typed; no map"),
        ("hide-input", "test_a_point_is_typed_or_pasted", DIFFERS, "typed; no map to show instead"),
    ),
    *_by_test(
        "Appearances", _FILES,
        ("new", "test_a_picture_is_pasted", DIFFERS, "a desk has no camera: chosen, dropped or pasted"),
        ("draw", "test_a_signature_is_drawn"),
        ("annotate", "test_a_picture_is_drawn_on"),
        ("signature", "test_a_signature_is_drawn"),
    ),
    *_by_test(
        "Appearances", _PREVIEW,
        ("new-front", *_NAMED, "no camera; a file is chosen"), ("bearing", *_NAMED, "no compass; typed in degrees"),
        ("image-map", *_NAMED, "shown as buttons"), ("map (select)", *_NAMED, "shown as a list"),
        ("ex: (other apps)", *_NAMED, "typed"), ("printer", *_NAMED, "no printer of labels by form; 标签 are printed from the ledger"),
        ("ethiopian", *_NAMED, "the Gregorian day"), ("coptic", *_NAMED, "the Gregorian day"),
        ("islamic", *_NAMED, "the Gregorian day"), ("bikram-sambat", *_NAMED, "the Gregorian day"),
        ("myanmar", *_NAMED, "the Gregorian day"), ("persian", *_NAMED, "the Gregorian day"),
    ),
]  # fmt: skip

FEATURES = [*TYPES, *FUNCTIONS, *OPERATORS, *STRUCTURE, *APPEARANCES]
