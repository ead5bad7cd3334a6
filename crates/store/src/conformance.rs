//! What every backend must do: one function per behaviour, written against the ports alone.
//!
//! A backend runs all of them with [`conformance_tests!`](crate::conformance_tests), which makes one `#[test]` each.
//! What is not in here does not exist: a new promise of the store starts as a function in one of these files.

pub mod account_log;
pub mod accounts;
pub mod log;
pub mod messages;
pub mod people;
pub mod rooms;
mod stage;
pub mod units;

pub use stage::Stage;
#[cfg(test)]
pub(crate) use stage::block_on;

/// Makes one `#[test]` per behaviour; the argument is a function that opens a new, empty store.
///
/// ```ignore
/// mod on_memory {
///     hubbub_store::conformance_tests!(MemoryStore::default);
/// }
/// ```
#[macro_export]
macro_rules! conformance_tests {
    ($open:expr) => {
        $crate::conformance_tests! { $open;
            accounts [
                an_account_is_found_by_its_id
                an_account_is_found_by_the_key_of_its_name
                a_taken_name_cannot_be_given_again
                people_are_found_by_any_part_of_their_names
                the_epoch_stays
            ]
            people [
                an_account_has_the_role_it_was_added_with
                a_session_is_found_by_the_hash_of_its_token
                a_token_belongs_to_one_session
                it_is_noted_when_a_session_was_used
                sessions_end_for_one_account_at_a_time
                sessions_end_when_their_time_is_over
                an_invitation_is_found_by_its_id_and_its_token
                an_invitation_is_used_as_often_as_it_says
                a_use_that_is_undone_was_none
                invitations_are_listed_while_they_work
                a_link_for_a_password_is_used_once
                a_password_is_what_was_set_last
                a_standing_changes_for_one_alone
            ]
            rooms [
                a_room_is_found_by_its_id_and_by_its_address
                a_taken_address_cannot_be_given_again
                a_direct_room_is_found_by_its_people
                the_same_people_have_one_direct_room
                a_direct_room_is_listed_for_its_people_only
                rooms_are_listed_oldest_first_up_to_the_limit
                a_membership_is_found_once_it_is_there
                joining_twice_changes_nothing
                joined_rooms_come_in_the_order_of_joining
                only_rooms_for_everyone_are_default_rooms
            ]
            log [
                a_room_that_does_not_exist_has_no_log
                every_room_counts_one_two_three
                an_entry_reads_as_it_was_appended
                ranges_count_from_either_end
                positions_beyond_everything_are_harmless
                a_nonce_leads_to_the_message_it_sent
                a_nonce_belongs_to_its_author
                a_nonce_cannot_send_twice
                times_in_a_room_never_run_backwards
                any_text_comes_back_unchanged
            ]
            messages [
                an_edit_is_in_the_log_and_in_the_message
                every_text_is_kept_until_the_message_is_deleted
                a_retry_finds_the_text_that_was_sent
                a_deleted_message_leaves_no_text_anywhere
                a_deleted_message_keeps_its_nonce_and_its_place
                a_cancelled_nonce_is_used_up
                a_reaction_is_there_once
                emoji_keep_the_order_in_which_they_came
                an_answer_tells_how_the_other_message_stands
                a_root_tells_of_its_thread
                a_thread_has_pages_of_its_own
                a_forwarded_message_names_its_source
                pins_are_listed_in_the_order_of_pinning
                a_place_without_a_message_has_none
                what_was_done_stands_in_the_log_for_ever
            ]
            account_log [
                items_are_replaced_and_their_versions_have_no_holes
                a_read_marker_is_what_was_put_last
                an_item_needs_its_account_and_its_room
                an_item_that_is_undone_was_never_there
                unread_are_messages_of_others_that_stand_in_the_room
            ]
            units [
                a_unit_sees_its_own_changes
                an_undone_unit_leaves_nothing_and_no_hole
                an_undone_unit_leaves_the_others_alone
                units_keep_the_order_of_handing_over
                committed_runs_in_commit_order
                what_is_committed_can_be_read
                a_look_sees_one_state
                a_unit_that_nobody_waits_for_is_kept
                many_writers_leave_no_holes_and_no_doubles
                any_mixture_of_units_keeps_the_log_whole
                a_unit_that_is_told_is_written_no_more
            ]
        }
    };
    ($open:expr; $($noun:ident [$($behaviour:ident)+])+) => {$($(
        #[test]
        fn $behaviour() {
            $crate::conformance::$noun::$behaviour($open);
        }
    )+)+};
}

#[cfg(test)]
mod tests;
