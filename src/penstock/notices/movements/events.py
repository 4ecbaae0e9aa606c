"""Events of movements: the name, what the person did, and who sees it."""

EVENTS = {
    "movement.planned": ("planned a dispatch", "everyone on the notice"),
    "movement.replanned": ("changed the plan of a dispatch", "everyone on the notice"),
    "movement.cancelled": ("cancelled a planned dispatch", "everyone on the notice"),
    "movement.dispatched": ("recorded a dispatch", "everyone on the notice"),
    "movement.adjusted": ("corrected a dispatch", "everyone on the notice"),
    "movement.arrived": ("confirmed an arrival", "everyone on the notice"),
    "movement.corrected": ("corrected an arrival", "everyone on the notice"),
    "movement.missed": ("reported that it did not arrive", "everyone on the notice"),
    "movement.diverted": ("diverted it to another consignee", "everyone on the notice"),
    "movement.returned": ("recorded the return", "everyone on the notice"),
    "movement.reminded": ("reminded the side that owes the actual figures", "everyone on the notice"),
    "movement.overdue": ("found the actual figures overdue", "everyone on the notice"),
}
