"""The directory of authorities: entries, specimens, calendars, first administrators, and who stands in for whom.

It owns the words entry, focal point, specimen, correction of a day, candidacy, administrator and delegation.
Authorities and the secretariat read it whole; a company reads what its own government's authorities show to companies.
"""
