"""Stories and laws of what moves under a notice."""
