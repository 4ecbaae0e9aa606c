"""What makes a paper verifiable: keys of authorities, tokens that say what a paper says, and lists of what ended."""
