"""What a name means: recognisers of the law in force, the public record of names, and exact identification."""
