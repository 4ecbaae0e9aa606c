"""Events that every regime's cases share: the name, a sentence, and who sees it."""

EVENTS = {
    "case.commented": ("said something on the case", "those the comment is for"),
    "case.file_attached": ("attached a file", "everyone on the case"),
    "case.read": ("read it for the first time", "everyone on the case"),
    "case.taken": ("took the case", "the person's organisation"),
    "case.given": ("gave the case to", "the person's organisation"),
    "case.put_down": ("put the case down; nobody holds it", "the person's organisation"),
    "case.recounted": ("found the deadline moved, since the calendar was corrected", "everyone on the case"),
    "enquiry.asked": ("asked a question", "the two sides of the enquiry"),
    "enquiry.answered": ("answered", "the two sides of the enquiry"),
    "enquiry.asked_on": ("asked on", "the two sides of the enquiry"),
    "enquiry.closed": ("closed the enquiry", "the two sides of the enquiry"),
    "enquiry.paper_given": ("gave a file to the enquiry", "the two sides of the enquiry"),
    "person.added": ("added a person", "the person's organisation"),
    "person.duties_ended": ("ended a person's duties", "the person's organisation"),
    "person.deactivated": ("shut a person out", "the person's organisation"),
}
