"""Bring a CKAN portal to the declared state. The only package that talks to CKAN; only `calls` imports ckanapi.

- profile: what a kind of portal accepts (schemas/portals/<profile>.yaml)
- payload, resource_payload: a dataset and its resources in the portal's own words; resource_ids: what these are called
- standing: what the portal answered, as our values; differences: what of it is not as declared
- ownership: whose each field is, for people edit them too; merge: by what rule; sent: what was last sent, its base;
  as_sent: whether the portal keeps texts as sent; terms: those under which a dataset stands, whoever gave them
- dictionary, datapackage: the two companion files
- table, table_rows, stored_rows: the typed table behind a resource, its rows as they are sent and as they come back;
  table_delta, table_change, table_reshape: from the rows and columns that stand to those of another version, in place;
  datastore: a table made anew; table_loading: which of it; table_writing, file_writing: with its mark, and its file
- plan: what would have to be written (pure); writes: the kinds of write that it is made of; writing: how each is made
- publish: write, look, and go on from what stands, with patience; verify: read it back, at last as an anonymous visitor
- client: what is asked of a portal; calls: how, with time-outs; revision: one package_revise; download: files read back
- line: through which every request goes; patience: what is tried again; pace: how fast it is written to; breaker: when
  it is down; limit: an end for what goes on for ever
- downstream: whether a portal that harvests ours shows a dataset too; likeness: what shows that it is ours;
  downstream_reader, downstream_words: questions to a portal that is not ours, and what keeps it from answering
- doctor: what will not work on a portal, before anything is published there
- reconcile: in what a portal is not what ledger and archive say
- failures, refused_rows, unanswered: what a bad answer means, or none, and who acts; explain: where only another
  question can tell
"""
