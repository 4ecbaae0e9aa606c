"""A copy in other hands: handed out, acknowledged, opened, passed on, recalled, and confirmed destroyed."""
