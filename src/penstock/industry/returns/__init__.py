"""Annual returns of operators: what each bought, made, used, sold and had left, from what it recorded in the year."""
