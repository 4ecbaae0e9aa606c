"""Who takes part: governments, their authorities, companies, the secretariat, their people and the duties they hold.

It owns the words government, counterpart, organisation, authority, company, secretariat, person, duty and token.
"""
