"""The duties a person can hold; a route, a step and a button each name one of them."""

READ_CASES = "read cases"
SEND_NOTICES = "send notices"
ANSWER_NOTICES = "answer notices"
LIFT_OBJECTIONS = "lift objections"
RELEASE_UNANSWERED = "release unanswered"
KEEP_ARRANGEMENTS = "keep arrangements"
COMMENT = "comment"
ENQUIRE = "enquire"
CHECK_SHIPMENTS = "check shipments"
KEEP_LISTS = "keep surveillance lists"
READ_LISTS = "read surveillance lists"
KEEP_LAW = "keep law packs"
READ_DIRECTORY = "read directory"
ADMINISTER = "administer"
CONNECT_SYSTEMS = "connect systems"
KEEP_REGISTERS = "keep registers"
READ_INCIDENTS = "read incidents"
REPORT_INCIDENTS = "report incidents"
RELEASE_INCIDENTS = "release incidents"
KEEP_RELEASE_RULE = "keep release rule"
TAKE_PART = "take part"
KEEP_PROJECTS = "keep projects"
SEND_ALERTS = "send alerts"
READ_INDUSTRY_ALERTS = "read industry alerts"
ARRANGE_CONTACTS = "arrange contacts"
SIT_IN_GROUPS = "sit in groups"
KEEP_GROUPS = "keep groups"
READ_PERMITS = "read permits"
APPLY_FOR_PERMITS = "apply for permits"
HANDLE_PERMITS = "handle permits"
SIGN_PERMITS = "sign permits"
RECORD_AT_BORDER = "record at the border"
KEEP_ESTIMATES = "keep estimates"
READ_LICENCES = "read licences"
APPLY_FOR_LICENCES = "apply for licences"
HANDLE_LICENCES = "handle licences"
SIGN_LICENCES = "sign licences"
INSPECT = "inspect companies"
KEEP_CUSTOMERS = "keep customers"
CHECK_ORDERS = "check orders"
LIFT_HOLDS = "lift holds"
READ_REPORTS = "read suspicious reports"
REPORT_SUSPICIONS = "report suspicions"
HANDLE_REPORTS = "handle suspicious reports"
MAP_INDUSTRY = "map industry"
KEEP_PARTNERSHIP = "keep partnership"
JOIN_PARTNERSHIP = "join partnership"
WORK_WITH_PLATFORMS = "work with platforms"
READ_GUIDANCE = "read guidance"
PUBLISH_GUIDANCE = "publish guidance"

DUTIES = {
    READ_CASES: "See the cases of one's own organisation, and those sent to it",
    SEND_NOTICES: "Draft, send, amend and withdraw notices, and release shipments",
    ANSWER_NOTICES: "Answer notices, and give the first or the second signature to an objection",
    LIFT_OBJECTIONS: "Lift an objection, so that the shipment may leave",
    RELEASE_UNANSWERED: "Release a shipment without an answer, with a reason, where no law on record says if one may",
    KEEP_ARRANGEMENTS: "Record who answers notices for a territory that has no clear counterpart",
    COMMENT: "Comment on a case and attach files",
    ENQUIRE: "Ask and answer enquiries on a case; people of a company answer what their authority asks",
    CHECK_SHIPMENTS: "Check a file of planned shipments without lodging it",
    KEEP_LISTS: "Load surveillance lists, vet recipients, hand out copies, recall and trace them",
    READ_LISTS: "Open the copies of surveillance lists that bear one's own name",
    KEEP_LAW: "Write packs of one's own law, and give the first or the second signature to their adoption",
    READ_DIRECTORY: "Read the directory of authorities, with people, specimens and calendars",
    ADMINISTER: "Keep the directory entries, calendar, people and duties of one's own country",
    CONNECT_SYSTEMS: "Register and stop the webhooks and sources by which one's organisation tells and is told",
    KEEP_REGISTERS: "Keep the registers of companies, annual requirements and places, and lists to screen against",
    READ_INCIDENTS: "Read the incidents of one's own organisation, those released to it, and special alerts",
    REPORT_INCIDENTS: "Draft incidents, give names to those who need them, and record what followed",
    RELEASE_INCIDENTS: "Release, amend, retract and close incidents, or hand one to the secretariat to publish",
    KEEP_RELEASE_RULE: "Say whether one person or two release the incidents of one's organisation",
    TAKE_PART: "Answer invitations to projects, name the desk for them, and hand in daily returns of operations",
    KEEP_PROJECTS: "Open projects, task forces and operations, say who takes part, and write closing reports",
    SEND_ALERTS: "Draft, release, correct and retract alerts, and say which companies of one's country get them",
    READ_INDUSTRY_ALERTS: "Read and acknowledge the alerts for industry, and record to whom they were passed on",
    ARRANGE_CONTACTS: "Ask for controlled contacts and answer them; colleagues without this duty see none of them",
    SIT_IN_GROUPS: "Read the national working groups that one's organisation is in, and say what became of its actions",
    READ_PERMITS: "Read the permits and applications of one's own organisation, and those that concern it",
    APPLY_FOR_PERMITS: "Apply for permits, or key in what came on paper, answer the authority, and give permits back",
    HANDLE_PERMITS: "Ask applicants, advise, share out the work on applications, recommend, and endorse arrivals",
    SIGN_PERMITS: "Issue, refuse, extend, suspend and revoke permits, and decide on appeals",
    RECORD_AT_BORDER: "Record at the border what of a permit's goods left and what arrived",
    KEEP_ESTIMATES: "State what the country needs in a year, and enter what was made, held in stock or traded outside",
    READ_LICENCES: "Read the licences, inspections and annual returns that concern one's own organisation",
    APPLY_FOR_LICENCES: "Apply for licences, or key in what came on paper, answer inspectors, hand in annual returns",
    HANDLE_LICENCES: "Ask those who apply for licences, and look through annual returns",
    SIGN_LICENCES: "Grant, refuse, suspend and revoke the licences of companies, and say how many sign",
    INSPECT: "Plan inspections of licensed companies, write down what was found, and close corrective actions",
    KEEP_CUSTOMERS: "Keep the customers of one's own company, their licences and end-use declarations",
    CHECK_ORDERS: "Check orders of one's own company against the law, and read why one was held",
    LIFT_HOLDS: "Lift an order that a check of another person held, or refuse it",
    READ_REPORTS: "Read the suspicious reports of one's own company, or those sent to one's own office",
    REPORT_SUSPICIONS: "Report a suspicious enquiry, order or delivery, a theft or a loss, and answer questions on it",
    HANDLE_REPORTS: "Acknowledge and grade suspicious reports, instruct, tell what they led to, and take them onward",
    MAP_INDUSTRY: "Map the industry of one's country: sectors, companies found, surveys, and what is shared of it",
    KEEP_PARTNERSHIP: "Keep agreements of one's office with industry, consult it, and vet companies as trusted",
    JOIN_PARTNERSHIP: "Sign agreements, assess one's own practices, reply to consultations, name a point of contact",
    READ_GUIDANCE: "Read the guidance that is published for industry, and confirm to have read it",
    PUBLISH_GUIDANCE: "Publish guidance for the industry of one's country, or as the secretariat for all",
    WORK_WITH_PLATFORMS: "Keep profiles of online platforms, check their policies, write to them, and work on leads",
    KEEP_GROUPS: "Open national working groups of one's own country, say who is in them, and chair their meetings",
}

AT_WORK = frozenset(
    {
        READ_CASES,
        ANSWER_NOTICES,
        COMMENT,
        ENQUIRE,
        CHECK_SHIPMENTS,
        KEEP_LAW,
        READ_DIRECTORY,
        KEEP_REGISTERS,
        READ_PERMITS,
    }
)
NATIONAL = frozenset(
    {SIT_IN_GROUPS, KEEP_GROUPS, MAP_INDUSTRY, KEEP_PARTNERSHIP, JOIN_PARTNERSHIP, WORK_WITH_PLATFORMS}
)
"""What belongs to one country, and is nothing for the secretariat."""
LICENSING = frozenset({READ_LICENCES, APPLY_FOR_LICENCES, HANDLE_LICENCES, INSPECT})
"""What an officer does who licenses the companies of one's own country."""
GUIDING = frozenset({READ_GUIDANCE, PUBLISH_GUIDANCE})
WITH_INDUSTRY = GUIDING | {MAP_INDUSTRY, KEEP_PARTNERSHIP, JOIN_PARTNERSHIP, WORK_WITH_PLATFORMS}
OFFICER = AT_WORK | LICENSING | WITH_INDUSTRY | {SEND_NOTICES, SIT_IN_GROUPS, APPLY_FOR_PERMITS, HANDLE_PERMITS}
HEAD = OFFICER | {
    LIFT_OBJECTIONS,
    RELEASE_UNANSWERED,
    CONNECT_SYSTEMS,
    KEEP_GROUPS,
    SIGN_PERMITS,
    KEEP_ESTIMATES,
    SIGN_LICENCES,
}
SECRETARIAT = AT_WORK | GUIDING | {KEEP_ARRANGEMENTS}
OF_COMPANIES = frozenset(
    {READ_PERMITS, APPLY_FOR_PERMITS, READ_LICENCES, APPLY_FOR_LICENCES, JOIN_PARTNERSHIP, READ_GUIDANCE}
)
CLERK = OF_COMPANIES | {CHECK_SHIPMENTS, ENQUIRE, READ_INDUSTRY_ALERTS, SIT_IN_GROUPS}
DESK_OF_ORDERS = frozenset({KEEP_CUSTOMERS, CHECK_ORDERS, LIFT_HOLDS, KEEP_REGISTERS})
"""What it takes to answer in a company for its orders; the registers kept are its own lists to screen against."""
COMPLIANCE = CLERK | DESK_OF_ORDERS | {READ_REPORTS, REPORT_SUSPICIONS}
"""Who answers in a company for what is suspicious; the other clerks see none of it."""
REPORTS_DESK = frozenset({READ_REPORTS, REPORT_SUSPICIONS, HANDLE_REPORTS})
"""Given beside the others to the few of an authority who work on suspicious reports, and key in what is telephoned."""
WARNER = frozenset({SEND_ALERTS, READ_INDUSTRY_ALERTS})
"""Given beside to whoever warns the companies of the country."""
ADVISER = frozenset({READ_DIRECTORY, READ_PERMITS, HANDLE_PERMITS, COMMENT})
"""Who advises another authority of the country on applications."""
BORDER_OFFICER = frozenset({READ_DIRECTORY, READ_PERMITS, RECORD_AT_BORDER, COMMENT})
ADMINISTRATOR = frozenset({READ_DIRECTORY, ADMINISTER})
FOCAL_POINT = frozenset(
    {READ_CASES, COMMENT, READ_DIRECTORY, READ_INCIDENTS, REPORT_INCIDENTS, READ_INDUSTRY_ALERTS, SIT_IN_GROUPS}
)
FOCAL_HEAD = FOCAL_POINT | {
    RELEASE_INCIDENTS,
    KEEP_RELEASE_RULE,
    TAKE_PART,
    SEND_ALERTS,
    ARRANGE_CONTACTS,
    CONNECT_SYSTEMS,
    KEEP_GROUPS,
}
PROJECT_KEEPER = (FOCAL_HEAD - NATIONAL) | {KEEP_PROJECTS}
LIST_READER = frozenset({READ_LISTS})
LIST_KEEPER = LIST_READER | {KEEP_LISTS}
"""Given beside the others to the few who work with surveillance lists."""

GRANTABLE = {
    "authority": HEAD | ADMINISTRATOR | FOCAL_HEAD | BORDER_OFFICER | REPORTS_DESK,
    "secretariat": SECRETARIAT | ADMINISTRATOR | PROJECT_KEEPER,
}
"""What an administrator may give to the people of an organisation, by its kind; no work with surveillance lists."""
DELEGABLE = frozenset(DUTIES) - {ADMINISTER, CONNECT_SYSTEMS} - LIST_KEEPER
"""What may be left to a colleague while one is away; the rest is done in person."""
