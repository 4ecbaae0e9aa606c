"""Who is reminded of an answer that is due, one rung after the other: holder, office, head, secretariat."""
