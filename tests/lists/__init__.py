"""Lists: searches that are kept, columns of one's own, exports, and the walk along a list."""
