"""Who sees an incident: audiences, markings, letters, and the rule by which an organisation releases."""
