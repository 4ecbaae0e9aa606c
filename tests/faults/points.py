"""The named points at which a process can be ordered to die."""

POINTS = {
    "after_state_before_outbox": "a case has moved, nobody is told yet",
    "after_outbox_before_record": "a case has moved and people are told, nothing is on the record yet",
    "after_outbox_before_commit": "everything of an act is written, nothing is committed",
    "after_answer_kept": "the answer to a call is kept beside its key, not committed",
    "before_commit_of_act": "a call is about to commit",
    "after_act_before_answer": "a call is committed, its caller does not know",
    "before_delivery": "a message is locked for delivery",
    "after_mail_before_mark": "the mail server has a mail, and nobody has noted it",
    "after_delivery_before_mark": "a message is delivered, and nobody has noted it",
    "after_mark_before_commit": "its delivery is noted, not committed",
    "after_copy_before_insert": "rows lie in the staging table of a COPY",
    "while_alone": "a worker holds the advisory lock of a long work",
    "after_rows_before_commit": "a long work is written whole, not committed",
    "between_pieces_read": "some lines of a message of incidents are read and kept, others not yet",
    "between_pieces_released": "some incidents of a message are released, others not yet",
    "after_parts_before_finish": "an export is written whole, not finished",
    "after_content_before_name": "a file's content is written under no name yet",
}
"""Each point, and what the process leaves undone when it dies there."""
