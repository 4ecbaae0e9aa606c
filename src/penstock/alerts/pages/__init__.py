"""Pages of alerts: lists, writing, releasing, reading, acknowledging and passing on."""
