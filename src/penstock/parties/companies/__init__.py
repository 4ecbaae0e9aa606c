"""The register of companies that each country keeps of its own, with their licences and standing.

It owns the words company, licence and standing. Its own authorities read it whole; everybody else learns one word.
"""
