"""Trusted partners: companies that an authority vetted, by criteria with evidence, and that two persons granted it.

It owns the words vetting, criterion and trusted partner. Trust is shown, and decides nothing: no permit, licence or
order asks it. That a company is sent alerts is another kind of trust, and stands with the alerts.
"""
