"""Events of suspicious reports: the name, what the person did, and who sees it."""

BOTH = "the company and the office"
EVENTS = {
    "suspicion.drafted": ("wrote a draft", "the company"),
    "suspicion.draft_saved": ("saved what was written so far", "the company, and the office once it was told"),
    "suspicion.discarded": ("discarded the draft", "the company"),
    "suspicion.told": ("noted what was told by voice", BOTH),
    "suspicion.sent": ("sent the report", BOTH),
    "suspicion.police_told": ("noted that the police were told", BOTH),
    "suspicion.added": ("added what was learned since", BOTH),
    "suspicion.supplied": ("answered the office", BOTH),
    "suspicion.file_given": ("gave a file", "those who see the report"),
    "suspicion.taken": ("took the report up", BOTH),
    "suspicion.acknowledged": ("acknowledged the report", BOTH),
    "suspicion.asked": ("asked the company", BOTH),
    "suspicion.instructed": ("instructed the company", BOTH),
    "suspicion.feedback_given": ("said what the report led to", BOTH),
    "suspicion.closed": ("closed the report", BOTH),
    "suspicion.judged": ("graded the report, or noted what came of it", "the office"),
    "suspicion.taken_onward": ("took the report onward, without the reporter", "the office"),
    "suspicion.reminded": ("reminded of what law asks", "the company"),
}
