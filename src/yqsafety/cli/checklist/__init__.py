"""The checklist on a terminal: what it shows, how it records, and its screens.

The screens import Textual at their top: nothing imports them before the checklist opens.
"""
