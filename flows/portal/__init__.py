"""Bring a CKAN portal to the declared state. The only package that talks to CKAN; only `client` imports ckanapi.

- profile: what a kind of portal accepts (schemas/portals/<profile>.yaml)
- payload: a dataset in the portal's own words; standing: what the portal answered, as our values
- dictionary, datapackage: the two companion files; datastore: the typed table behind a resource
- plan: what would have to be written (pure); writes: the kinds of write that it is made of
- publish: write, look, and go on from what stands; verify: read it back, at last as an anonymous visitor
- client: every call, with time-outs; failures: what a bad answer means, and who acts
"""
