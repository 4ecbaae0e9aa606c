"""Events of notices: the name, what the person did, and who sees it."""

EVENTS = {
    "notice.drafted": ("wrote a draft", "the exporting authority"),
    "notice.draft_saved": ("saved the draft", "the exporting authority"),
    "notice.sent": ("sent the notice", "everyone on the case"),
    "notice.discarded": ("discarded the draft", "the exporting authority"),
    "notice.amended": ("amended the notice", "everyone on the case"),
    "notice.withdrawn": ("withdrew the notice", "everyone on the case"),
    "notice.information_requested": ("requested information; the clock stopped", "everyone on the case"),
    "notice.information_supplied": ("supplied the information; the clock runs on", "everyone on the case"),
    "notice.no_objection": ("has no objection", "everyone on the case"),
    "notice.objection.proposed": ("proposed an objection", "the importing authority"),
    "notice.objection.declined": ("declined the proposed objection", "the importing authority"),
    "notice.objection": ("objected, as the second of two people", "everyone on the case"),
    "notice.objection_lifted": ("lifted the objection", "everyone on the case"),
    "notice.lapsed": ("found the time for an answer over", "everyone on the case"),
    "notice.released": ("released the shipment for export", "everyone on the case"),
    "notice.reminded": ("reminded both sides", "everyone on the case"),
    "notice.checks_seen": ("saw these findings of the checks with the answer", "the answering authority"),
    "notice.batch_lodged": ("lodged the good lines of a file", "the exporting authority"),
}
