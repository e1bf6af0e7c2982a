"""The checklist on a terminal: what it shows, how it records, and its screens.

The screens import Textual at their top, which takes some 200 ms, so nothing may import them before
the checklist opens. `view` and `desk` do without it.
"""
