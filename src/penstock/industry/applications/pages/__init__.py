"""Pages of applications for licences."""
