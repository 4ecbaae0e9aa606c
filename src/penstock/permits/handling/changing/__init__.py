"""Changes of permits that stand: a variation, which is an application prefilled from one, and many extended at once."""
