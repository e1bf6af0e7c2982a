"""Reviewing a catalogue on a terminal: what is shown, how it is saved, and the screens.

As with the checklist, only the screens import Textual; nothing may import them before they open.
"""
