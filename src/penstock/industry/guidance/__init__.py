"""The library of guidance: documents for the industry of a country or of all, by sector, with every edition kept."""
