"""Every check that an officer would make of a notice, beside the notice.

It owns the words check, finding, matter and refusal. A finding explains; it never decides, and none lowers another.
"""
