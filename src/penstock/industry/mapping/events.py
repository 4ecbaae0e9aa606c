"""Events of the mapping: the name, what the person did, and who sees it."""

_OWN = "the country's authorities"
EVENTS = {
    "mapping.started": ("started the mapping of the industry", _OWN),
    "mapping.changed": ("changed what the mapping is for", _OWN),
    "mapping.sector_added": ("added a sector", _OWN),
    "mapping.sector_retired": ("retired a sector", _OWN),
    "mapping.sector_restored": ("took a retired sector back", _OWN),
    "mapping.sector_reviewed": ("reviewed a sector", _OWN),
    "mapping.company_found": ("entered a company that was found", _OWN),
    "mapping.company_corrected": ("corrected a company that was found", _OWN),
    "mapping.company_judged": ("said what a company found is", _OWN),
    "mapping.file_loaded": ("loaded a file of companies", _OWN),
    "mapping.line_mended": ("mended a line of a file", _OWN),
    "mapping.line_dropped": ("left out a line of a file", _OWN),
    "mapping.survey_sent": ("made a survey link", _OWN),
    "mapping.survey_withdrawn": ("withdrew a survey link", _OWN),
    "mapping.survey_answered": ("received an answer to a survey", _OWN),
    "mapping.survey_taken_over": ("took an answer over", _OWN),
    "mapping.survey_set_aside": ("set an answer aside", _OWN),
    "mapping.summary_shared": ("shared a summary of the mapping", f"{_OWN} and the secretariat"),
    "mapping.summary_withdrawn": ("shares the summary no more", f"{_OWN} and the secretariat"),
}
