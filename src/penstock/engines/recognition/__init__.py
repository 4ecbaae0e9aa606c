"""Which controlled substances a line of goods is: names, numbers and misspellings in, hits with reasons out.

Pure Python, no Django, no network. The door is `penstock.engines.recognition.recogniser.Recogniser`; the words this
package owns are entry, name, key, token, part, hit and ordinary names.
"""
