"""The work inside an authority: what other agencies advise, who works on what, changes of permits, and many at once."""
