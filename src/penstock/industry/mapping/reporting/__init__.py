"""What the mapping says as a whole: progress, coverage, the drawing, the report, and the summary that is shared."""
