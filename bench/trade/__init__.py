"""Lines of goods made up for measuring: names in the words of trade, written as people and tricksters write them."""
