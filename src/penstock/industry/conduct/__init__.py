"""What the house's own rows say of how companies keep the rules: licences, findings, returns and self-assessments."""
