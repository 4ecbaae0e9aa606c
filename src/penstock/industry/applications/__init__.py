"""Applications for licences and registrations: from a company's draft to what the authority decides."""
