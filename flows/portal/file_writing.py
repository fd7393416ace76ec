"""How a resource's file is written: by one package_revise, with all fields of ours."""

from flows.domain.published import PublishedDataset
from flows.portal.as_sent import refuse_changed
from flows.portal.client import Portal, Revision, Upload
from flows.portal.writes import PutFile


def put(portal: Portal, put: PutFile, stands: PublishedDataset) -> None:
    """Against what `stands`; Overtaken if that is no longer so. Nothing of it arrives, or all."""
    assert put.content is not None, "a file without content is planned after those that it waits for"
    upload = Upload(put.name, put.fields["mimetype"], put.content)
    # CKAN counts for itself; some versions keep the size of the file before, if none is sent.
    sized = {**put.fields, "size": put.fields["perd_bytes"]}
    if put.new:
        # Empties would be stored as such: a new resource has only the fields that say something.
        fields = {key: value for key, value in sized.items() if value}
        answer = portal.revise(stands, Revision(added={"id": put.id, **fields}, upload=("", upload)))
    else:
        answer = portal.revise(stands, Revision(resources={put.id: sized}, upload=(put.id, upload)))
    refuse_changed(answer, {}, {put.id: sized})
