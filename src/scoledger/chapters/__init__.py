"""Chapters: one module per chapter's notebook, under the notebook's name; each measures, estimates and words it.

Nothing is gathered here: a notebook imports its own chapter, so that a change of one makes no run of another stale.
"""
