"""CVs of invented people in layouts that nobody has seen: layout x typography x language x order of fields x tool.

A seed draws all of it. `person` draws who it is, `entries` in which order a job, a school and a list are written,
`designs` where on the page they stand, and each module of `tools` sets the page with a program that people use.
"""
