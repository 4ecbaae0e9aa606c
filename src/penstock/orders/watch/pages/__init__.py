"""Pages of the watch: what stands out, one of it with its picture, the verdicts, the history and the setting."""
