"""Incidents: seizures, stopped shipments, diversions, thefts, laboratories, suspicious orders and leads, and equipment.

It owns the words incident, finding (a substance or piece of equipment), party, focal point, release and publication.
"""
