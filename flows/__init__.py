"""Perd, the open-data publishing pipeline. Start reading at `nightly.py`.

The layers, each of which knows only those below it:

    cli                                  `perd ...`
    nightly, publish, check              the flows that Prefect schedules and people start
    settle, steps                        one dataset's end: published, unchanged, held ...; Prefect's policy per step
    unchanged                            all datasets of a host, looked at: of most nothing more has to be done
    examine                              one dataset's story: pull, tidy, check
    world                                the outside, opened once
    catalogue, sources, tidy, checks, reports, portal, evidence     siblings that do not know each other
    settings
    domain                               values and rules; no file, network, clock or environment
"""
