"""Bring a CKAN portal to the declared state. The only package that talks to CKAN; only `client` imports ckanapi.

profile      what a kind of portal accepts (schemas/portals/<profile>.yaml)
payload      a dataset in the portal's own words         standing    what the portal answered, as our values
dictionary   the companion data-dictionary.csv           datapackage the companion datapackage.json
datastore    the typed table behind a resource
plan         what would have to be written: pure         publish     write it, look, and prove it anonymously
client       every call, with time-outs                  failures    what a bad answer means and who acts
"""
