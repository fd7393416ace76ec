# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real CKAN on this machine in one command: `python -m devportal up`.

`portal` tells the story (what `up`, `down`, `reset` and `status` do, in order); `environment` is CKAN's own Python
environment; `postgres`, `redis` and `ckan_site` are the three pieces that run; `processes` starts and ends them;
`home`, `state` and `lock` are the folder, what is remembered in it, and who may change it; `scheming` makes CKAN's
dataset form and licence register from a portal profile. `ckanext_perdportal` runs inside CKAN, not here.
"""
