"""The two tracks of a notice: statutory, with a clock and a duty to answer, and voluntary, with neither."""
