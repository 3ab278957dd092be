"""Safekeeping: everything an installation owns in one archive, and back again. See docs/operations.md.

`archive` writes and checks the file, `folders` names what belongs in it, `sqlite` and `records` carry the database in
one of two forms, `keep` and `bring_back` are the two verbs that the commands `backup` and `restore` call.
"""
