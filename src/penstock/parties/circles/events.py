"""Events of circles: the name, what the person did, and who sees it."""

EVENTS = {
    "circle.opened": ("opened a circle", "whoever keeps it"),
    "circle.joined": ("took an organisation into a circle", "whoever keeps it, and its members"),
    "circle.left": ("ended an organisation's part in a circle", "whoever keeps it, its members, and who was one"),
}
