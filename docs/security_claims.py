"""What the program claims about its security, each claim with the tests that prove it; `make_security` writes the page.

Numbers are those of OWASP ASVS 5.0.0 (CC BY-SA 4.0), in words of our own. A claim without a test is a distance and
says so.
"""

from typing import Final

# (ASVS, claim, tests that prove it)
PROVED: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("1.1.1, 1.1.2", "Text is decoded and normalised once, and comes out of every door as it went in, or is refused", ("test_text_goes_through_or_is_refused", "test_text_is_stored_in_one_form_or_refused", "test_every_text_comes_back_as_it_was", "test_any_printed_text_is_read_back", "test_shown_as_they_are_typed_and_never_obeyed", "test_taken_as_it_is_or_refused_in_words", "test_cells_come_in_unchanged_or_stay_outside")),
    ("1.2.4", "Signs of SQL in a search are only letters", ("test_signs_of_sql_are_only_letters",)),
    ("1.2.10", "No formula leaves in an export", ("test_no_formula_leaves_from_data", "test_text_goes_through_or_is_refused")),
    ("1.5.1", "No document type definition of a workbook is parsed", ("test_a_document_type_definition_is_never_parsed",)),
    ("1.5.3", "One strict reader for signed JSON: other spellings are refused", ("test_any_other_spelling_is_refused", "test_random_bytes_never_do_more_than_be_refused", "test_whatever_comes_is_refused_or_read", "test_a_careless_reader_is_found_out")),
    ("2.2.1–2.2.3", "The office above judges every record anew", ("test_one_poison_record_does_not_hold_up_the_others", "test_a_record_whose_history_was_rewritten_is_set_aside")),
    ("2.3.1", "No state is skipped", ("test_locked_records_start_no_verb", "test_every_open_state_has_a_way_on")),
    ("2.3.3", "A verb is one transaction, killed wherever it may be", ("test_nothing_is_lost", "test_bulk_saving_is_all_or_nothing")),
    ("2.3.4", "Numbers of receipts are unique and without gap", ("test_eight_threads_issue_receipts_without_gap_or_double", "test_numbers_run_without_gap_and_once_for_a_record")),
    ("2.3.5", "Approving, voiding a receipt and letting in what was set aside need another person", ("test_approving_is_another_person_s_act", "test_a_void_needs_a_second_person", "test_a_revoked_batch_is_let_in_by_a_person")),
    ("2.4.1", "An address that signs nothing is slowed down", ("test_an_address_that_signs_nothing_is_slowed_and_comes_back_later",)),
    ("4.1.5", "Batches, acknowledgements and packages are signed, and one never passes for another", ("test_only_the_office_above_can_say_it", "test_a_batch_is_no_acknowledgement", "test_a_signed_package_must_be_what_it_says")),
    ("5.2.1–5.2.4", "Files have limits: size, unpacked size, parts, ratio", ("test_each_limit_is_kept", "test_a_part_packed_too_densely_is_refused_without_unpacking", "test_overlapping_parts_are_refused", "test_a_bomb_that_declares_itself_is_refused_unopened")),
    ("5.2.5, 5.3.2", "A file is called by its content", ("test_a_file_is_called_by_what_it_is", "test_an_answer_names_its_content")),
    ("6.1.1, 6.3.1", "Guessing is slowed down, over restarts too", ("test_wrong_passphrases_are_slowed_down",)),
    ("6.2.1, 6.2.4", "Short and common passphrases are refused", ("test_weak_passphrases_are_refused",)),
    ("6.4.1", "The recovery code is random, on paper only, and only the newest opens", ("test_who_forgot_gets_in_by_the_code_on_paper", "test_a_code_is_read_as_it_was_spelled", "test_an_office_without_a_code_says_so")),
    ("6.3.8", "An unknown name and a wrong passphrase get the same answer", ("test_wrong_passphrases_are_slowed_down",)),
    ("8.3.2", "A revoked device is refused from the next request on", ("test_revocation_works_from_the_next_request_on",)),
    ("9.1, 9.2", "Papers of the road are checked for sender, addressee and kind", ("test_an_invitation_is_for_one_office_only", "test_a_batch_for_another_office_is_sent_on", "test_a_changed_paper_is_refused")),
    ("11.1.4, 11.2.2", "The first batch and the first office open for ever", ("test_the_first_batch_still_opens", "test_a_kept_office_opens_with_all_it_held")),
    ("11.3", "The file is encrypted and authenticated page by page; a flipped bit is noticed", ("test_a_flipped_bit_is_noticed", "test_the_file_is_opened_as_it_must_be", "test_nothing_is_lost")),
    ("12.1.1, 12.3.2", "TLS is never taken on trust", ("test_tls_is_never_taken_on_trust",)),
    ("14.1.1, 14.2.6", "Numbers are masked by class", ("test_masks_follow_the_table", "test_a_mask_never_shows_everything")),
    ("14.2.4, 14.3", "Planted canaries are found in no file, log or crash report outside the encrypted file", ("test_nothing_personal_leaves_the_encrypted_file", "test_the_search_finds_a_canary", "test_nothing_personal_is_readable_in_the_folder")),
    ("15.2.5", "Workbooks are parsed in a limited child whose death the program survives", ("test_a_reader_that_dies_is_noticed", "test_a_damaged_workbook_is_read_or_refused_never_a_crash")),
    ("15.4", "Two people doing the same thing at once do it once", ("test_two_people_import_the_same_batch_at_once", "test_the_same_save_by_eight_threads_is_done_once", "test_two_processes_save_without_losing_or_waiting_for_ever")),
    ("16.2, 16.4", "Every verb leaves a chained line; a changed past and a cut-off end show", ("test_a_changed_past_is_noticed", "test_a_log_whose_end_was_cut_off_does_not_pass")),
    ("16.5.1", "A log line quotes no error and no person", ("test_a_log_line_is_json_and_quotes_no_error",)),
    ("1.2.5, 1.5.2, 11.2.1", "No line opens a shell, runs data as code, unpacks a foreign pickle, brings cryptography of its own or trusts a certificate blindly", ("test_no_line_does",)),
    ("1.2.7, 1.3.2, 1.2.9, 1.3.12", "Expressions of forms are compiled by us: document() and endless patterns are refused or bounded in steps, rows and depth", ("test_expressions", "test_rows_are_bounded", "test_work_is_bounded", "test_groups_in_groups", "test_any_text_is_parsed_or_refused")),
    ("1.3.7, 1.3.10", "Format codes, braces and markup in words are only words: on every page, in labels of forms, on paper", ("test_shown_as_they_are_typed_and_never_obeyed", "test_markup_in_labels_stays_text", "test_labels_show_plain_text", "test_text_goes_through_or_is_refused")),
    ("1.5.1", "Stored forms with document types or entities are refused", ("test_document_types_and_entities_are_refused",)),
    ("4.1.1, 4.1.4", "Unknown methods, types and paths are refused as coded JSON; more than was announced, or a wrong offset, changes nothing", ("test_anything_unusual_is_refused", "test_more_than_was_announced_is_refused", "test_a_wrong_offset_changes_nothing")),
    ("5.2.6", "A picture of too many points is refused before it is unpacked", ("test_what_is_no_good_is_refused",)),
    ("7.3, 7.4", "A desk left alone is locked, and locking closes the office", ("test_desk_left_alone_is_locked", "test_locking_closes_the_office")),
    ("8.2.1–8.2.3, 8.4.1", "A device reports its own office and those below, and speaks for nobody else", ("test_a_device_reports_its_office_and_those_below", "test_nobody_speaks_for_others", "test_only_enrolled_devices_are_heard")),
    ("9.1, 9.2", "A request's signature covers each of its parts, and no line break shifts them", ("test_a_request_signature_covers_every_part", "test_no_line_break_can_shift_the_parts")),
    ("13.3.1", "No private key is committed, no address of a workshop", ("test_no_secret_is_committed", "test_no_address_of_this_workshop_is_committed")),
    ("13.4, 16.5.1", "The server tells health to all and nothing else; counts to its own machine only", ("test_health_tells_nobody_anything", "test_the_counts_are_told_to_this_machine_only")),
    ("15.1.2, 15.2.4", "Every dependency is pinned by hash", ("test_every_dependency_is_pinned_by_hash",)),
    ("16.3", "Batches that break the chain, name another office or repeat a number with other content are an alarm with a line in the log", ("test_the_same_number_with_other_content_is_an_alarm", "test_a_batch_that_does_not_follow_its_forerunner_is_an_alarm")),
    ("16.5.2–16.5.4", "A full disk keeps nothing half; the last catcher saves what is being typed and reports places, never values", ("test_a_full_disk_keeps_nothing_half", "test_fault_saves_what_is_being_typed", "test_report_names_the_place_and_no_person", "test_full_disk_hides_nothing")),
    ("2.3.3", "The office is no network share and opened by one program at a time", ("test_network_and_cloud_folders_are_refused", "test_another_program_is_told_who_has_the_office")),
    ("MASVS-STORAGE", "Attached files lie encrypted, and nothing of one is readable without the key", ("test_nothing_of_a_file_is_readable_without_the_key",)),
    ("backup", "Backups are verified by opening, rotated, proved in the second place; a damaged file gives what is left", ("test_the_second_place_gets_a_proved_copy_that_opens", "test_a_year_of_days_keeps_days_weeks_and_months", "test_of_a_damaged_file_the_rest_comes_out_and_the_loss_is_named")),
    ("14.2.7", "Personal data is erased by rule, by two people, from every table; its hashes stay and the log still verifies", ("test_erased_by_two_everywhere_and_the_chain_holds", "test_nobody_empties_a_version_past_the_erasing", "test_files_of_the_erased_go_and_those_of_others_stay", "test_what_a_law_asks_to_keep_is_only_stored")),
    ("14.2.7", "What is erased is told to the office above, signed; a person there lets its copies go, and the proof comes back; nobody speaks for others' records", ("test_told_with_the_next_contact_done_by_a_person_and_proved_below", "test_nothing_of_the_person_is_left_in_either_database", "test_a_restored_office_above_is_told_again", "test_nobody_speaks_for_others", "test_on_a_stick_the_same")),
    ("14.2.4", "Personal data is exported with a reason the log keeps and, where the office says so, a second person's word", ("test_personal_data_leaves_with_a_reason", "test_where_the_office_says_so_a_second_person_agrees")),
    ("13.3.1", "The system's key store keeps a key of the PC, never a passphrase, for who asks, and forgets at a word", ("test_the_pc_opens_for_its_person_only", "test_it_is_ended_by_the_person", "test_a_key_store_that_refuses_leaves_no_way_in", "test_a_secret_is_kept_read_changed_and_forgotten", "test_without_a_service_nothing_is_offered")),
    ("11.1", "Every key can be changed without anybody's passphrase being known; old keys open nothing new; killed anywhere, old or new opens", ("test_everybody_comes_in_as_before_and_the_old_keys_open_nothing", "test_a_change_of_keys_forgets_every_pc", "test_a_changed_address_is_noticed", "test_nothing_is_lost")),
    ("16.1", "The log is searched by person, verb, day and object, proved and exported", ("test_the_log_is_read_searched_proved_and_written", "test_the_log_is_searched_by_person_verb_day_and_object")),
    ("upgrade", "A newer file or keyring is refused untouched, with the version it needs", ("test_a_keyring_of_a_newer_program_says_which_is_needed", "test_a_newer_office_is_refused_and_untouched")),
    ("15.2.4, updates", "Word of a new program comes signed from the office above alone and never goes back; a program file is proved by hash and signature; nothing is downloaded", ("test_only_the_office_above_says_it", "test_on_a_stick_the_same_and_never_back", "test_a_program_file_is_proved_whatever_it_is_called", "test_the_next_contact_brings_the_word_and_never_the_program")),
    ("14.3", "What was copied here leaves the clipboard when the office is left", ("test_what_was_copied_here_is_gone_after_a_lock",)),
    ("restore", "A restored office never reuses a number", ("test_a_restored_office_never_reuses_a_number", "test_nothing_is_lost")),
)  # fmt: skip  # a table

# By number of the ASVS: how far from it the program is.
MISSING: Final = (
    (
        "4.2.1, 4.2.2",
        "Conflicting lengths of a request are left to h11 and uvicorn; no test of ours sends them raw.",
    ),
    ("6.2.9", "Passphrases are not asked for more than eight characters; fifteen are only advised."),
    ("11.4", "Published vectors (Wycheproof, CCTV) are not run here: the libraries run their own."),
    ("5.4, 14.2.1", "Do not apply: no page is served, and no address of a request names a person."),
    ("6.3.3", "No second factor for people; a device's signing key is one for machines."),
    ("2.3.5", "A restore, and a change of every key, need one person with a passphrase, not two."),
    (
        "14.2.7",
        "Erasing reaches neither backups (until they rotate out), sealed batches in outbox and inbox, exports nor paper; each is named when it is done. The office above is told and decides by a person. Organisations in the register stay.",
    ),
    ("14.2.4", "Papers printed unmasked and files saved out are recorded, and ask no second person."),
    (
        "13.3.1",
        "A PC that remembers a person opens the office for whoever is logged in to that PC as them, once, when the program starts.",
    ),
    (
        "14.3",
        "A program that is killed while a paper is shown leaves that paper in the system's temporary folder.",
    ),
    (
        "updates",
        "The signature of a program file is that of the office that issued the notice; the maker signs no release yet.",
    ),
)
