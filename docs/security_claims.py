"""What the program claims about its security, each claim with the tests that prove it; `make_security` writes the page.

Numbers are those of OWASP ASVS 5.0.0 (CC BY-SA 4.0), in words of our own. A claim without a test is a distance and
says so.
"""

from typing import Final

# (ASVS, claim, tests that prove it)
PROVED: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("1.1.1, 1.1.2", "Text is decoded and normalised once, and comes out of every door as it went in, or is refused", ("test_text_goes_through_or_is_refused", "test_text_is_stored_in_one_form_or_refused", "test_every_text_comes_back_as_it_was", "test_any_printed_text_is_read_back")),
    ("1.2.4", "Signs of SQL in a search are only letters", ("test_signs_of_sql_are_only_letters",)),
    ("1.2.10", "No formula leaves in an export", ("test_no_formula_leaves_from_data", "test_text_goes_through_or_is_refused")),
    ("1.5.1", "No document type definition of a workbook is parsed", ("test_a_document_type_definition_is_never_parsed",)),
    ("1.5.3", "One strict reader for signed JSON: other spellings are refused", ("test_any_other_spelling_is_refused", "test_random_bytes_never_do_more_than_be_refused")),
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
    ("backup", "Backups are verified by opening, rotated, proved in the second place; a damaged file gives what is left", ("test_the_second_place_gets_a_proved_copy_that_opens", "test_a_year_of_days_keeps_days_weeks_and_months", "test_of_a_damaged_file_the_rest_comes_out_and_the_loss_is_named")),
    ("restore", "A restored office never reuses a number", ("test_a_restored_office_never_reuses_a_number", "test_nothing_is_lost")),
)  # fmt: skip  # a table

# By number of the ASVS: how far from it the program is.
MISSING: Final = (
    ("6.3.3", "No second factor for people; a device's signing key is one for machines."),
    ("14.2.7", "No job erases personal data when its retention ends; records are voided, not erased."),
    ("14.2.4", "Handing out personal data in an export is recorded, but asks no second person."),
    ("13.3.1", "The operating system's key store is not used; the passphrase alone opens the keyring."),
    ("2.3.5", "A restore needs one person with a passphrase, not two."),
)
